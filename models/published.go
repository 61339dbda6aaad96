package models

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tgan/internal/tensorbundle"
)

// The paper's authors published networks as TensorFlow checkpoints of their transfer_gan.py (github.com/yaxingwang/Transferring-GANs). It is built
// on tflib (github.com/igul222/improved_wgan_training), which names variables "Generator.Res1.Conv1.Filters"; TensorFlow puts the
// scope before that, which is the layer: "Generator.Res1.Conv1/Generator.Res1.Conv1.Filters". Both are read, by the part behind the last
// slash. Their networks are resnet64, weight by weight; they differ in the order of numbers only, see placed.

// Imported is a checkpoint that was made from one of transfer_gan.py.
type Imported struct {
	*Checkpoint
	Path   string   // of the TensorFlow checkpoint, without the endings of its files
	Used   int      // its variables that became weights
	Unused []Unused // the others, in order of their names
}

// Unused is a variable that is not a weight of the networks.
type Unused struct {
	Name string `json:"name"`
	Why  Reason `json:"why"`
}

// Reason says why a variable is not used.
type Reason string

// The reasons.
const (
	OptimizerState Reason = "state of an optimizer"
	MovingAverage  Reason = "moving average of batch norm, which takes the statistics of the batch itself"
	NotOfNetworks  Reason = "not of the networks"
)

// What transfer_gan.py builds, and its learning rate and batch as first released, lines 35 and 39: an imported network is sampled in batches of
// that size.
const (
	publishedNetwork = "resnet64"
	publishedBatch   = 64
	publishedRate    = 1e-4
)

// ImportPublished reads a TensorFlow checkpoint of transfer_gan.py, of any width, with or without classes. The path is as for
// tensorbundle.Open. Every checksum is checked, that of variables which are not used too. The steps are those of the name, "NAME-4000", or 0.
// The error names the first variable that is missing, is of another shape than resnet64 needs, belongs to a network but not to resnet64, or
// holds numbers that are not finite.
func ImportPublished(path string) (*Imported, error) {
	bundle, err := tensorbundle.Open(path)
	if err != nil {
		return nil, fmt.Errorf("models: import: %w", err)
	}
	m := &publication{bundle: bundle, found: map[string]tensorbundle.Variable{}}
	imported, err := m.read()
	if err != nil {
		return nil, fmt.Errorf("models: import %s: %w", bundle.Prefix, err)
	}
	return imported, nil
}

// publication is a checkpoint that is being imported.
type publication struct {
	bundle *tensorbundle.Bundle
	dim    int
	found  map[string]tensorbundle.Variable // of the networks, by tflib's names
}

func (m *publication) read() (*Imported, error) {
	unused, err := m.sort()
	if err != nil {
		return nil, err
	}
	spec, err := m.spec()
	if err != nil {
		return nil, err
	}
	params, err := declareAll(spec)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, name := range params.Names() {
		variable := publishedName(name)
		if err := m.fill(params.Value(name).Data().([]float32), name, variable, params.Value(name).Shape()); err != nil {
			return nil, err
		}
		used[variable] = true
	}
	for _, v := range m.bundle.Variables() {
		if name := lastPart(v.Name); m.found[name].Name == v.Name && !used[name] {
			return nil, fmt.Errorf("variable %q has no place in %s: the network is another one", v.Name, spec.Architecture)
		}
	}
	for _, u := range unused {
		if err := m.bundle.Check(u.Name); err != nil {
			return nil, err
		}
	}
	note := "imported from the TensorFlow checkpoint " + filepath.Base(m.bundle.Prefix)
	step := stepsOf(m.bundle.Prefix)
	file, err := pack(spec, step, note, params, nil, nil)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{Spec: spec, Step: step, params: params, file: file}
	return &Imported{Checkpoint: c, Path: m.bundle.Prefix, Used: len(used), Unused: unused}, nil
}

