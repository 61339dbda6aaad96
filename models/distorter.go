package models

import (
	"gorgonia.org/tensor"

	"tgan/internal/ops"
	"tgan/internal/rng"
)

// distortion says what becomes of one image before the critic: colours, then pixels. The zero value of moves and of brightness, with gains
// of 1, is nothing.
type distortion struct {
	brightness float64    // added
	gains      [2]float64 // of saturation and of contrast; see ops.Recolour
	moves      [ops.MoveValues]int
}

// distorted are the inputs of a graph that hold the distortions of n images.
type distorted struct {
	brightness, gains, moves *ops.Node
}

// distort adds the distortion of the images x to the graph. It is linear in x but for an offset, and has no part in the graph's weights.
func (n *net) distort(x *ops.Node) (*ops.Node, *distorted) {
	count := x.Shape()[0]
	d := &distorted{
		brightness: ops.Input(n.graph, x.Dtype(), "brightness", count),
		gains:      ops.Input(n.graph, x.Dtype(), "gains", count, 2),
		moves:      ops.Input(n.graph, x.Dtype(), "moves", count, ops.MoveValues),
	}
	return n.Move(n.Offset(ops.BySample, d.brightness, n.Recolour(x, d.gains)), d.moves), d
}

// set makes image i be distorted so.
func (d *distorted) set(i int, v distortion) {
	ops.Float32s(d.brightness)[i] = float32(v.brightness)
	for j, gain := range v.gains {
		ops.Float32s(d.gains)[2*i+j] = float32(gain)
	}
	for j, move := range v.moves {
		ops.Float32s(d.moves)[i*ops.MoveValues+j] = float32(move)
	}
}

// distorter lets the critic see every image, real or generated, distorted by chance: in its own steps and, with the gradient flowing through
// the distortion, in the generator's. The gradient penalty is taken where the critic works: at mixtures of distorted real and distorted
// generated images, with respect to these mixtures, not to the images before.
type distorter struct {
	side      int
	batch     int
	draw      func(s *rng.Stream, side int, probability float64) distortion
	adaptive  *adaptive // nil: the probability is 1
	stream    *rng.Stream
	machine   *ops.Machine
	input     *ops.Node // [2N,Side,Side,3]
	output    *ops.Node
	critic    *distorted // of the input
	generator *distorted // of the generator's step
}

func newDistorter(d *ops.Device, arena *ops.Arena, spec Spec, side int) (*distorter, error) {
	a := &distorter{side: side, batch: spec.Batch, stream: rng.New(spec.Seed, "augment")}
	a.draw, a.adaptive = spec.Augment.open(spec)
	n := newNet(d, NewParams(tensor.Float32, spec.Seed))
	a.input = ops.Input(n.graph, tensor.Float32, "images", 2*spec.Batch, side, side, 3)
	a.output, a.critic = n.distort(a.input)
	var err error
	a.machine, err = arena.Compile(a.output)
	return a, err
}

// before returns the architecture with the distortion of the generator's step before the critic.
func (a *distorter) before(arch Architecture) Architecture {
	features := arch.features
	arch.features = func(n *net, dim int, x *ops.Node) *ops.Node {
		x, a.generator = n.distort(x)
		for i := range a.batch {
			a.generator.set(i, distortion{gains: [2]float64{1, 1}})
		}
		return features(n, dim, x)
	}
	return arch
}

// images are where to put N real and N generated images.
func (a *distorter) images() []float32 { return ops.Float32s(a.input) }

// distort writes what the critic sees of them in its update of that number.
func (a *distorter) distort(update uint64, to []float32) error {
	a.fill(a.critic, 2*a.batch, update)
	if err := a.machine.Run(); err != nil {
		return err
	}
	copy(to, ops.Float32s(a.output))
	return nil
}

// drawGenerated chooses what the critic sees in the generator's step of that number.
func (a *distorter) drawGenerated(number uint64) { a.fill(a.generator, a.batch, number) }

// fill draws n distortions from the numbered child of the stream, each from a child of its own.
func (a *distorter) fill(d *distorted, n int, number uint64) {
	s, p := a.stream.Sub(number), a.probability()
	for i := range n {
		d.set(i, a.draw(s.Sub(uint64(i)), a.side, p))
	}
}

// probability is that of each part of a distortion.
func (a *distorter) probability() float64 {
	if a.adaptive == nil {
		return 1
	}
	return a.adaptive.probability()
}

// observe tells what the critic's values of N distorted real and N distorted generated images were.
func (a *distorter) observe(values []float32) {
	if a.adaptive != nil {
		a.adaptive.observe(values)
	}
}
