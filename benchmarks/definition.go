package benchmarks

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"tgan/internal/strict"
	"tgan/metrics"
	"tgan/models"
)

// Definition is the shape of one experiment of the paper. It names roles and lists of the profile, never data or scales.
type Definition struct {
	Name     string   `yaml:"name"`
	Title    string   `yaml:"title"`
	Question string   `yaml:"question"`
	Claims   []string `yaml:"claims"`  // of the paper, as numbered in docs/paper.md
	Target   string   `yaml:"target"`  // role that is learned, unless a level names another
	Axes     []Axis   `yaml:"axes"`    // every combination of levels is a cell; the last axis varies fastest
	Metrics  []string `yaml:"metrics"` // in order of the report; the profile says what is measured
	// Step is the generator update after which cells are compared, one of the profile's evaluations; nil is the last.
	Step *int `yaml:"step,omitempty"`
	// IWOverSteps has the independent critic trained at every evaluation, where other benchmarks have it after the last step only.
	IWOverSteps bool `yaml:"iw_over_steps,omitempty"`
	// PerClass shows FID of each class, their mean and that of all images, at every evaluation. Conditional trials are measured so.
	PerClass bool  `yaml:"per_class,omitempty"`
	Paper    Paper `yaml:"paper"`
}

// Axis is one thing that the experiment varies: levels written out, or one level for each number of a list of the profile.
type Axis struct {
	Name     string  `yaml:"name"`
	Levels   []Level `yaml:"levels,omitempty"`
	Counts   string  `yaml:"counts,omitempty"`    // list of the profile: target images
	PerClass string  `yaml:"per_class,omitempty"` // list of the profile: target images of each class
}

// Numbers returns the list of the profile that gives the levels, or "".
func (a Axis) Numbers() string { return cmp.Or(a.Counts, a.PerClass) }

// level returns the axis' level of a number of its list.
func (a Axis) level(n int) Level {
	if a.PerClass != "" {
		return Level{Name: strconv.Itoa(n), PerClass: n}
	}
	return Level{Name: strconv.Itoa(n), Count: n}
}

// Level sets some of a cell's properties; what it leaves out is as another axis or the definition has it.
type Level struct {
	Name     string              `yaml:"name"`
	Source   string              `yaml:"source,omitempty"`   // role that is pre-trained
	Transfer models.Transfer     `yaml:"transfer,omitempty"` // method, with a value after a colon if it takes one
	Augment  models.Augmentation `yaml:"augment,omitempty"`  // of the fine-tuning; the profile's if it is empty
	Target   string              `yaml:"target,omitempty"`   // role that is learned
	Count    int                 `yaml:"count,omitempty"`    // target images
	PerClass int                 `yaml:"-"`                  // target images of each class; set by an axis

	Condition models.Condition `yaml:"condition,omitempty"` // how the fine-tuned generator is told classes; its source is not
}

// Paper holds the published numbers of the experiment, one run each.
type Paper struct {
	Setting string       `yaml:"setting"`
	Where   string       `yaml:"where"`
	Columns []string     `yaml:"columns"` // levels of the last axis, as published
	Rows    []PaperRow   `yaml:"rows"`
	Curves  []PaperCurve `yaml:"curves,omitempty"`
}

// Stepwise tells whether the rows are of several numbers of updates.
func (p Paper) Stepwise() bool {
	return slices.ContainsFunc(p.Rows, func(r PaperRow) bool { return r.Step != 0 })
}

// PaperRow are the numbers of one metric at one level of the first axis.
type PaperRow struct {
	Level  string    `yaml:"level"`
	Step   int       `yaml:"step,omitempty"` // generator updates, where the table has several
	Metric string    `yaml:"metric"`
	Values []float64 `yaml:"values"` // as many as columns
}

// PaperCurve is a published metric over training steps at one level of the first axis.
type PaperCurve struct {
	Level  string    `yaml:"level"`
	Metric string    `yaml:"metric"`
	Steps  []int     `yaml:"steps"`
	Values []float64 `yaml:"values"`
}

