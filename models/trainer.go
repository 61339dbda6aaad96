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

	Held    float64 `json:"held,omitempty"`    // penalty of the weights' distance from the source, of both networks
	Augment float64 `json:"augment,omitempty"` // probability of each part of the augmentation: 1 unless it adapts

	// Of a conditional training: mean cross-entropy of the classes by the auxiliary classifier, in nats.
	RealClass      float64 `json:"real_class,omitempty"`      // of real images, at the critic's last update
	GeneratedClass float64 `json:"generated_class,omitempty"` // of generated ones, at the generator's
}

// DivergedError tells that a loss stopped being a finite number. The weights are of no use from there on.
type DivergedError struct{ Step int }

func (e *DivergedError) Error() string {
	return fmt.Sprintf("models: training diverged at step %d: a loss is not finite", e.Step)
}

// Trainer trains one GAN by WGAN-GP. It belongs to one goroutine, and so does its pool.
type Trainer struct {
	spec       Spec
	arch       Architecture
	images     Images
	params     *Params
	step       int
	fake       *imageProgram
	critic     *criticProgram
	gen        *generatorProgram
	pool       *kernel.Pool
	optimizers [2]*optimizer // critic, generator
	average    *average      // of the generator; nil without Spec.EMA
	distorter  *distorter    // what the critic sees of images; nil without Spec.Augment
	order      *shuffle
	chosen     []int // images of the current batch
	latents    *rng.Stream
	labels     *labeller // nil without Spec.Condition
	mixing     *rng.Stream
	shares     []float32 // of the real image in each mixture
	levels     *levels

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
	labels, err := newLabeller(spec, images)
	if err != nil {
		return nil, err
	}
	t := &Trainer{
		spec: spec, images: images, pool: pool, labels: labels,
		order:   &shuffle{stream: rng.New(spec.Seed, "data/order"), n: images.Len()},
		latents: rng.New(spec.Seed, "latent"),
		mixing:  rng.New(spec.Seed, "mix"),
		chosen:  make([]int, spec.Batch),
		shares:  make([]float32, spec.Batch),
		levels:  newLevels(),
	}
	if err := t.build(); err != nil {
		return nil, err
	}
	return t, nil
}

// build makes the network of the spec with freshly drawn weights.
func (t *Trainer) build() (err error) {
	if t.arch, err = t.spec.network(); err != nil {
		return err
	}
	t.params = NewParams(tensor.Float32, t.spec.Seed)
	return t.compile()
}

// compile makes the programs and optimizers for the weights as they stand, and move, and are held.
func (t *Trainer) compile() (err error) {
	spec, d := t.spec, ops.NewDevice(t.pool)
	arena := new(ops.Arena) // the programs run one after the other
	if t.fake, err = newImageProgram(d, arena, t.arch, spec.Dim, spec.Batch, t.params); err != nil {
		return err
	}
	if t.critic, err = newCriticProgram(d, arena, t.arch, spec.Dim, spec.Batch, spec.PenaltyWeight, t.params); err != nil {
		return err
	}
	seen := t.arch
	if spec.Augment != "" {
		if t.distorter, err = newDistorter(d, arena, spec, t.arch.Side); err != nil {
			return err
		}
		seen = t.distorter.before(t.arch)
	}
	if t.gen, err = newGeneratorProgram(d, arena, seen, spec.Dim, spec.Batch, t.params); err != nil {
		return err
	}
	t.optimizers = [2]*optimizer{
		newOptimizer(t.pool, spec, t.params, t.critic.names, t.critic.gradients, spec.CriticSteps),
		newOptimizer(t.pool, spec, t.params, t.gen.names, t.gen.gradients, 1),
	}
	if spec.EMA > 0 {
		t.average, err = newAverage(d, arena, t.arch, spec, t.params)
	}
	return err
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
	losses.Held, losses.RealClass = lossValue(t.critic.held), lossValue(t.critic.classes.loss)
	// Generator steps draw latent codes from the upper half of the children's numbers, critic steps from the lower.
	number := 1<<63 | uint64(t.step)
	t.draw(t.gen.latent, t.gen.labels, number)
	if t.distorter != nil {
		losses.Augment = t.distorter.probability()
		t.distorter.drawGenerated(number)
	}
	if err := t.gen.machine.Run(); err != nil {
		return losses, err
	}
	losses.Generator, losses.GeneratedClass = lossValue(t.gen.values), lossValue(t.gen.class)
	losses.Held += lossValue(t.gen.held)
	for _, v := range []float64{losses.Distance, losses.Penalty, losses.Generator, losses.Held, losses.RealClass, losses.GeneratedClass} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return losses, &DivergedError{Step: losses.Step}
		}
	}
	t.optimizers[1].update(t.step)
	if t.average != nil {
		t.average.update(t.pool, t.step, t.params)
	}
	t.step++
	if t.Phase != nil {
		t.Phase(true)
	}
	return losses, nil
}

func (t *Trainer) criticStep(update uint64) error {
	t.draw(t.fake.latent, t.fake.labels, update)
	if err := t.fake.machine.Run(); err != nil {
		return err
	}
	for i := range t.chosen {
		t.chosen[i] = t.order.at(update*uint64(t.spec.Batch) + uint64(i))
	}
	if t.labels != nil {
		t.critic.classes.set(func(i int) int { return t.labels.images.Label(t.chosen[i]) })
	}
	if err := t.fill(update); err != nil {
		return err
	}
	if err := t.critic.machine.Run(); err != nil {
		return err
	}
	t.optimizers[0].update(t.step)
	if t.distorter != nil {
		t.distorter.observe(ops.Float32s(t.critic.values))
	}
	if t.Phase != nil {
		t.Phase(false)
	}
	return nil
}

// fill gives the critic the chosen images, the fakes, and mixtures of what it is to see of them.
func (t *Trainer) fill(update uint64) error {
	n, size := t.spec.Batch, t.arch.Side*t.arch.Side*3
	batch, mixed, generated := ops.Float32s(t.critic.batch), ops.Float32s(t.critic.mixed), ops.Float32s(t.fake.images)
	drawShares(t.shares, t.mixing.Sub(update))
	put := func(to []float32, i int) {
		t.levels.toFloat(to[i*size:(i+1)*size], t.images.At(t.chosen[i]))
		copy(to[(n+i)*size:(n+i+1)*size], generated[i*size:(i+1)*size])
	}
	if t.distorter == nil {
		t.pool.Run(n, func(i, _ int) { put(batch, i) })
	} else {
		t.pool.Run(n, func(i, _ int) { put(t.distorter.images(), i) })
		if err := t.distorter.distort(update, batch); err != nil {
			return err
		}
	}
	kernel.Interpolate(t.pool, mixed, batch[:n*size], batch[n*size:], t.shares)
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

// drawShares fills shares with numbers uniform in [0, 1), each the first of its place in the stream.
func drawShares(shares []float32, s *rng.Stream) {
	for i := range shares {
		shares[i] = float32(s.Float64())
	}
}

// draw fills latent codes, and labels unless they are nil, from the numbered children of their streams, a code a task.
func (t *Trainer) draw(latent, labels *ops.Node, number uint64) {
	codes, child := ops.Float32s(latent), t.latents.Sub(number)
	n := t.arch.Latent
	draws := n + n%2 // of rng.Stream.Norms
	t.pool.Run(t.spec.Batch, func(i, _ int) {
		child.At(uint64(i * draws)).Norms(codes[i*n : (i+1)*n])
	})
	if labels != nil {
		t.labels.draw(labels, number)
	}
}
