package models

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// parityCase is one of testdata/parity.json.
type parityCase struct {
	Architecture string             `json:"architecture"`
	Dim          int                `json:"dim"`
	Samples      int                `json:"samples"`
	Number       int                `json:"number"` // of the critic's inputs
	Latent       int                `json:"latent"` // number of the generator's
	Loss         float64            `json:"loss"`
	Distance     float64            `json:"distance"`
	Penalty      float64            `json:"penalty"`
	Generator    float64            `json:"generator_loss"`
	Condition    Condition          `json:"condition"`
	Classes      int                `json:"classes"`
	RealClass    float64            `json:"real_class"`      // a part of the critic's loss, if there is a condition
	FakeClass    float64            `json:"generated_class"` // of the generator's
	Images       summary            `json:"images"`
	Gradients    map[string]summary `json:"gradients"`
	Stepped      map[string]summary `json:"stepped"`
}

// summary stands for a tensor: its norm and sums of its elements with random signs.
type summary struct {
	Norm float64    `json:"norm"`
	Sums [8]float64 `json:"sums"`
}

// seed is the FNV-1a hash of a name.
func seed(name string) uint32 {
	f := fnv.New32a()
	f.Write([]byte(name))
	return f.Sum32()
}

// hashed is number i of a seed: the recipe of parity.py.
func hashed(seed uint32, i int) uint32 {
	h := seed + uint32(i)*0x9e3779b9
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}

// recipe fills a weight, whose shape sets its scale, or an input, without a shape, times a factor.
func recipe(name string, shape tensor.Shape, data []float32, factor float64) {
	seed := seed(name)
	for i := range data {
		u := float64(hashed(seed, i)>>8)/(1<<23) - 1
		switch {
		case strings.HasSuffix(name, "/scale"):
			u = 1 + u/4
		case strings.HasSuffix(name, "/offset") || strings.HasSuffix(name, "/bias"):
			u /= 4
		case strings.HasSuffix(name, "/weight"):
			u = math.Ldexp(u, 1-halvings(len(data)/shape[len(shape)-1]))
		}
		data[i] = float32(factor * u)
	}
}

// halvings returns the smallest k with 4^k >= n.
func halvings(n int) (k int) {
	for 1<<(2*k) < n {
		k++
	}
	return k
}

// distance estimates the norm of the difference between a tensor and the one that s stands for.
func (s summary) distance(name string, data []float32) float64 {
	var sums [8]float64
	seed := seed("signs/" + name)
	for i, v := range data {
		h := hashed(seed, i)
		bits := math.Float64bits(float64(v))
		for k := range sums {
			sums[k] += math.Float64frombits(bits ^ uint64(^h>>k&1)<<63)
		}
	}
	sum := 0.0
	for k, v := range sums {
		sum += (v - s.Sums[k]) * (v - s.Sums[k]) / float64(len(sums))
	}
	return math.Sqrt(sum)
}

// Forward pass, the critic's loss with its penalty, every gradient and every weight after the first step of Adam against PyTorch in float64, from
// the same weights, with and without classes: relative error at most 1e-4.
func TestNetworksAgreeWithPyTorch(t *testing.T) {
	data, err := os.ReadFile("testdata/parity.json")
	require.NoError(t, err)
	var cases []parityCase
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 10)
	for _, c := range cases {
		t.Run(fmt.Sprint(c.Architecture, " ", c.Dim, " ", c.Condition), c.check)
	}
}

func (c parityCase) check(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	d, arena, params := ops.NewDevice(pool), new(ops.Arena), NewParams(tensor.Float32, "parity")
	arch, err := (Spec{Architecture: c.Architecture, Condition: c.Condition, Classes: c.Classes}).network()
	require.NoError(t, err)
	critic, err := newCriticProgram(d, arena, arch, c.Dim, c.Samples, 10, params)
	require.NoError(t, err)
	gen, err := newGeneratorProgram(d, arena, arch, c.Dim, c.Samples, params)
	require.NoError(t, err)
	images, err := newImageProgram(d, arena, arch, c.Dim, c.Samples, params)
	require.NoError(t, err)
	for _, name := range params.Names() {
		recipe(name, params.Value(name).Shape(), params.Value(name).Data().([]float32), 1)
	}
	inputs := fmt.Sprintf("input%d/", c.Number)
	recipe(inputs+"batch", nil, ops.Float32s(critic.batch), 1)
	recipe(inputs+"mixed", nil, ops.Float32s(critic.mixed), 1)
	latent := fmt.Sprintf("input%d/latent", c.Latent)
	recipe(latent, nil, ops.Float32s(gen.latent), 2)
	recipe(latent, nil, ops.Float32s(images.latent), 2)
	if c.Condition != "" {
		label := func(i int) int { return (3*i + 1) % c.Classes }
		critic.classes.set(label)
		setLabels(gen.labels, label)
		setLabels(images.labels, label)
	}
	for _, p := range []*ops.Machine{critic.machine, gen.machine, images.machine} {
		require.NoError(t, p.Run())
	}

	worst := 0.0
	agree := func(what string, difference, size float64) {
		worst = max(worst, difference/size)
		require.LessOrEqual(t, difference, 1e-4*size, "%s: relative error %.3g", what, difference/size)
	}
	value := func(what string, got *ops.Node, want, size float64) {
		agree(what, math.Abs(float64(ops.Float32s(got)[0])-want), math.Abs(size))
	}
	value("critic's loss", critic.loss, c.Loss, c.Loss)
	value("distance", critic.distance, c.Distance, c.Loss) // a small difference of means, a part of the loss
	value("penalty", critic.penalty, c.Penalty, c.Penalty)
	value("generator's loss", gen.loss, c.Generator, c.Generator)
	if c.Condition != "" {
		value("cross-entropy of real images", critic.classes.loss, c.RealClass, c.RealClass)
		value("cross-entropy of generated images", gen.class, c.FakeClass, c.FakeClass)
	}
	agree("images", c.Images.distance("images", ops.Float32s(images.images)), c.Images.Norm)
	require.Len(t, c.Gradients, len(critic.names)+len(gen.names))
	spec := DefaultSpec()
	c.checkSide(t, newAdam(pool, spec, params, critic.names), critic.gradients, agree)
	c.checkSide(t, newAdam(pool, spec, params, gen.names), gen.gradients, agree)
	t.Logf("largest relative error %.2g", worst)
}

// checkSide compares the gradients of one network, steps along them and compares its weights. A bias before a batch norm, or that shifts
// real and fake images alike, has no effect on the loss: there the gradient must vanish, and Adam makes a step of rounding errors.
func (c parityCase) checkSide(t *testing.T, a *adam, gradients []*ops.Node, agree func(what string, difference, size float64)) {
	for i, name := range a.names {
		want := c.Gradients[name]
		if got := want.distance(name, ops.Float32s(gradients[i])); want.Norm > 1e-9 {
			agree("gradient of "+name, got, want.Norm)
		} else {
			require.Less(t, got, 1e-5, "gradient of %s, which is zero", name)
		}
	}
	a.update(gradients)
	for i, name := range a.names {
		if c.Gradients[name].Norm > 1e-9 {
			agree(name+" after a step", c.Stepped[name].distance(name, a.weights[i]), c.Stepped[name].Norm)
		}
	}
}
