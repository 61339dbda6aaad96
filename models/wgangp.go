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
	values                  *ops.Node // of the critic for the batch, [2N,1]
	classes                 realClasses
	moved
}

func newCriticProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, penaltyWeight float64, params *Params) (*criticProgram, error) {
	n := newNet(d, params)
	p := &criticProgram{
		batch: ops.Input(n.graph, tensor.Float32, "batch", 2*size, a.Side, a.Side, 3),
		mixed: ops.Input(n.graph, tensor.Float32, "mixed", size, a.Side, a.Side, 3),
	}
	signs := ops.Input(n.graph, tensor.Float32, "signs", 2*size)
	balance(ops.Float32s(signs))
	var features *ops.Node // of the batch
	critic := func(x *ops.Node) *ops.Node {
		h := a.features(n, dim, x)
		values := n.value(h)
		if x == p.batch {
			features, p.values = h, values
		}
		return values
	}
	var err error
	if p.loss, p.distance, p.penalty, err = criticLoss(d, critic, p.batch, p.mixed, signs, penaltyWeight); err != nil {
		return nil, err
	}
	outputs := []*ops.Node{p.distance, p.penalty, p.values}
	if a.classes > 0 {
		p.classes = n.classifyReal(features, a.classes)
		p.loss = d.Add(p.loss, d.Times(p.classes.loss, realClassWeight))
		outputs = append(outputs, p.classes.loss)
	}
	outputs = append([]*ops.Node{p.loss}, outputs...)
	if outputs, err = p.move(n, "critic/", p.loss, outputs); err != nil {
		return nil, err
	}
	p.machine, err = arena.Compile(outputs...)
	return p, err
}

// moved are the weights that a program moves.
type moved struct {
	names     []string
	gradients []*ops.Node // of the loss and the anchors' penalty
	held      *ops.Node   // the anchors' penalty; nil without any
}

// move adds the gradients of the loss, and of what holds the weights under the prefix, to the graph and to the outputs.
func (m *moved) move(n *net, prefix string, loss *ops.Node, outputs []*ops.Node) ([]*ops.Node, error) {
	var weights []*ops.Node
	m.names, weights = n.weights(prefix)
	objective := loss
	if m.held = n.held(m.names); m.held != nil {
		objective = n.Add(loss, m.held)
		outputs = append(outputs, m.held)
	}
	var err error
	m.gradients, err = n.Grad(objective, weights...)
	return append(outputs, m.gradients...), err
}

// generatorProgram computes the generator's loss and its gradients: minus the mean of the critic's values and, of a conditional generator, the
// cross-entropy of the classes it was told.
type generatorProgram struct {
	machine *ops.Machine
	latent  *ops.Node
	labels  *ops.Node // nil without a condition, as class
	class   *ops.Node // mean cross-entropy in nats, [1]
	values  *ops.Node // minus the mean of the critic's values, [1]
	loss    *ops.Node
	moved
}

func newGeneratorProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, params *Params) (*generatorProgram, error) {
	n := newNet(d, params)
	p := &generatorProgram{latent: ops.Input(n.graph, tensor.Float32, "latent", size, a.Latent)}
	p.labels = a.tell(n, size)
	features := a.features(n, dim, a.generator(n, dim, p.latent))
	p.values = d.Times(d.Sum(ops.All, n.value(features)), -1/float64(size))
	p.loss = p.values
	outputs := []*ops.Node{p.values}
	if p.labels != nil {
		p.class = d.CrossEntropy(n.classify(features, a.classes), p.labels)
		p.loss = d.Add(p.values, d.Times(p.class, generatedClassWeight))
		outputs = append(outputs, p.class, p.loss)
	}
	outputs, err := p.move(n, "generator/", p.loss, outputs)
	if err != nil {
		return nil, err
	}
	p.machine, err = arena.Compile(outputs...)
	return p, err
}

// imageProgram computes images from latent codes and, with a condition, labels.
type imageProgram struct {
	machine *ops.Machine
	latent  *ops.Node
	labels  *ops.Node // nil without a condition
	images  *ops.Node
}

func newImageProgram(d *ops.Device, arena *ops.Arena, a Architecture, dim, size int, params *Params) (*imageProgram, error) {
	n := newNet(d, params)
	p := &imageProgram{latent: ops.Input(n.graph, tensor.Float32, "latent", size, a.Latent)}
	p.labels = a.tell(n, size)
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
	arch, err := spec.network()
	if err != nil {
		return nil, err
	}
	params := NewParams(tensor.Float32, spec.Seed)
	n := newNet(ops.NewDevice(nil), params)
	features := arch.features(n, spec.Dim, declareGenerator(n, arch, spec.Dim))
	n.value(features)
	if arch.classes > 0 {
		n.classify(features, arch.classes)
	}
	return params, nil
}

// declareGenerator adds the generator to the graph and returns the image of one latent code.
func declareGenerator(n *net, arch Architecture, dim int) *ops.Node {
	arch.tell(n, 1)
	return arch.generator(n, dim, ops.Input(n.graph, tensor.Float32, "latent", 1, arch.Latent))
}
