package metrics

import "fmt"

// The depths of Inception whose features are in use, by their number of features: after the first pooling, after the
// second, after Mixed_6e, and after the last pooling. Only 2048 gives the FID of published tables.
const (
	Inception64   = 64
	Inception192  = 192
	Inception768  = 768
	Inception2048 = 2048
)

// convSpec describes one convolution with batch norm and ReLU: its name in torchvision and pytorch-fid, its name in
// Google's graph with slashes as underscores (empty where no such file exists), and its shape.
type convSpec struct {
	name, google string
	in, out      int
	h, w         int // taps
}

// blockSpec is a named group of convolutions.
type blockSpec struct {
	name, google string
	convs        []convSpec
}

// inceptionSpecs returns the convolutions up to a depth, in the order of the network.
// Source: Szegedy et al. 2016, as in torchvision's inception_v3 and pytorch-fid's fid_inception_v3.
func inceptionSpecs(dim int) []convSpec {
	specs := []convSpec{
		{"Conv2d_1a_3x3", "conv", 3, 32, 3, 3},
		{"Conv2d_2a_3x3", "conv_1", 32, 32, 3, 3},
		{"Conv2d_2b_3x3", "conv_2", 32, 64, 3, 3},
	}
	if dim >= Inception192 {
		specs = append(specs, convSpec{"Conv2d_3b_1x1", "conv_3", 64, 80, 1, 1}, convSpec{"Conv2d_4a_3x3", "conv_4", 80, 192, 3, 3})
	}
	if dim >= Inception768 {
		specs = append(specs, blockA("Mixed_5b", "mixed", 192, 32).all()...)
		specs = append(specs, blockA("Mixed_5c", "mixed_1", 256, 64).all()...)
		specs = append(specs, blockA("Mixed_5d", "mixed_2", 288, 64).all()...)
		specs = append(specs, blockB("Mixed_6a", "mixed_3", 288).all()...)
		for i, inner := range []int{128, 160, 160, 192} {
			specs = append(specs, blockC(fmt.Sprintf("Mixed_6%c", 'b'+i), fmt.Sprintf("mixed_%d", 4+i), 768, inner).all()...)
		}
	}
	if dim >= Inception2048 {
		specs = append(specs, blockD("Mixed_7a", 768).all()...)
		specs = append(specs, blockE("Mixed_7b", 1280).all()...)
		specs = append(specs, blockE("Mixed_7c", 2048).all()...)
	}
	return specs
}

// all returns the convolutions with the block's names before theirs.
func (b blockSpec) all() []convSpec {
	out := make([]convSpec, len(b.convs))
	for i, c := range b.convs {
		c.name = b.name + "." + c.name
		if b.google != "" {
			c.google = b.google + "_" + c.google
		}
		out[i] = c
	}
	return out
}

func blockA(name, google string, in, pool int) blockSpec {
	return blockSpec{name, google, []convSpec{
		{"branch1x1", "conv", in, 64, 1, 1},
		{"branch5x5_1", "tower_conv", in, 48, 1, 1},
		{"branch5x5_2", "tower_conv_1", 48, 64, 5, 5},
		{"branch3x3dbl_1", "tower_1_conv", in, 64, 1, 1},
		{"branch3x3dbl_2", "tower_1_conv_1", 64, 96, 3, 3},
		{"branch3x3dbl_3", "tower_1_conv_2", 96, 96, 3, 3},
		{"branch_pool", "tower_2_conv", in, pool, 1, 1},
	}}
}

func blockB(name, google string, in int) blockSpec {
	return blockSpec{name, google, []convSpec{
		{"branch3x3", "conv", in, 384, 3, 3},
		{"branch3x3dbl_1", "tower_conv", in, 64, 1, 1},
		{"branch3x3dbl_2", "tower_conv_1", 64, 96, 3, 3},
		{"branch3x3dbl_3", "tower_conv_2", 96, 96, 3, 3},
	}}
}

func blockC(name, google string, in, inner int) blockSpec {
	return blockSpec{name, google, []convSpec{
		{"branch1x1", "conv", in, 192, 1, 1},
		{"branch7x7_1", "tower_conv", in, inner, 1, 1},
		{"branch7x7_2", "tower_conv_1", inner, inner, 1, 7},
		{"branch7x7_3", "tower_conv_2", inner, 192, 7, 1},
		{"branch7x7dbl_1", "tower_1_conv", in, inner, 1, 1},
		{"branch7x7dbl_2", "tower_1_conv_1", inner, inner, 7, 1},
		{"branch7x7dbl_3", "tower_1_conv_2", inner, inner, 1, 7},
		{"branch7x7dbl_4", "tower_1_conv_3", inner, inner, 7, 1},
		{"branch7x7dbl_5", "tower_1_conv_4", inner, 192, 1, 7},
		{"branch_pool", "tower_2_conv", in, 192, 1, 1},
	}}
}

func blockD(name string, in int) blockSpec {
	return blockSpec{name, "", []convSpec{
		{"branch3x3_1", "", in, 192, 1, 1},
		{"branch3x3_2", "", 192, 320, 3, 3},
		{"branch7x7x3_1", "", in, 192, 1, 1},
		{"branch7x7x3_2", "", 192, 192, 1, 7},
		{"branch7x7x3_3", "", 192, 192, 7, 1},
		{"branch7x7x3_4", "", 192, 192, 3, 3},
	}}
}

func blockE(name string, in int) blockSpec {
	return blockSpec{name, "", []convSpec{
		{"branch1x1", "", in, 320, 1, 1},
		{"branch3x3_1", "", in, 384, 1, 1},
		{"branch3x3_2a", "", 384, 384, 1, 3},
		{"branch3x3_2b", "", 384, 384, 3, 1},
		{"branch3x3dbl_1", "", in, 448, 1, 1},
		{"branch3x3dbl_2", "", 448, 384, 3, 3},
		{"branch3x3dbl_3a", "", 384, 384, 1, 3},
		{"branch3x3dbl_3b", "", 384, 384, 3, 1},
		{"branch_pool", "", in, 192, 1, 1},
	}}
}
