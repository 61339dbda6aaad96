package models

import (
	"fmt"

	"tgan/internal/ops"
)

// resnet64 is the paper's network for 64x64 images, "good" generator and discriminator of Gulrajani et al. 2017.
//
//	generator  z 128 -> linear 4x4x8d -> four up blocks 8d -> 8d -> 4d -> 2d -> d -> batch norm, ReLU, 3x3 to 3, tanh
//	critic     3x3 to d -> four down blocks d -> 2d -> 4d -> 8d -> 8d -> linear to 1, with layer norm
//
// Source: transfer_gan.py of the authors' repository, lines 156 to 229.
func resnet64() Architecture { return resnet("resnet64", 64, []int{8, 4, 2, 1}, []int{2, 4, 8, 8}) }

// resnet32 is resnet64 with one block less in each network, that of 8d channels on both sides, for 32x32 images.
func resnet32() Architecture { return resnet("resnet32", 32, []int{4, 2, 1}, []int{2, 4, 8}) }

// resnet has an up block for each width in the generator and a down block for each in the critic, in units of dim.
func resnet(name string, side int, up, down []int) Architecture {
	a := Architecture{
		Name: name, Side: side, Latent: 128, criticLayers: []string{"critic/conv/"},
		generator: func(n *net, dim int, z *ops.Node) *ops.Node { return resnetGenerator(n, dim, up, z) },
		features:  func(n *net, dim int, x *ops.Node) *ops.Node { return resnetFeatures(n, dim, down, x) },
	}
	for i := range down {
		a.criticLayers = append(a.criticLayers, fmt.Sprintf("critic/block%d/", i+1))
	}
	return a
}

func resnetGenerator(n *net, dim int, widths []int, z *ops.Node) *ops.Node {
	h := n.Reshape(n.entry("generator/linear", z, 4*4*8*dim), z.Shape()[0], 4, 4, 8*dim)
	for i, out := range widths {
		h = n.upBlock(fmt.Sprintf("generator/block%d", i+1), h, out*dim)
	}
	h = n.LeakyReLU(n.batchNorm("generator/norm", h), 0)
	return n.Tanh(n.conv("generator/conv", h, 3, 3, true, true))
}

func resnetFeatures(n *net, dim int, widths []int, x *ops.Node) *ops.Node {
	h := n.conv("critic/conv", x, dim, 3, true, false)
	for i, out := range widths {
		h = n.downBlock(fmt.Sprintf("critic/block%d", i+1), h, out*dim)
	}
	return h
}

// upBlock is a pre-activation residual block that doubles the sides: upsampling and the first convolution are one. The shortcut's 1x1 convolution stands before the upsampling, with which
// it commutes, because there it costs a quarter.
func (n *net) upBlock(name string, x *ops.Node, out int) *ops.Node {
	shortcut := n.Upsample(n.conv(name+"/shortcut", x, out, 1, true, false))
	h := n.LeakyReLU(n.batchNorm(name+"/norm1", x), 0)
	in := x.Shape()[3]
	h = n.UpsampleConv(h, n.weight(name+"/conv1/weight", he(float64(9*in), float64(9*out)), 3, 3, out, in), nil)
	h = n.LeakyReLU(n.batchNorm(name+"/norm2", h), 0)
	return n.Add(shortcut, n.conv(name+"/conv2", h, out, 3, true, true))
}

// downBlock is a pre-activation residual block that halves the sides: the second convolution and the pooling are one.
func (n *net) downBlock(name string, x *ops.Node, out int) *ops.Node {
	shortcut := n.conv(name+"/shortcut", n.MeanPool(x), out, 1, true, false)
	h := n.LeakyReLU(n.layerNorm(name+"/norm1", x), 0)
	h = n.conv(name+"/conv1", h, x.Shape()[3], 3, false, true)
	h = n.LeakyReLU(n.layerNorm(name+"/norm2", h), 0)
	in := x.Shape()[3]
	w := n.weight(name+"/conv2/weight", he(float64(9*in), float64(9*out)), 3, 3, in, out)
	return n.Add(shortcut, n.ConvPool(h, w, n.weight(name+"/conv2/bias", constant(0), out)))
}
