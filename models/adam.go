package models

import (
	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// adam is Adam (Kingma and Ba 2015) over some weights, in the variant of PyTorch: epsilon is added after the bias correction.
type adam struct {
	pool         *kernel.Pool
	rate         float64
	beta1, beta2 float64
	names        []string
	weights      [][]float32
	moment1      [][]float32
	moment2      [][]float32
	correction1  float64 // beta1^t
	correction2  float64 // beta2^t
}

func newAdam(pool *kernel.Pool, spec Spec, params *Params, names []string) *adam {
	a := &adam{pool: pool, rate: spec.LearningRate, beta1: spec.Beta1, beta2: spec.Beta2, names: names, correction1: 1, correction2: 1}
	for _, name := range names {
		w := params.Value(name).Data().([]float32)
		a.weights = append(a.weights, w)
		a.moment1 = append(a.moment1, make([]float32, len(w)))
		a.moment2 = append(a.moment2, make([]float32, len(w)))
	}
	return a
}

// update takes one step along the gradients, which are in the order of the names.
func (a *adam) update(gradients []*ops.Node) {
	const epsilon = 1e-8
	a.advance(1)
	for i, w := range a.weights {
		kernel.Adam(a.pool, w, a.moment1[i], a.moment2[i], ops.Float32s(gradients[i]), a.rate, a.beta1, a.beta2, epsilon, 1-a.correction1, 1-a.correction2)
	}
}

// advance brings the bias corrections forward by some steps, multiplying one by one so that a resumed run has the same bits.
func (a *adam) advance(steps int) {
	for range steps {
		a.correction1 *= a.beta1
		a.correction2 *= a.beta2
	}
}
