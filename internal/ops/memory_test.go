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

// Two machines of one arena: inputs x and y of 2 and 32 values, outputs of as many; between them the second needs a value of 32.
func TestMemoryIsPlanned(t *testing.T) {
	d, arena := device(t), new(ops.Arena)
	g := gorgonia.NewGraph()
	x := ops.Input(g, tensor.Float64, "x", 2)
	first, err := arena.Compile(d.Plus(x, 1))
	require.NoError(t, err)
	y := ops.Bind(gorgonia.NewGraph(), "y", tensor.New(tensor.Of(tensor.Float64), tensor.WithShape(32)))
	second, err := arena.Compile(d.Times(d.Plus(y, 1), 2))
	require.NoError(t, err)
	require.EqualValues(t, 8*(2+2+32+32+32), ops.Memory(first, second))
	require.EqualValues(t, 8*(2+2+32), ops.Memory(first), "the arena is as large as its largest machine needs")
}

func TestOperatorsOfOthersAreRefused(t *testing.T) {
	x := ops.Input(gorgonia.NewGraph(), tensor.Float32, "x", 2)
	_, err := ops.Compile(gorgonia.Must(gorgonia.Neg(x)))
	require.ErrorContains(t, err, "is no operator of this package")
}
