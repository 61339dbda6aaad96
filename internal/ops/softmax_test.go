package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/ops"
)

// By hand: rows of logits log 1, log 2, log 5 give 1/8, 2/8, 5/8, also where a constant that overflows exp is added.
func TestSoftmaxByHand(t *testing.T) {
	d := device(t)
	g := gorgonia.NewGraph()
	logits := ops.Input(g, tensor.Float64, "logits", 2, 3)
	copy(ops.Float64s(logits), []float64{0, math.Log(2), math.Log(5), 1000, 1000 + math.Log(2), 1000 + math.Log(5)})
	targets := ops.Input(g, tensor.Float64, "targets", 2, 3)
	copy(ops.Float64s(targets), []float64{0, 0, 1, 1, 0, 0})
	softmax, sums, loss := d.Softmax(logits), d.LogSumExp(logits), d.CrossEntropy(logits, targets)
	m, err := ops.Compile(softmax, sums, loss)
	require.NoError(t, err)
	require.NoError(t, m.Run())
	require.InDeltaSlice(t, []float64{1. / 8, 2. / 8, 5. / 8, 1. / 8, 2. / 8, 5. / 8}, ops.Float64s(softmax), 1e-12)
	require.InDeltaSlice(t, []float64{math.Log(8), 1000 + math.Log(8)}, ops.Float64s(sums), 1e-12)
	require.InDelta(t, (math.Log(8./5)+math.Log(8))/2, ops.Float64s(loss)[0], 1e-12)
}