// MetricNames returns the names of the metrics that a definition may list: those of package metrics, at every evaluation, and the
// independent Wasserstein critic of package models, which is trained after the last one unless Definition.IWOverSteps, and of conditional
// trials NameAccuracy.
func MetricNames() []string { return append(metrics.Names(), models.NameIW, NameAccuracy) }

// validName returns an error unless the name can stand in file names and on the command line.
func validName(name string) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`).MatchString(name) {
		return fmt.Errorf("name %q must be lower-case letters, digits and hyphens", name)
	}
	return nil
}

// ParseDefinition reads a definition from YAML; unknown keys are errors.
func ParseDefinition(data []byte) (Definition, error) {
	var d Definition
	if err := strict.Decode(data, &d); err != nil {
		return Definition{}, err
	}
	return d, d.Validate()
}

// Validate returns an error that names the first field that is wrong.
func (d Definition) Validate() error {
	if err := validName(d.Name); err != nil {
		return err
	}
	if d.Title == "" || d.Target == "" {
		return fmt.Errorf("title and target must be set")
	}
	if len(d.Axes) < 1 || len(d.Axes) > 2 {
		return fmt.Errorf("axes: there are %d; a table has one or two", len(d.Axes))
	}
	for _, a := range d.Axes {
		if err := a.validate(); err != nil {
			return err
		}
	}
	if len(d.Metrics) == 0 {
		return fmt.Errorf("metrics: none; known: %v", MetricNames())
	}
	for _, m := range d.Metrics {
		if !slices.Contains(MetricNames(), m) {
			return fmt.Errorf("metrics: unknown metric %q; known: %v", m, MetricNames())
		}
	}
	if (d.PerClass || slices.Contains(d.Metrics, NameAccuracy)) && len(d.Conditions()) == 0 {
		return fmt.Errorf("per_class and metric %s are of conditional trainings: give a level a condition", NameAccuracy)
	}
	if d.PerClass && !slices.Contains(d.Metrics, metrics.NameFID) {
		return fmt.Errorf("per_class needs metric %s", metrics.NameFID)
	}
	return d.Paper.validate()
}

// validate returns an error that says what is wrong with the axis.
func (a Axis) validate() error {
	given := 0
	for _, is := range []bool{len(a.Levels) > 0, a.Counts != "", a.PerClass != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("axis %q: give one of levels, counts and per_class", a.Name)
	}
	for _, l := range a.Levels {
		if (l.Source != "") != (l.Transfer != "" && l.Transfer != models.Scratch) {
			return fmt.Errorf("axis %q, level %q: a source needs a transfer method other than %s, and such a method a source", a.Name, l.Name, models.Scratch)
		}
		if l.Transfer != "" {
			if err := l.Transfer.Validate(); err != nil {
				return fmt.Errorf("axis %q, level %q: %w", a.Name, l.Name, err)
			}
		}
		if err := cmp.Or(l.Augment.Validate(), l.Condition.Validate()); err != nil {
			return fmt.Errorf("axis %q, level %q: %w", a.Name, l.Name, err)
		}
	}
	return nil
}

// validate returns an error that names a row or curve whose numbers do not fit.
func (p Paper) validate() error {
	for _, r := range p.Rows {
		if len(r.Values) != len(p.Columns) {
			return fmt.Errorf("paper: row %s %s has %d values for %d columns", r.Level, r.Metric, len(r.Values), len(p.Columns))
		}
	}
	for _, c := range p.Curves {
		if len(c.Values) != len(c.Steps) {
			return fmt.Errorf("paper: curve %s %s has %d values for %d steps", c.Level, c.Metric, len(c.Values), len(c.Steps))
		}
	}
	return nil
}

// Conditions returns the conditions of the definition's levels, each once; none if no training is conditional.
func (d Definition) Conditions() (all []models.Condition) {
	for _, a := range d.Axes {
		for _, l := range a.Levels {
			if l.Condition != "" && !slices.Contains(all, l.Condition) {
				all = append(all, l.Condition)
			}
		}
	}
	return all
}