// lastPart returns a variable's name without its scopes.
func lastPart(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// isPublished tells whether a name without scopes is one of tflib's for the two networks.
func isPublished(name string) bool {
	return strings.HasPrefix(name, "Generator.") || strings.HasPrefix(name, "Discriminator.")
}

// sort finds the variables of the networks and returns the others.
func (m *publication) sort() (unused []Unused, err error) {
	unused = []Unused{}
	for _, v := range m.bundle.Variables() {
		name := lastPart(v.Name)
		scope := strings.TrimSuffix(strings.TrimSuffix(v.Name, name), "/")
		switch {
		case !isPublished(name) && isPublished(lastPart(scope)):
			unused = append(unused, Unused{v.Name, OptimizerState}) // a slot: "…/Generator.Input.W/Adam"
		case optimizerScalar().MatchString(name):
			unused = append(unused, Unused{v.Name, OptimizerState})
		case !isPublished(name):
			unused = append(unused, Unused{v.Name, NotOfNetworks})
		case strings.HasSuffix(name, ".moving_mean") || strings.HasSuffix(name, ".moving_variance"):
			unused = append(unused, Unused{v.Name, MovingAverage})
		default:
			if other, ok := m.found[name]; ok {
				return nil, fmt.Errorf("variables %q and %q are both %s: which to take cannot be told", other.Name, v.Name, name)
			}
			m.found[name] = v
		}
	}
	if len(m.found) == 0 {
		return nil, fmt.Errorf("no variable is of transfer_gan.py, such as %q: only its networks can be imported", "Generator.Input.W")
	}
	return unused, nil
}

// optimizerScalar are Adam's powers, one of each for either network.
var optimizerScalar = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^beta[12]_power(_\d+)?$`) })

// spec tells the width by the largest convolution, and the classes by the last batch norm. The largest weights are there then, so that no network is made
// that needs many times the memory of its checkpoint.
func (m *publication) spec() (Spec, error) {
	s := DefaultSpec()
	s.Architecture, s.Batch, s.LearningRate, s.Seed = publishedNetwork, publishedBatch, publishedRate, "imported"
	const convolution, norm, classifier = "Generator.Res1.Conv1.Filters", "Generator.OutputN.scale", "Discriminator.ACGANOutput.W"
	v, ok := m.found[convolution]
	if !ok {
		return s, missing(convolution)
	}
	s.Dim = 1
	if len(v.Shape) == 4 {
		s.Dim = max(1, v.Shape[3]/8)
	}
	m.dim = s.Dim
	if !slices.Equal(v.Shape, []int{3, 3, 8 * s.Dim, 8 * s.Dim}) {
		return s, fmt.Errorf("variable %q has shape %v, %s needs [3 3 N N], N a multiple of 8", v.Name, v.Shape, publishedNetwork)
	}
	if v, ok := m.found[norm]; ok && len(v.Shape) == 2 {
		s.Condition, s.Classes = ConditionBatchNorm, v.Shape[0]
		if _, err := m.variable(classifier, []int{4 * 4 * 8 * s.Dim, s.Classes}); err != nil {
			return s, err
		}
	}
	return s, s.Validate()
}

// variable returns the variable of tflib's name, which must have the shape.
func (m *publication) variable(name string, shape []int) (tensorbundle.Variable, error) {
	v, ok := m.found[name]
	if !ok {
		return v, missing(name)
	}
	if !slices.Equal(v.Shape, shape) {
		return v, fmt.Errorf("variable %q has shape %v, %s of dim %d needs %v: the network is another one", v.Name, v.Shape, publishedNetwork, m.dim, shape)
	}
	return v, nil
}

// missing is the error of a variable that is not there.
func missing(variable string) error {
	return fmt.Errorf("variable %q, which %s needs, is missing: the network is another one, or the checkpoint a part of one", variable, publishedNetwork)
}

// fill reads the variable of a weight.
func (m *publication) fill(dst []float32, name, variable string, shape []int) error {
	v, err := m.variable(variable, publishedShape(name, shape))
	if err != nil {
		return err
	}
	values, err := m.bundle.Floats(v.Name)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(values, func(x float32) bool { return math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) }); i >= 0 {
		return fmt.Errorf("variable %q: value %d is %v: the training had diverged", v.Name, i, values[i])
	}
	place(dst, values, name, shape)
	return nil
}

// stepsOf returns the number that TensorFlow's Saver puts behind a name.
func stepsOf(prefix string) int {
	m := stepNumber().FindStringSubmatch(prefix)
	if m == nil {
		return 0
	}
	steps, _ := strconv.Atoi(m[1]) // of few enough digits
	return steps
}

var stepNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-(\d{1,9})$`) })
