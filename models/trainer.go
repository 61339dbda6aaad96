package models

import (
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// Images is what a training reads: square RGB images, uint8, NHWC.
type Images interface {
	Len() int
	Side() int
	At(i int) []uint8 // Side*Side*3 values, read only
}

// Losses are those of one step: the critic's at its last update, then the generator's.
type Losses struct {
	Step      int     `json:"step"`      // generator updates done, this one included
	Distance  float64 `json:"distance"`  // mean critic(real) - mean critic(fake)
	Penalty   float64 `json:"penalty"`   // gradient penalty before its weight
	Generator float64 `json:"generator"` // minus mean critic(fake)
}

// DivergedError tells that a loss stopped being a finite number. The weights are of no use from there on.
type DivergedError struct{ Step int }

func (e *DivergedError) Error() string {
	return fmt.Sprintf("models: training diverged at step %d: a loss is not finite", e.Step)
}

// Trainer trains one GAN by WGAN-GP. It belongs to one goroutine, and so does its pool.
type Trainer struct {
	spec    Spec
	arch    Architecture
	images  Images
	params  *Params
	step    int
	fake    *imageProgram
	critic  *criticProgram
	gen     *generatorProgram
	pool    *kernel.Pool
	adams   [2]*adam // critic, generator
	order   *shuffle
	chosen  []int // images of the current batch
	latents *rng.Stream
	mixing  *rng.Stream

	// Phase, if it is not nil, is called after each critic update (generator false) and generator update, for those who time them.
	Phase func(generator bool)
}

// NewTrainer returns a trainer at step 0 with freshly drawn weights. The images must have the architecture's size and there must be at
// least one; with fewer than a batch they repeat within it.
func NewTrainer(pool *kernel.Pool, spec Spec, images Images) (*Trainer, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	arch, err := LookupArchitecture(spec.Architecture)
	if err != nil {
		return nil, err
	}
	if images.Len() == 0 {
		return nil, fmt.Errorf("models: no images to train on")
	}
	if images.Side() != arch.Side {
		return nil, fmt.Errorf("models: images have %d pixels a side; %s needs %d", images.Side(), arch.Name, arch.Side)
	}
	t := &Trainer{
		spec: spec, arch: arch, images: images, pool: pool,
		params:  NewParams(tensor.Float32, spec.Seed),
		order:   &shuffle{stream: rng.New(spec.Seed, "data/order"), n: images.Len()},
		latents: rng.New(spec.Seed, "latent"),
		mixing:  rng.New(spec.Seed, "mix"),
		chosen:  make([]int, spec.Batch),
	}
	d := ops.NewDevice(pool)
	arena := new(ops.Arena) // the three programs run one after the other
	if t.fake, err = newImageProgram(d, arena, arch, spec.Dim, spec.Batch, t.params); err != nil {
		return nil, err
	}
	if t.critic, err = newCriticProgram(d, arena, arch, spec.Dim, spec.Batch, spec.PenaltyWeight, t.params); err != nil {
		return nil, err
	}
	if t.gen, err = newGeneratorProgram(d, arena, arch, spec.Dim, spec.Batch, t.params); err != nil {
		return nil, err
	}
	t.adams = [2]*adam{newAdam(pool, spec, t.params, t.critic.names), newAdam(pool, spec, t.params, t.gen.names)}
	return t, nil
}

// Spec returns what the trainer was made with.
func (t *Trainer) Spec() Spec { return t.spec }

// Steps returns the number of generator updates done.
func (t *Trainer) Steps() int { return t.step }

// Params returns the weights, which change with every step.
func (t *Trainer) Params() *Params { return t.params }

// Step does CriticSteps updates of the critic and one of the generator. It returns a *DivergedError when a loss is not finite.
func (t *Trainer) Step() (Losses, error) {
	losses := Losses{Step: t.step + 1}
	for i := range t.spec.CriticSteps {
		update := uint64(t.step*t.spec.CriticSteps + i)
		if err := t.criticStep(update); err != nil {
			return losses, err
		}
	}
	losses.Distance = float64(ops.Float32s(t.critic.distance)[0])
	losses.Penalty = float64(ops.Float32s(t.critic.penalty)[0])
	// Generator steps draw latent codes from the upper half of the children's numbers, critic steps from the lower.
	t.drawCodes(t.gen.latent, 1<<63|uint64(t.step))
	if err := t.gen.machine.Run(); err != nil {
		return losses, err
	}
	losses.Generator = float64(ops.Float32s(t.gen.loss)[0])
	for _, v := range []float64{losses.Distance, losses.Penalty, losses.Generator} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return losses, &DivergedError{Step: losses.Step}
		}
	}
	t.adams[1].update(t.gen.gradients)
	t.step++
	if t.Phase != nil {
		t.Phase(true)
	}
	return losses, nil
}

func (t *Trainer) criticStep(update uint64) error {
	t.drawCodes(t.fake.latent, update)
	if err := t.fake.machine.Run(); err != nil {
		return err
	}
	size := t.arch.Side * t.arch.Side * 3
	batch, mixed := ops.Float32s(t.critic.batch), ops.Float32s(t.critic.mixed)
	generated, fakes := ops.Float32s(t.fake.images), batch[t.spec.Batch*size:]
	for i := range t.chosen {
		t.chosen[i] = t.order.at(update*uint64(t.spec.Batch) + uint64(i))
	}
	mix := t.mixing.Sub(update)
	t.pool.Run(t.spec.Batch, func(i, _ int) {
		real, fake := batch[i*size:(i+1)*size], fakes[i*size:(i+1)*size]
		toFloat(real, t.images.At(t.chosen[i]))
		copy(fake, generated[i*size:(i+1)*size])
		interpolate(mixed[i*size:(i+1)*size], real, fake, float32(mix.At(uint64(i)).Float64()))
	})
	if err := t.critic.machine.Run(); err != nil {
		return err
	}
	t.adams[0].update(t.critic.gradients)
	if t.Phase != nil {
		t.Phase(false)
	}
	return nil
}

// shuffle gives the order of the images: epoch after epoch, each a permutation of its own.
type shuffle struct {
	stream *rng.Stream
	n      int
	epoch  uint64
	perm   []int
}

// at returns the index of draw number i since the training began.
func (s *shuffle) at(i uint64) int {
	epoch := i / uint64(s.n)
	if s.perm == nil || epoch != s.epoch {
		s.epoch, s.perm = epoch, s.stream.Sub(epoch).Perm(s.n)
	}
	return s.perm[i%uint64(s.n)]
}

// interpolate sets mixed to share*a + (1-share)*b.
func interpolate(mixed, a, b []float32, share float32) {
	for i, v := range b {
		mixed[i] = v + float32(share*(a[i]-v))
	}
}

// drawCodes fills latent codes from the numbered child of their stream, a code a task.
func (t *Trainer) drawCodes(latent *ops.Node, number uint64) {
	codes, child := ops.Float32s(latent), t.latents.Sub(number)
	n := t.arch.Latent
	draws := n + n%2 // of rng.Stream.Norms
	t.pool.Run(t.spec.Batch, func(i, _ int) {
		child.At(uint64(i * draws)).Norms(codes[i*n : (i+1)*n])
	})
}
