package models

import (
	"fmt"

	"gorgonia.org/tensor"

	"tgan/internal/ops"
)

// criticLoss adds the critic's loss of WGAN-GP to the graph (Gulrajani et al. 2017, eq. 3) and returns it and its parts, each [1]:
//
//	distance = mean critic(real) - mean critic(fake)      an estimate of the Wasserstein distance
//	penalty  = mean over samples of (norm of d critic(mixed) / d mixed - 1)^2
//	loss     = weight*penalty - distance
//
// batch holds N real images and then N fakes, mixed N images between them. signs is an input of 2N values, to be set by balance.
func criticLoss(d *ops.Device, critic func(x *ops.Node) *ops.Node, batch, mixed, signs *ops.Node, weight float64) (loss, distance, penalty *ops.Node, err error) {
	values := d.Reshape(critic(batch), signs.Shape()...)
	distance = d.Dot(ops.All, values, signs)
	gradients, err := d.Grad(critic(mixed), mixed)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("models: gradient penalty: %w", err)
	}
	norms := d.Power(d.Dot(ops.BySample, gradients[0], gradients[0]), 1)
	excess := d.Plus(norms, -1)
	penalty = d.Times(d.Dot(ops.All, excess, excess), 1/float64(mixed.Shape()[0]))
	return d.Sub(d.Times(penalty, weight), distance), distance, penalty, nil
}

// balance fills signs, of 2N values, so that its inner product with the critic's values of N real and N fake images is the
// difference of their means.
func balance[T float32 | float64](signs []T) {
	n := len(signs) / 2
	for i := range signs {
		signs[i] = T(1 / float64(n))
		if i >= n {
			signs[i] = -signs[i]
		}
	}
}

// criticProgram computes the critic's loss and its gradients for one batch.
type criticProgram struct {
	machine                 *ops.Machine
	batch, mixed            *ops.Node
	loss, distance, penalty *ops.Node
	names                   []string // of the weights
	gradients               []*ops.Node
}

func newCriticProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, penaltyWeight float64, params *Params) (*criticProgram, error) {
	n := newNet(d, params)
	p := &criticProgram{
		batch: ops.Input(n.graph, tensor.Float32, "batch", 2*size, a.Side, a.Side, 3),
		mixed: ops.Input(n.graph, tensor.Float32, "mixed", size, a.Side, a.Side, 3),
	}
	signs := ops.Input(n.graph, tensor.Float32, "signs", 2*size)
	balance(ops.Float32s(signs))
	critic := func(x *ops.Node) *ops.Node { return a.critic(n, dim, x) }
	var err error
	if p.loss, p.distance, p.penalty, err = criticLoss(d, critic, p.batch, p.mixed, signs, penaltyWeight); err != nil {
		return nil, err
	}
	var weights []*ops.Node
	p.names, weights = n.weights("critic/")
	if p.gradients, err = d.Grad(p.loss, weights...); err != nil {
		return nil, err
	}
	p.machine, err = arena.Compile(append([]*ops.Node{p.loss, p.distance, p.penalty}, p.gradients...)...)
	return p, err
}

// generatorProgram computes the generator's loss, minus the mean of the critic's values, and its gradients.
type generatorProgram struct {
	machine   *ops.Machine
	latent    *ops.Node
	loss      *ops.Node
	names     []string
	gradients []*ops.Node
}

func newGeneratorProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, params *Params) (*generatorProgram, error) {
	n := newNet(d, params)
	p := &generatorProgram{latent: ops.Input(n.graph, tensor.Float32, "latent", size, a.Latent)}
	values := a.critic(n, dim, a.generator(n, dim, p.latent))
	p.loss = d.Times(d.Sum(ops.All, values), -1/float64(size))
	var weights []*ops.Node
	p.names, weights = n.weights("generator/")
	var err error
	if p.gradients, err = d.Grad(p.loss, weights...); err != nil {
		return nil, err
	}
	p.machine, err = arena.Compile(append([]*ops.Node{p.loss}, p.gradients...)...)
	return p, err
}

// imageProgram computes images from latent codes.
type imageProgram struct {
	machine *ops.Machine
	latent  *ops.Node
	images  *ops.Node
}

func newImageProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, params *Params) (*imageProgram, error) {
	n := newNet(d, params)
	p := &imageProgram{latent: ops.Input(n.graph, tensor.Float32, "latent", size, a.Latent)}
	p.images = a.generator(n, dim, p.latent)
	var err error
	p.machine, err = arena.Compile(p.images)
	return p, err
}

// valueProgram computes the critic's value of each image.
type valueProgram struct {
	machine        *ops.Machine
	images, values *ops.Node
}

func newValueProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, params *Params) (*valueProgram, error) {
	n := newNet(d, params)
	p := &valueProgram{images: ops.Input(n.graph, tensor.Float32, "images", size, a.Side, a.Side, 3)}
	p.values = a.critic(n, dim, p.images)
	var err error
	p.machine, err = arena.Compile(p.values)
	return p, err
}

// declareAll returns the freshly drawn weights of both networks of a spec, without a device to run them.
func declareAll(spec Spec) (*Params, error) {
	arch, err := LookupArchitecture(spec.Architecture)
	if err != nil {
		return nil, err
	}
	params := NewParams(tensor.Float32, spec.Seed)
	n := newNet(ops.NewDevice(nil), params)
	images := arch.generator(n, spec.Dim, ops.Input(n.graph, tensor.Float32, "latent", 1, arch.Latent))
	arch.critic(n, spec.Dim, images)
	return params, nil
}
