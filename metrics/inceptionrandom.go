package metrics

import (
	"math"

	"tgan/internal/rng"
)

// RandomInceptionWeights returns weights drawn from the seed for the network up to a depth, in which activations keep about
// their size. Their features mean nothing: they are for timing where no file of weights is at hand.
func RandomInceptionWeights(seed string, dim int) InceptionWeights {
	w := InceptionWeights{path: "random weights " + seed, tensors: map[string]weightTensor{}}
	stream := rng.New(seed, "inception")
	for i, spec := range inceptionSpecs(dim) {
		draws := stream.Sub(uint64(i))
		limit := math.Sqrt(6 / float64(spec.in*spec.h*spec.w)) // He et al. 2015, as a uniform distribution
		weights := make([]float32, spec.out*spec.in*spec.h*spec.w)
		for j := range weights {
			weights[j] = float32(draws.Uniform(-limit, limit))
		}
		w.set(spec.name+".conv.weight", weights, spec.out, spec.in, spec.h, spec.w)
		for name, value := range map[string]float32{"weight": 1, "bias": 0, "running_mean": 0, "running_var": 1} {
			values := make([]float32, spec.out)
			for j := range values {
				values[j] = value
			}
			w.set(spec.name+".bn."+name, values, spec.out)
		}
	}
	return w
}

// set names values of a shape.
func (w InceptionWeights) set(name string, values []float32, shape ...int) {
	w.tensors[name] = weightTensor{shape: shape, values: func() ([]float32, error) { return values, nil }}
}
