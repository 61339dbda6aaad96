package models

import (
	"fmt"
	"math"

	"tgan/internal/ops"
)

// fisherBatches is how many batches of the source's samples the Fisher information is estimated from.
const fisherBatches = 50

// ewc holds the generator's weights near the source's, each by how much it mattered there: its Fisher information, the mean square of the
// gradient of the log-likelihood of the source's own samples. For that stands, up to a constant, the source's critic: the mean over a
// batch, so that the sum of squares is over batches. A critic's values have no scale, therefore the information is divided by its mean
// over all weights, and strength is comparable with l2-sp's.
// Source: Li et al. 2020, eq. 3 and 4, with the critic in the place of the discriminator's log-probability.
func ewc() method {
	return method{
		name: TransferEWC, about: "both start from the source, the generator is held near it where that mattered, with STRENGTH (0.1)",
		value: strength(0.1),
		takes: under("generator/", "critic/"),
		anchors: func(t *Trainer, source *Checkpoint, value float64) ([]anchor, error) {
			if source.Spec.Condition != t.spec.Condition {
				return nil, fmt.Errorf("models: transfer method %s: the source's critic knows no classes, hence not what matters to them: use %s or %s",
					TransferEWC, TransferL2SP, TransferBoth)
			}
			importance, err := t.fisher()
			if err != nil {
				return nil, err
			}
			var anchors []anchor
			for i, name := range t.gen.names {
				a := t.anchor(name, value)
				a.importance = importance[i]
				anchors = append(anchors, a)
			}
			return anchors, nil
		},
	}
}

// fisher returns the information on each weight of the generator, of mean 1 over all, in order of t.gen.names.
func (t *Trainer) fisher() ([][]float32, error) {
	sums := make([][]float64, len(t.gen.names))
	for b := range fisherBatches {
		// Codes of the critic's steps, which number from 0, and of the generator's, from 1<<63, are others.
		t.draw(t.gen.latent, t.gen.labels, 1<<62|uint64(b))
		if err := t.gen.machine.Run(); err != nil {
			return nil, err
		}
		for i, g := range t.gen.gradients {
			if b == 0 {
				sums[i] = make([]float64, len(ops.Float32s(g)))
			}
			for j, v := range ops.Float32s(g) {
				sums[i][j] += float64(float64(v) * float64(v))
			}
		}
	}
	total, n := 0.0, 0
	for _, s := range sums {
		n += len(s)
		for _, v := range s {
			total += v
		}
	}
	mean := total / float64(n)
	if !(mean > 0) || math.IsInf(mean, 0) {
		return nil, fmt.Errorf("models: transfer method %s: the source's gradients vanish or are not finite: use another source or method", TransferEWC)
	}
	information := make([][]float32, len(sums))
	for i, s := range sums {
		information[i] = make([]float32, len(s))
		for j, v := range s {
			information[i][j] = float32(v / mean)
		}
	}
	return information, nil
}
