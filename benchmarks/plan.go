package benchmarks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
)

// Plan is what a profile's run of some benchmarks consists of.
type Plan struct {
	Profile Profile
	Tables  []Table
	Trials  []Trial // each once, sources before those that start from them
	// Readings say what was read, each source of files once.
	Readings []datasets.Reading
}

// Table is one benchmark's cells, in the order of its axes.
type Table struct {
	Definition Definition // its metrics are those that are measured
	Schedule   Schedule   // of the fine-tuning of every cell; its seeds are never left out
	Step       int        // generator updates after which cells are compared
	Cells      []Cell
}

// Cell is one combination of levels, run once for each seed.
type Cell struct {
	Levels   []string // names, one an axis
	Count    int      // target images; 0: as the role has it, as PerClass
	PerClass int      // target images of each class
	Trials   []string // keys, one a seed of the table's schedule
}

// Size returns the number of target images, or of those of each class, that an axis gives the cell; 0 if none does.
func (c Cell) Size() int { return cmp.Or(c.Count, c.PerClass) }

// Trial is one training with its key.
type Trial struct {
	Key  string
	Name string // for people: what, how many images, seed
	Spec TrialSpec
}

// NewPlan resolves definitions with a profile. A metric that the profile does not measure is left out. Data sets, and the weights of an
// extractor, are found under root and hashed, not decoded; images that are missing are an error that names the role. arithmetic is that of
// the kernels that the trials will run on. It ends with ctx.
func NewPlan(ctx context.Context, definitions []Definition, profile Profile, root, arithmetic string) (*Plan, error) {
	p := newPlanner(profile, root, arithmetic)
	p.identify = func(role string, spec datasets.Spec) (string, error) { return p.look(ctx, role, spec) }
	p.classes = p.countClasses
	extractor, err := metrics.OpenExtractor(profile.Evaluation.extractor(root), nil) // nothing is run
	if err != nil {
		return nil, fmt.Errorf("benchmarks: profile %s: evaluation: %w", profile.Name, err)
	}
	p.weights = extractor.Name()
	return p.plan(definitions)
}

// Outline is NewPlan without a look at the data, for those who do not have it: the trials are those of NewPlan, their keys are not.
func Outline(definitions []Definition, profile Profile, arithmetic string) (*Plan, error) {
	p := newPlanner(profile, "", arithmetic)
	p.classes = statedClasses
	p.identify = func(role string, spec datasets.Spec) (string, error) {
		if err := spec.Validate(); err != nil {
			return "", fmt.Errorf("data %s: %w", role, err)
		}
		return "", nil
	}
	return p.plan(definitions)
}

// plan resolves the definitions.
func (p *planner) plan(definitions []Definition) (*Plan, error) {
	if err := p.Profile.knowSchedules(definitions); err != nil {
		return nil, err
	}
	for _, d := range definitions {
		table, err := p.table(d)
		if err != nil {
			return nil, fmt.Errorf("benchmarks: %s with profile %s: %w", d.Name, p.Profile.Name, err)
		}
		p.Tables = append(p.Tables, table)
	}
	return &p.Plan, nil
}

// table adds the trials of a definition.
func (p *planner) table(d Definition) (Table, error) {
	measured := append(p.Profile.Evaluation.measured(), NameAccuracy)
	d.Metrics = slices.DeleteFunc(slices.Clone(d.Metrics), func(name string) bool { return !slices.Contains(measured, name) })
	if len(d.Metrics) == 0 {
		return Table{}, fmt.Errorf("evaluation: the benchmark compares by none of the metrics %v", measured)
	}
	table := Table{Definition: d, Schedule: p.Profile.schedule(d.Name)}
	table.Step = table.Schedule.Steps
	if d.Step != nil {
		table.Step = *d.Step
	}
	if evaluations := table.Schedule.Evaluations; !slices.Contains(evaluations, table.Step) {
		return Table{}, fmt.Errorf("finetune: evaluations %v are without step %d, at which the benchmark compares", evaluations, table.Step)
	}
	cells, err := p.combine(d)
	if err != nil {
		return Table{}, err
	}
	if len(cells) == 0 {
		return Table{}, fmt.Errorf("absent: the benchmark has no cell without %v", p.Profile.Absent)
	}
	for _, c := range cells {
		cell := Cell{Levels: c.names, Count: c.Count, PerClass: c.PerClass}
		for _, seed := range table.Schedule.Seeds {
			key, err := p.finetune(table, c, seed)
			if err != nil {
				return Table{}, err
			}
			cell.Trials = append(cell.Trials, key)
		}
		table.Cells = append(table.Cells, cell)
	}
	return table, nil
}

