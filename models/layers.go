package models

import (
	"math"

	"gorgonia.org/gorgonia"

	"tgan/internal/ops"
	"tgan/internal/rng"
)

// initializer draws one initial weight.
type initializer func(s *rng.Stream) float64

func constant(v float64) initializer { return func(*rng.Stream) float64 { return v } }

// uniform draws from a uniform distribution of mean 0 and the given standard deviation.
func uniform(deviation float64) initializer {
	limit := deviation * math.Sqrt(3)
	return func(s *rng.Stream) float64 { return s.Uniform(-limit, limit) }
}

// glorot is the distribution of the paper's linear layers: Glorot and Bengio 2010; tflib/ops/linear.py.
func glorot(in, out int) initializer { return uniform(math.Sqrt(2 / float64(in+out))) }

// he is the distribution of the paper's convolutions, where a fan counts the weights that meet at one unit, hence is divided by
// stride*stride at the side of higher resolution's partner; tflib/ops/conv2d.py and deconv2d.py.
func he(in, out float64) initializer { return uniform(math.Sqrt(4 / (in + out))) }

// net adds the layers of a network to a graph; params hold the weights.
type net struct {
	*ops.Device
	graph  *gorgonia.ExprGraph
	params *Params
	nodes  map[string]*ops.Node // weights already in the graph

	conditioning conditioning // of the generator, and the labels it reads: see Architecture.tell
	labels       *ops.Node
}

func newNet(d *ops.Device, params *Params) *net {
	return &net{Device: d, graph: gorgonia.NewGraph(), params: params, nodes: map[string]*ops.Node{}}
}

// weight returns the graph's node of the named weights.
func (n *net) weight(name string, init initializer, shape ...int) *ops.Node {
	if node, ok := n.nodes[name]; ok {
		return node
	}
	node := ops.Bind(n.graph, name, n.params.declare(name, shape, init))
	n.nodes[name] = node
	return node
}

// weights returns the graph's nodes of the weights under a prefix that the graph uses and that training changes at some step, in order of
// declaration.
func (n *net) weights(prefix string) (names []string, nodes gorgonia.Nodes) {
	for _, name := range n.params.under(prefix) {
		if node, ok := n.nodes[name]; ok && n.params.movesFrom(name) != never {
			names, nodes = append(names, name), append(nodes, node)
		}
	}
	return names, nodes
}

// linear maps x, of in elements a sample, to [N, out].
func (n *net) linear(name string, x *ops.Node, out int) *ops.Node {
	in := x.Shape().TotalSize() / x.Shape()[0]
	return n.Linear(x, n.weight(name+"/weight", glorot(in, out), in, out), n.weight(name+"/bias", constant(0), out))
}

// down is a convolution of size x size pixels with stride 2 and as much padding as halves the sides.
func (n *net) down(name string, x *ops.Node, out, size int) *ops.Node {
	in := x.Shape()[3]
	area := float64(size * size)
	w := n.weight(name+"/weight", he(float64(in)*area, float64(out)*area/4), size, size, in, out)
	return n.Conv(x, w, n.weight(name+"/bias", constant(0), out), 2, size/2)
}

// up is a transposed convolution of size x size pixels with stride 2 that doubles the sides.
func (n *net) up(name string, x *ops.Node, out, size int) *ops.Node {
	in := x.Shape()[3]
	area := float64(size * size)
	w := n.weight(name+"/weight", he(float64(in)*area/4, float64(out)*area), size, size, out, in)
	return n.UpConv(x, w, n.weight(name+"/bias", constant(0), out), 2, size/2)
}

// conv is a convolution of size x size pixels that keeps the sides.
func (n *net) conv(name string, x *ops.Node, out, size int, bias, heInit bool) *ops.Node {
	in, area := x.Shape()[3], size*size
	init := glorot(in*area, out*area)
	if heInit {
		init = he(float64(in*area), float64(out*area))
	}
	var b *ops.Node
	w := n.weight(name+"/weight", init, size, size, in, out)
	if bias {
		b = n.weight(name+"/bias", constant(0), out)
	}
	return n.Conv(x, w, b, 1, size/2)
}

// entry is a generator's first layer, linear, of latent codes z.
func (n *net) entry(name string, z *ops.Node, out int) *ops.Node {
	if n.conditioning.first != nil {
		return n.conditioning.first(n, name, z, out)
	}
	return n.linear(name, z, out)
}

// batchNorm normalises each channel by the batch's own statistics, as the paper does in training and in sampling.
func (n *net) batchNorm(name string, x *ops.Node) *ops.Node {
	if n.conditioning.norm != nil {
		return n.conditioning.norm(n, name, x)
	}
	return n.norm(name, x, ops.ByChannel)
}

// layerNorm normalises each sample over pixels and channels, with a scale and an offset for each channel.
func (n *net) layerNorm(name string, x *ops.Node) *ops.Node { return n.norm(name, x, ops.BySample) }

// normEpsilon is added to variances; tflib/ops/layernorm.py and batchnorm.py.
const normEpsilon = 1e-5

func (n *net) norm(name string, x *ops.Node, group ops.Group) *ops.Node {
	shape := x.Shape()
	c := shape[len(shape)-1]
	return n.Affine(n.Normalize(group, x, normEpsilon), n.weight(name+"/scale", constant(1), c), n.weight(name+"/offset", constant(0), c))
}
