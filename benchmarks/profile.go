package benchmarks

import (
	"fmt"
	"maps"
	"slices"

	"tgan/datasets"
	"tgan/internal/strict"
	"tgan/metrics"
	"tgan/models"
)

// Profile binds the roles of definitions to data and sets the scale.
type Profile struct {
	Name       string           `yaml:"name"`
	About      string           `yaml:"about"`
	Expected   string           `yaml:"expected"` // time on two cores, for people
	Data       map[string]Role  `yaml:"data"`
	Lists      map[string][]int `yaml:"lists"` // numbers of target images that axes refer to
	Training   models.Spec      `yaml:"training"`
	Pretrain   Length           `yaml:"pretrain"`
	Finetune   Schedule         `yaml:"finetune"`
	Evaluation Evaluation       `yaml:"evaluation"`
	Seeds      []int            `yaml:"seeds"`
}

// Role is the data that a role of a definition stands for: the images to learn, and those held out to measure against.
type Role struct {
	Train datasets.Spec `yaml:"train"`
	Test  datasets.Spec `yaml:"test"`
}

// Length is that of a pre-training, which is not measured.
type Length struct {
	Steps int `yaml:"steps"` // generator updates
}

// Schedule is the length of a fine-tuning and when it is measured.
type Schedule struct {
	Steps       int   `yaml:"steps"`       // generator updates
	Evaluations []int `yaml:"evaluations"` // steps at which the generator is measured, ascending; 0 is before training
}

// Evaluation says how a generator is measured. The real images are those of the target role's test set.
type Evaluation struct {
	Extractor string `yaml:"extractor"`
	Fake      int    `yaml:"fake"` // images drawn from the generator
}

// ParseProfile reads a profile from YAML; unknown keys are errors. What a training leaves out is as in models.DefaultSpec, and every
// data set gets the side of the architecture.
func ParseProfile(data []byte) (Profile, error) {
	p := Profile{Training: models.DefaultSpec()}
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
	if p.Finetune.Steps < 1 {
		return fmt.Errorf("finetune: steps is %d; it must be at least 1", p.Finetune.Steps)
	}
	if !ascending(p.Finetune.Evaluations) || (len(p.Finetune.Evaluations) > 0 && p.Finetune.Evaluations[0] < 0) {
		return fmt.Errorf("finetune: evaluations %v must ascend from 0 or more", p.Finetune.Evaluations)
	}
	if n := len(p.Finetune.Evaluations); n == 0 || p.Finetune.Evaluations[n-1] != p.Finetune.Steps {
		return fmt.Errorf("finetune: evaluations must end with the last step, %d", p.Finetune.Steps)
	}
	if p.Evaluation.Fake < 2 {
		return fmt.Errorf("evaluation: fake is %d; it must be at least 2", p.Evaluation.Fake)
	}
	if p.Evaluation.Extractor != metrics.NameRandomConv {
		return fmt.Errorf("evaluation: extractor is %q; a profile has %s, others are for tgan metric", p.Evaluation.Extractor, metrics.NameRandomConv)
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
