package models

import (
	"context"
	"fmt"
	"math"
	"strings"

	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// NameIW is the name of the metric that IndependentWasserstein measures, beside those of package metrics.
const NameIW = "iw"

// IWLeast is how many images of each set IndependentWasserstein needs: one to train on and one to judge.
const IWLeast = 2

// IWSpec says how the independent critic is trained: its budget is part of what the number means.
type IWSpec struct {
	Architecture string  `yaml:"-" json:"architecture"`
	Dim          int     `yaml:"dim" json:"dim"`     // width of the critic
	Batch        int     `yaml:"batch" json:"batch"` // real images a step, and as many generated ones
	Steps        int     `yaml:"steps" json:"steps"` // critic updates
	LearningRate float64 `yaml:"learning_rate" json:"learning_rate"`
	Seed         string  `yaml:"-" json:"seed"` // names the halves and the streams of weights, data order and mixtures
}

// DefaultIWSpec returns a budget of some seconds at 32 pixels; the paper does not publish its own.
func DefaultIWSpec() IWSpec {
	return IWSpec{Architecture: "dcgan32", Dim: 16, Batch: 64, Steps: 300, LearningRate: 5e-4, Seed: "iw"}
}

// training returns the spec of a WGAN-GP whose critic this is.
func (s IWSpec) training() Spec {
	t := DefaultSpec()
	t.Architecture, t.Dim, t.Batch, t.LearningRate, t.Seed = s.Architecture, s.Dim, s.Batch, s.LearningRate, s.Seed
	return t
}

// Validate returns an error that names the first field out of range.
func (s IWSpec) Validate() error {
	if s.Steps < 1 || s.Steps > 1_000_000 {
		return fmt.Errorf("models: iw: steps is %d; it must be 1 to 1000000", s.Steps)
	}
	if err := s.training().Validate(); err != nil {
		return fmt.Errorf("models: iw: %s", strings.TrimPrefix(err.Error(), "models: "))
	}
	return nil
}

// Critic names the critic with its budget: numbers are comparable only where it is the same.
func (s IWSpec) Critic() string {
	return fmt.Sprintf("critic-%s-%d-%dx%d-%g", s.Architecture, s.Dim, s.Steps, s.Batch, s.LearningRate)
}

// IW is the estimate of an independent Wasserstein critic.
type IW struct {
	// Value is the mean of the critic over generated images minus that over real ones, both held back from its training: about 0 for
	// equal distributions, negative otherwise, higher is better.
	Value float64
	// Real and Fake are the numbers of images that the means are over.
	Real, Fake int
}

// IndependentWasserstein trains a fresh critic by WGAN-GP between a random half of each set and compares its means over the other halves.
// Where a set is of LabelledImages, its halves have like shares of each class. The value depends on the seed, not on the order of the
// images. real are images that the generator has not seen. Both sets need at least two images of the architecture's side. It calls
// progress after each step, unless nil, and returns the cause when ctx ends.
// Source: Danihelka et al. 2017, section 3; the sign is that of the paper's table 1.
func IndependentWasserstein(ctx context.Context, pool *kernel.Pool, spec IWSpec, real, fake Images, progress func(step, steps int)) (IW, error) {
	c, err := newIndependentCritic(pool, spec, real, fake)
	if err != nil {
		return IW{}, err
	}
	for step := range spec.Steps {
		if ctx.Err() != nil {
			return IW{}, context.Cause(ctx)
		}
		if err := c.step(uint64(step)); err != nil {
			return IW{}, err
		}
		if progress != nil {
			progress(step+1, spec.Steps)
		}
	}
	truth, err := c.mean(0)
	if err != nil {
		return IW{}, err
	}
	generated, err := c.mean(1)
	if err != nil {
		return IW{}, err
	}
	return IW{Value: generated - truth, Real: len(c.halves[0].held), Fake: len(c.halves[1].held)}, nil
}

// independentCritic is a critic in training between two fixed sets.
type independentCritic struct {
	batch, size int // images, and values of one
	pool        *kernel.Pool
	sets        [2]Images // real, fake
	halves      [2]halves
	orders      [2]*shuffle // of the halves that it is trained on
	chosen      [2][]int
	mixing      *rng.Stream
	shares      []float32 // of the real image in each mixture
	levels      *levels
	train       *criticProgram
	judge       *valueProgram
	adam        *adam
}

func newIndependentCritic(pool *kernel.Pool, spec IWSpec, real, fake Images) (*independentCritic, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	arch, err := LookupArchitecture(spec.Architecture)
	if err != nil {
		return nil, err
	}
	c := &independentCritic{
		batch: spec.Batch, size: arch.Side * arch.Side * 3, pool: pool, sets: [2]Images{real, fake}, mixing: rng.New(spec.Seed, "mix"),
		shares: make([]float32, spec.Batch), levels: newLevels(),
	}
	for i, name := range []string{"real", "fake"} {
		set := c.sets[i]
		if set.Len() < IWLeast || set.Side() != arch.Side {
			return nil, fmt.Errorf("models: iw: %d %s images of %d pixels a side; %s needs at least %d of %d", set.Len(), name, set.Side(), arch.Name, IWLeast, arch.Side)
		}
		c.halves[i] = halve(pool, spec.Seed, set)
		c.orders[i] = &shuffle{stream: rng.New(spec.Seed, "data/"+name), n: len(c.halves[i].train)}
		c.chosen[i] = make([]int, spec.Batch)
	}
	training, params := spec.training(), NewParams(tensor.Float32, spec.Seed)
	d, arena := ops.NewDevice(pool), new(ops.Arena)
	if c.train, err = newCriticProgram(d, arena, arch, spec.Dim, spec.Batch, training.PenaltyWeight, params); err != nil {
		return nil, err
	}
	if c.judge, err = newValueProgram(d, arena, arch, spec.Dim, spec.Batch, params); err != nil {
		return nil, err
	}
	c.adam = newAdam(pool, training, params, c.train.names)
	return c, nil
}

// step does one update.
func (c *independentCritic) step(number uint64) error {
	for s, order := range c.orders {
		for i := range c.chosen[s] {
			c.chosen[s][i] = c.halves[s].train[order.at(number*uint64(c.batch)+uint64(i))]
		}
	}
	batch, fakes := ops.Float32s(c.train.batch), c.batch*c.size
	c.pool.Run(c.batch, func(i, _ int) {
		c.levels.toFloat(batch[i*c.size:][:c.size], c.sets[0].At(c.chosen[0][i]))
		c.levels.toFloat(batch[fakes+i*c.size:][:c.size], c.sets[1].At(c.chosen[1][i]))
	})
	drawShares(c.shares, c.mixing.Sub(number))
	kernel.Interpolate(c.pool, ops.Float32s(c.train.mixed), batch[:fakes], batch[fakes:], c.shares)
	if err := c.train.machine.Run(); err != nil {
		return err
	}
	if loss := float64(ops.Float32s(c.train.loss)[0]); math.IsNaN(loss) || math.IsInf(loss, 0) {
		return fmt.Errorf("models: iw: the critic diverged at step %d: lower its learning rate", number+1)
	}
	c.adam.update(c.train.gradients)
	return nil
}

// mean returns the mean of the critic over the images of a set, 0 or 1, that it was not trained on.
func (c *independentCritic) mean(set int) (float64, error) {
	held, sum := c.halves[set].held, 0.0
	for first := 0; first < len(held); first += c.batch {
		count := min(c.batch, len(held)-first)
		c.pool.Run(count, func(i, _ int) { // the rest of a last batch keeps what was there
			c.levels.toFloat(ops.Float32s(c.judge.images)[i*c.size:][:c.size], c.sets[set].At(held[first+i]))
		})
		if err := c.judge.machine.Run(); err != nil {
			return 0, err
		}
		for _, v := range ops.Float32s(c.judge.values)[:count] {
			sum += float64(v)
		}
	}
	return sum / float64(len(held)), nil
}
