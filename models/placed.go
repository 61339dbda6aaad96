package models

import (
	"fmt"
	"slices"
	"strings"
)

// publishedName returns tflib's name of a weight of resnet64: "Generator.Res1.BN1.scale" of "generator/block1/norm1/scale".
func publishedName(name string) string {
	parts := strings.Split(name, "/")
	network, layer, leaf := parts[0], parts[1], parts[len(parts)-1]
	linear := layer == "linear" || layer == "auxiliary"
	published := map[string]string{"generator": "Generator", "critic": "Discriminator"}[network]
	switch {
	case len(parts) == 4: // critic/block2/conv1/weight
		published += ".Res" + strings.TrimPrefix(layer, "block")
		published += "." + map[string]string{"shortcut": "Shortcut", "norm1": "BN1", "conv1": "Conv1", "norm2": "BN2", "conv2": "Conv2"}[parts[2]]
	case layer == "auxiliary":
		published += ".ACGANOutput"
	case layer == "norm":
		published += ".OutputN"
	case linear == (network == "generator"): // its first layer is linear, the critic's last
		published += ".Input"
	default:
		published += ".Output"
	}
	switch {
	case leaf == "weight" && linear:
		return published + ".W"
	case leaf == "bias" && linear:
		return published + ".b"
	case leaf == "weight":
		return published + ".Filters"
	case leaf == "bias":
		return published + ".Biases"
	}
	return published + "." + leaf
}

// placement is how the numbers of a weight of resnet64 lie in transfer_gan.py.
type placement int

const (
	asHere          placement = iota
	turned                    // a convolution of upsampled images: [R,S,in,out] there, here [R,S,out,in] and turned by 180 degrees, see ops.Device.UpsampleConv
	channelsInside            // the last axis is an image: by channels, rows, columns there, here by rows, columns, channels
	channelsOutside           // so is the first axis
)

// placed returns the placement of a weight.
func placed(name string) placement {
	switch {
	case strings.HasPrefix(name, "generator/linear/"):
		return channelsInside
	case name == "critic/linear/weight" || name == "critic/auxiliary/weight":
		return channelsOutside
	case strings.HasPrefix(name, "generator/block") && strings.HasSuffix(name, "/conv1/weight"):
		return turned
	}
	return asHere
}

// publishedShape returns the shape in transfer_gan.py of a weight that has the shape here.
func publishedShape(name string, shape []int) []int {
	shape = slices.Clone(shape)
	if placed(name) == turned {
		shape[2], shape[3] = shape[3], shape[2]
	}
	return shape
}

// pixels of the images between the convolutions and the linear layers: 4 x 4.
const innerPixels = 4 * 4

// place puts the numbers of a published weight, row-major, where they belong. The shape is the one here.
func place(dst, src []float32, name string, shape []int) {
	switch placed(name) {
	case asHere:
		copy(dst, src)
	case turned:
		taps, out, in := shape[0]*shape[1], shape[2], shape[3]
		for tap := range taps {
			from, to := src[(taps-1-tap)*in*out:], dst[tap*in*out:]
			for i := range in {
				for o := range out {
					to[o*in+i] = from[i*out+o]
				}
			}
		}
	case channelsInside:
		size := shape[len(shape)-1]
		for row := 0; row < len(dst); row += size {
			placeImage(dst[row:row+size], src[row:row+size], 1)
		}
	case channelsOutside:
		placeImage(dst, src, shape[1])
	default:
		panic(fmt.Sprintf("models: %s has no placement", name))
	}
}

// placeImage puts an image of 4 x 4 pixels whose elements have so many numbers each, by channels, rows, columns, into dst, by rows, columns, channels.
func placeImage(dst, src []float32, numbers int) {
	channels := len(dst) / innerPixels / numbers
	for c := range channels {
		for p := range innerPixels {
			copy(dst[(p*channels+c)*numbers:][:numbers], src[(c*innerPixels+p)*numbers:])
		}
	}
}
