package benchmarks

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"

	"tgan/datasets"
	"tgan/internal/strict"
	"tgan/metrics"
	"tgan/models"
)

// Profile binds the roles of definitions to data and sets the scale.
type Profile struct {
	Name       string              `yaml:"name"`
	About      string              `yaml:"about"`
	Expected   string              `yaml:"expected"`   // time on two cores, for people
	Benchmarks []string            `yaml:"benchmarks"` // that are run if none is named, in order of the report
	Data       map[string]Role     `yaml:"data"`
	Absent     []string            `yaml:"absent"` // roles that the profile has no data for: levels that name them are left out
	Lists      map[string][]int    `yaml:"lists"`  // numbers of target images that axes refer to
	Training   models.Spec         `yaml:"training"`
	Pretrain   Length              `yaml:"pretrain"`
	Finetune   Schedule            `yaml:"finetune"`
	Schedules  map[string]Schedule `yaml:"schedules"` // by benchmark, where it is not Finetune over Seeds
	Evaluation Evaluation          `yaml:"evaluation"`
	Seeds      []int               `yaml:"seeds"`
}

// Role is the data that a role of a definition stands for: the images to learn, and those held out to measure against, which a role that is
// only a source does without.
type Role struct {
	Train datasets.Spec `yaml:"train"`
	Test  datasets.Spec `yaml:"test"`
}

// Length is that of a pre-training, which is not measured.
type Length struct {
	Steps int `yaml:"steps"` // generator updates
}

// Schedule is the length of a fine-tuning, when it is measured and how often it is run.
type Schedule struct {
	Steps       int   `yaml:"steps"`       // generator updates
	Evaluations []int `yaml:"evaluations"` // steps at which the generator is measured, ascending; 0 is before training
	Seeds       []int `yaml:"seeds"`       // each a run of every cell, ascending; those of the profile if left out
}

// Evaluation says how a generator is measured. The real images are those of the target role's test set.
type Evaluation struct {
	Extractor string         `yaml:"extractor"` // one of metrics.Extractors
	Weights   string         `yaml:"weights"`   // file of an Inception network below the data root
	Resize    metrics.Resize `yaml:"resize"`    // protocol; empty: the extractor's default
	Metrics   []string       `yaml:"metrics"`   // measured at every evaluation of every trial, so that benchmarks share trials
	Fake      int            `yaml:"fake"`      // images drawn from the generator
	IW        *models.IWSpec `yaml:"iw"`        // budget of the independent critic; nil: no benchmark measures iw
}

// ParseProfile reads a profile from YAML; unknown keys are errors. What a training leaves out is as in models.DefaultSpec, the independent
// critic is of the same architecture, and every data set gets the side of the architecture.
func ParseProfile(data []byte) (Profile, error) {
	p := Profile{Training: models.DefaultSpec(), Evaluation: Evaluation{Metrics: []string{metrics.NameFID, metrics.NameKMMD}}}
	if err := strict.Decode(data, &p); err != nil {
		return Profile{}, err
	}
	arch, err := models.LookupArchitecture(p.Training.Architecture)
	if err != nil {
		return Profile{}, fmt.Errorf("training: %w", err)
	}
	for name, role := range p.Data {
		role.Train.Side, role.Test.Side = arch.Side, arch.Side
		p.Data[name] = role
	}
	if p.Evaluation.IW != nil {
		p.Evaluation.IW.Architecture = arch.Name
	}
	return p, p.Validate()
}

// Validate returns an error that names the first field that is wrong.
func (p Profile) Validate() error {
	if err := validName(p.Name); err != nil {
		return err
	}
	if err := p.Training.Validate(); err != nil {
		return fmt.Errorf("training: %w", err)
	}
	if p.Pretrain.Steps < 1 {
		return fmt.Errorf("pretrain: steps is %d; it must be at least 1", p.Pretrain.Steps)
	}
	for _, name := range p.Absent {
		if _, bound := p.Data[name]; bound {
			return fmt.Errorf("absent: role %s has data", name)
		}
	}
	if err := p.Finetune.validate(); err != nil {
		return fmt.Errorf("finetune: %w", err)
	}
	if len(p.Finetune.Seeds) > 0 {
		return fmt.Errorf("finetune: seeds are those of the profile; a benchmark has its own in schedules")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Schedules)) {
		if err := p.Schedules[name].validate(); err != nil {
			return fmt.Errorf("schedules: %s: %w", name, err)
		}
	}
	if err := p.Evaluation.validate(); err != nil {
		return fmt.Errorf("evaluation: %w", err)
	}
	if len(p.Seeds) == 0 || !ascending(p.Seeds) {
		return fmt.Errorf("seeds are %v; there must be at least one, ascending", p.Seeds)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Lists)) {
		if list := p.Lists[name]; len(list) == 0 || !ascending(list) || list[0] < 1 {
			return fmt.Errorf("lists: %s is %v; there must be at least one number, from 1 up, ascending", name, list)
		}
	}
	return nil
}

