package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/ops"
)

// The first run is the tape machine's, later ones are played: both compute from what the inputs hold then, also where they were given another
// tensor, and leave the outputs where the first one bound them.
func TestEveryRunComputesFromItsInputs(t *testing.T) {
	d := device(t)
	x := ops.Input(gorgonia.NewGraph(), tensor.Float64, "x", 2)
	y := d.Power(d.Power(x, 2), 4) // halves: x, then x²
	m, err := ops.Compile(y)
	require.NoError(t, err)
	var out []float64
	for run, v := range []float64{2, 3, 5, 7} {
		if run == 2 {
			require.NoError(t, gorgonia.Let(x, tensor.New(tensor.WithShape(2), tensor.WithBacking(make([]float64, 2)))))
		}
		ops.Float64s(x)[0], ops.Float64s(x)[1] = v, 1
		require.NoError(t, m.Run())
		require.Equal(t, []float64{v * v, 1}, ops.Float64s(y))
		if run == 0 {
			out = ops.Float64s(y)
		}
		require.Same(t, &out[0], &ops.Float64s(y)[0])
	}
}