type planner struct {
	Plan
	root       string
	arithmetic string
	weights    string                // of the extractor, by its name
	sources    map[sourceName]source // each read once
	// identify returns what stands for the content of a role's source, after checking that the spec is valid for it.
	identify func(role string, spec datasets.Spec) (string, error)
	// classes returns the number of classes of a role's images.
	classes func(role string, spec datasets.Spec) (int, error)
}

func newPlanner(profile Profile, root, arithmetic string) *planner {
	return &planner{Plan: Plan{Profile: profile}, root: root, arithmetic: arithmetic, sources: map[sourceName]source{}}
}

// sourceName tells collections apart: one by another of its annotations has other classes, and may have other images.
type sourceName struct {
	source, label string
	skipBad       bool
}

// nameOf returns the name of a spec's collection.
func nameOf(spec datasets.Spec) sourceName { return sourceName{spec.Source, spec.Label, spec.SkipBad} }

// source is what is known of a collection of images without decoding it.
type source struct {
	id     string
	survey datasets.Survey // of files; procedural sources are endless
}

// openSource reads the source of a spec once.
func openSource(ctx context.Context, root string, spec datasets.Spec) (s source, err error) {
	if spec.Procedural() {
		s.id, err = datasets.Identity(ctx, root, spec)
		return s, err
	}
	set, err := datasets.OpenSet(ctx, root, spec, datasets.Options{})
	if err != nil {
		return s, err
	}
	s.survey = set.Survey()
	s.id, err = set.Identity(ctx)
	return s, errors.Join(err, set.Close())
}

// combination is a cell before it is resolved: the levels merged.
type combination struct {
	Level
	names []string
}

// combine returns every combination of levels, the last axis fastest.
func (p *planner) combine(d Definition) ([]combination, error) {
	cells := []combination{{Level: Level{Target: d.Target, Transfer: models.Scratch}}}
	for _, axis := range d.Axes {
		levels := axis.Levels
		if list := axis.Numbers(); list != "" {
			numbers, ok := p.Profile.Lists[list]
			if !ok {
				return nil, fmt.Errorf("lists: %q is missing", list)
			}
			for _, n := range numbers {
				levels = append(levels, axis.level(n))
			}
		}
		var next []combination
		for _, c := range cells {
			for _, l := range levels {
				if !slices.Contains(p.Profile.Absent, l.Source) && !slices.Contains(p.Profile.Absent, l.Target) {
					next = append(next, c.with(l))
				}
			}
		}
		cells = next
	}
	return cells, nil
}

func (c combination) with(l Level) combination {
	c.names = append(slices.Clone(c.names), l.Name)
	if l.Source != "" {
		c.Source = l.Source
	}
	if l.Transfer != "" {
		c.Transfer = l.Transfer
	}
	if l.Augment != "" {
		c.Augment = l.Augment
	}
	if l.Target != "" {
		c.Target = l.Target
	}
	if l.Count != 0 {
		c.Count = l.Count
	}
	if l.PerClass != 0 {
		c.PerClass = l.PerClass
	}
	if l.Condition != "" {
		c.Condition = l.Condition
	}
	return c
}

// finetune adds the trial of a cell and seed, and the one it starts from.
func (p *planner) finetune(t Table, c combination, seed int) (string, error) {
	role, err := p.role(c.Target)
	if err != nil {
		return "", err
	}
	spec := TrialSpec{Images: role.Train, Training: p.Profile.Training, Steps: t.Schedule.Steps, Transfer: c.Transfer}
	spec.Training.Seed = fmt.Sprintf("%d/finetune", seed)
	if c.Augment != "" {
		spec.Training.Augment = c.Augment
	}
	if err := c.Transfer.ValidateFor(spec.Training); err != nil {
		return "", err
	}
	if c.Count != 0 || c.PerClass != 0 {
		spec.Images.Count, spec.Images.PerClass = c.Count, c.PerClass
	}
	if spec.Images.Count != 0 || spec.Images.PerClass != 0 {
		spec.Images.Seed = fmt.Sprintf("%s/%d", spec.Images.Seed, seed) // each seed has a subset of its own
	}
	if spec.ImagesID, err = p.identify(c.Target, spec.Images); err != nil {
		return "", err
	}
	if c.Transfer != models.Scratch {
		if spec.Source, err = p.pretrain(c.Source, seed); err != nil {
			return "", err
		}
	}
	spec.Evaluation = p.evaluation(t, role)
	if iw := spec.Evaluation.IW; iw != nil {
		iw.Seed = spec.Training.Seed + "/iw" // one for all cells
	}
	if spec.Evaluation.RealID, err = p.identify(c.Target, role.Test); err != nil {
		return "", err
	}
	if c.Condition != "" {
		if err := p.condition(&spec, c, role); err != nil {
			return "", err
		}
	}
	return p.add(c.trialName(seed), spec)
}