func (s Schedule) validate() error {
	if s.Steps < 1 {
		return fmt.Errorf("steps is %d; it must be at least 1", s.Steps)
	}
	if !ascending(s.Evaluations) || (len(s.Evaluations) > 0 && s.Evaluations[0] < 0) {
		return fmt.Errorf("evaluations %v must ascend from 0 or more", s.Evaluations)
	}
	if n := len(s.Evaluations); n == 0 || s.Evaluations[n-1] != s.Steps {
		return fmt.Errorf("evaluations must end with the last step, %d", s.Steps)
	}
	if !ascending(s.Seeds) {
		return fmt.Errorf("seeds are %v; they must ascend", s.Seeds)
	}
	return nil
}

func (e Evaluation) validate() error {
	if e.Fake < 2 {
		return fmt.Errorf("fake is %d; it must be at least 2", e.Fake)
	}
	if !slices.Contains(metrics.Extractors(), e.Extractor) {
		return fmt.Errorf("extractor is %q; it must be one of %v", e.Extractor, metrics.Extractors())
	}
	switch embedded := slices.Contains(metrics.Embedded(), e.Extractor); {
	case embedded && e.Weights != "":
		return fmt.Errorf("weights is %q; extractor %s takes none", e.Weights, e.Extractor)
	case !embedded && e.Weights == "":
		return fmt.Errorf("weights is missing: extractor %s needs a file below the data root", e.Extractor)
	}
	if e.Resize != "" {
		if err := e.Resize.Validate(); err != nil {
			return err
		}
	}
	if names, err := metrics.Expand(e.Metrics); err != nil || len(names) != len(e.Metrics) {
		return cmp.Or(err, fmt.Errorf("metrics %v: name each metric once", e.Metrics))
	}
	if e.IW != nil {
		return e.IW.Validate()
	}
	return nil
}

// extractor returns what measures the trials, with the weights' file below root.
func (e Evaluation) extractor(root string) metrics.ExtractorSpec {
	spec := metrics.ExtractorSpec{Name: e.Extractor, Resize: cmp.Or(e.Resize, metrics.DefaultResize(e.Extractor))}
	if e.Weights != "" {
		spec.Weights = filepath.Join(root, e.Weights)
	}
	return spec
}

// measured returns the names of all metrics that a trial of the profile has.
func (e Evaluation) measured() []string {
	if e.IW == nil {
		return e.Metrics
	}
	return append(slices.Clone(e.Metrics), models.NameIW)
}

// knowSchedules returns an error if there is a schedule of no benchmark, of the given ones or of the program.
func (p Profile) knowSchedules(given []Definition) error {
	all, err := Definitions()
	if err != nil {
		return err
	}
	for _, d := range given {
		if !slices.ContainsFunc(all, func(a Definition) bool { return a.Name == d.Name }) {
			all = append(all, d)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Schedules)) {
		if _, err := lookup("benchmark", name, all, func(d Definition) string { return d.Name }); err != nil {
			return fmt.Errorf("%w (schedules of profile %s)", err, p.Name)
		}
	}
	return nil
}

// schedule returns that of a benchmark, with its seeds.
func (p Profile) schedule(benchmark string) Schedule {
	s, ok := p.Schedules[benchmark]
	if !ok {
		s = p.Finetune
	}
	if len(s.Seeds) == 0 {
		s.Seeds = p.Seeds
	}
	return s
}

// SeedCounts returns the smallest and the largest number of seeds that a benchmark of the profile runs over.
func (p Profile) SeedCounts() (least, most int) {
	least = math.MaxInt
	for _, name := range p.Benchmarks {
		n := len(p.schedule(name).Seeds)
		least, most = min(least, n), max(most, n)
	}
	return least, most
}

// ascending tells whether each number is larger than the one before.
func ascending(list []int) bool {
	for i := 1; i < len(list); i++ {
		if list[i] <= list[i-1] {
			return false
		}
	}
	return true
}

// Roles returns the names of the roles that the profile binds, in order.
func (p Profile) Roles() []string { return slices.Sorted(maps.Keys(p.Data)) }
