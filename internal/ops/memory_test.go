package ops_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/ops"
)

// liveHeap returns the bytes that a collection leaves, and those that finalizers let go.
func liveHeap() uint64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A machine that nothing refers to is freed with its graph, whether it ran or not.
func TestMachinesThatAreDroppedAreFreed(t *testing.T) {
	const size, machines = 1 << 16, 100 // float32: 256 KiB of input a machine
	d := device(t)
	build := func(run bool) {
		m, err := ops.Compile(d.Power(ops.Input(gorgonia.NewGraph(), tensor.Float32, "x", size), 2))
		require.NoError(t, err)
		if run {
			require.NoError(t, m.Run())
		}
	}
	for _, run := range []bool{false, true} {
		build(run)
		before := liveHeap()
		for range machines {
			build(run)
		}
		require.Less(t, liveHeap(), before+4*size, "of %d machines none is left; run: %v", machines, run)
	}
}

func TestOperatorsOfOthersAreRefused(t *testing.T) {
	x := ops.Input(gorgonia.NewGraph(), tensor.Float32, "x", 2)
	_, err := ops.Compile(gorgonia.Must(gorgonia.Neg(x)))
	require.ErrorContains(t, err, "is no operator of this package")
}
