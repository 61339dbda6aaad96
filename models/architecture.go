package models

import (
	"fmt"
	"slices"

	"tgan/internal/ops"
)

// Architecture is a pair of networks for one image size.
type Architecture struct {
	Name   string
	Side   int // pixels of a side of the images
	Latent int // elements of a latent code, each from N(0, 1)

	generator func(n *net, dim int, z *ops.Node) *ops.Node // [N,Latent] -> [N,Side,Side,3] in [-1, 1]
	features  func(n *net, dim int, x *ops.Node) *ops.Node // of the critic: [N,Side,Side,3] -> the last layer's, of any shape [N,...]

	criticLayers []string // prefixes of the critic's weights by layer, from the image upwards, without the last, linear one

	conditioning conditioning // of the generator; the zero value if there are no classes
	classes      int          // that the generator is told and the critic tells; 0 without a condition
}

// critic returns the critic's values [N,1] of images [N,Side,Side,3].
func (a Architecture) critic(n *net, dim int, x *ops.Node) *ops.Node {
	return n.value(a.features(n, dim, x))
}

// value returns the critic's value of its last features: [N,1].
func (n *net) value(features *ops.Node) *ops.Node { return n.linear("critic/linear", features, 1) }

// Architectures returns the known ones, in order of name.
func Architectures() []Architecture { return []Architecture{dcgan32(), resnet32(), resnet64()} }

// LookupArchitecture returns the architecture of that name, or an error that lists the names.
func LookupArchitecture(name string) (Architecture, error) {
	known := Architectures()
	if i := slices.IndexFunc(known, func(a Architecture) bool { return a.Name == name }); i >= 0 {
		return known[i], nil
	}
	names := make([]string, len(known))
	for i, a := range known {
		names[i] = a.Name
	}
	return Architecture{}, fmt.Errorf("models: unknown architecture %q; known: %v", name, names)
}
