package models

import "tgan/internal/ops"

// dcgan32 is a DCGAN for 32x32 images, without normalisation in the critic because the gradient penalty is per sample.
//
//	generator  z 128 -> linear 16*4d, batch norm, ReLU -> 4x4x4d -> three 5x5 stride-2 up-convolutions 4d -> 2d -> d -> 3 with
//	           batch norm and ReLU between, tanh at the end
//	critic     three 5x5 stride-2 convolutions 3 -> d -> 2d -> 4d, each with LeakyReLU 0.2; linear to 1
//
// Source: Radford et al. 2016, with the critic of Gulrajani et al. 2017.
func dcgan32() Architecture {
	return Architecture{
		Name: "dcgan32", Side: 32, Latent: 128, generator: dcgan32Generator, features: dcgan32Features,
		criticLayers: []string{"critic/down1/", "critic/down2/", "critic/down3/"},
	}
}

func dcgan32Generator(n *net, dim int, z *ops.Node) *ops.Node {
	relu := func(x *ops.Node) *ops.Node { return n.LeakyReLU(x, 0) }
	// The first batch norm has a scale for each of the 16*4d units, not one a channel.
	h := relu(n.batchNorm("generator/norm0", n.entry("generator/linear", z, 16*4*dim)))
	h = n.Reshape(h, z.Shape()[0], 4, 4, 4*dim)
	h = relu(n.batchNorm("generator/norm1", n.up("generator/up1", h, 2*dim, 5)))
	h = relu(n.batchNorm("generator/norm2", n.up("generator/up2", h, dim, 5)))
	return n.Tanh(n.up("generator/up3", h, 3, 5))
}

func dcgan32Features(n *net, dim int, x *ops.Node) *ops.Node {
	const slope = 0.2
	h := n.LeakyReLU(n.down("critic/down1", x, dim, 5), slope)
	h = n.LeakyReLU(n.down("critic/down2", h, 2*dim, 5), slope)
	return n.LeakyReLU(n.down("critic/down3", h, 4*dim, 5), slope)
}