// trialName says what the trial of the cell and seed is, for people.
func (c combination) trialName(seed int) string {
	name := fmt.Sprintf("%s, %s, seed %d", c.Target, c.Transfer, seed)
	if c.Source != "" {
		name = fmt.Sprintf("%s, %s from %s, seed %d", c.Target, c.Transfer, c.Source, seed)
	}
	if c.Count != 0 {
		name = fmt.Sprintf("%d %s", c.Count, name)
	}
	if c.PerClass != 0 {
		name = fmt.Sprintf("%d a class of %s", c.PerClass, name)
	}
	if c.Augment != "" {
		name = fmt.Sprintf("%s, %s", name, c.Augment)
	}
	if c.Condition != "" {
		name = fmt.Sprintf("%s, classes by %s", name, c.Condition)
	}
	return name
}

// evaluation returns how the trials of a table are measured, but for the seed of the independent critic and the identity of the images.
func (p *planner) evaluation(t Table, role Role) TrialEvaluation {
	e := p.Profile.Evaluation
	evaluation := TrialEvaluation{
		Steps: t.Schedule.Evaluations, Metrics: e.Metrics, Extractor: e.Extractor, Resize: string(e.Resize), Weights: p.weights, Real: role.Test, Fake: e.Fake,
	}
	if e.IW != nil {
		critic := *e.IW
		evaluation.IW, evaluation.IWOverSteps = &critic, t.Definition.IWOverSteps
	}
	return evaluation
}

// pretrain adds the trial of a source role and seed.
func (p *planner) pretrain(source string, seed int) (string, error) {
	role, err := p.role(source)
	if err != nil {
		return "", err
	}
	spec := TrialSpec{Images: role.Train, Training: p.Profile.Training, Steps: p.Profile.Pretrain.Steps, Transfer: models.Scratch}
	spec.Training.Seed = fmt.Sprintf("%d/pretrain", seed)
	if spec.ImagesID, err = p.identify(source, spec.Images); err != nil {
		return "", err
	}
	return p.add(fmt.Sprintf("%s, pre-training, seed %d", source, seed), spec)
}

// add appends the trial unless it is there.
func (p *planner) add(name string, spec TrialSpec) (string, error) {
	spec.Revision, spec.Arithmetic = revision, p.arithmetic
	key, err := spec.Key()
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(p.Trials, func(t Trial) bool { return t.Key == key }) {
		p.Trials = append(p.Trials, Trial{Key: key, Name: name, Spec: spec})
	}
	return key, nil
}

func (p *planner) role(name string) (Role, error) {
	role, ok := p.Profile.Data[name]
	if !ok {
		return Role{}, fmt.Errorf("data: role %q is missing", name)
	}
	return role, nil
}

// look returns the content identity of a role's source, after checking that it has as many images as the spec asks for.
func (p *planner) look(ctx context.Context, role string, spec datasets.Spec) (string, error) {
	if err := spec.Validate(); err != nil {
		return "", fmt.Errorf("data %s: %w", role, err)
	}
	name := nameOf(spec)
	source, known := p.sources[name]
	if !known {
		var err error
		if source, err = openSource(ctx, p.root, spec); err != nil {
			return "", fmt.Errorf("data %s: %w", role, err)
		}
		if !spec.Procedural() {
			p.Readings = append(p.Readings, source.survey.Reading)
		}
		p.sources[name] = source
	}
	if !spec.Procedural() {
		if err := source.survey.Holds(spec); err != nil {
			return "", fmt.Errorf("data %s: %w", role, err)
		}
	}
	return source.id, nil
}
