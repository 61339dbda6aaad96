package models

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// The Fisher information has mean 1 over the generator's weights, and two weights' share is that of the mean squares of their gradients over
// the batches.
func TestFisherInformation(t *testing.T) {
	p := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(p.Close)
	spec := DefaultSpec()
	spec.Dim, spec.Batch = 2, 4
	tr, err := NewTrainer(p, spec, stripes{7})
	require.NoError(t, err)
	information, err := tr.fisher()
	require.NoError(t, err)
	require.Len(t, information, len(tr.gen.names))
	sum, n := 0.0, 0
	for _, weights := range information {
		for _, v := range weights {
			require.GreaterOrEqual(t, v, float32(0))
			sum += float64(v)
			n++
		}
	}
	require.Equal(t, tr.Params().Count("generator/"), n)
	require.InDelta(t, 1, sum/float64(n), 1e-5)

	squares := map[string]float64{}
	for b := range fisherBatches {
		tr.draw(tr.gen.latent, nil, 1<<62|uint64(b))
		require.NoError(t, tr.gen.machine.Run())
		for i, name := range tr.gen.names {
			g := float64(ops.Float32s(tr.gen.gradients[i])[1])
			squares[name] += g * g
		}
	}
	one := func(name string) float64 {
		for i, other := range tr.gen.names {
			if other == name {
				return float64(information[i][1])
			}
		}
		return 0
	}
	const a, b = "generator/up3/weight", "generator/norm2/scale"
	require.InEpsilon(t, squares[a]/squares[b], one(a)/one(b), 1e-5)
}
