package models_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/models"
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

// Trainers that nothing refers to are freed, whether they trained or not: a run of hundreds of trials needs the memory of one at a time.
func TestTrainersThatAreDroppedAreFreed(t *testing.T) {
	const trainers = 200
	spec := tiny()
	spec.Dim, spec.Batch, spec.CriticSteps, spec.EMA, spec.Augment = 1, 2, 1, 0.9, models.DiffAugment
	p, images := pool(t, 1), noise{2, 32}
	build := func(i int) {
		tr, err := models.NewTrainer(p, spec, images)
		require.NoError(t, err)
		if i%2 == 0 {
			steps(t, tr, 1)
		}
	}
	build(0)
	before := liveHeap()
	one, err := models.NewTrainer(p, spec, images)
	require.NoError(t, err)
	each := liveHeap() - before
	require.Greater(t, each, uint64(1<<16))
	runtime.KeepAlive(one)
	for i := range trainers {
		build(i)
	}
	require.Less(t, liveHeap(), before+2*each, "%d trainers were dropped, each of %d bytes", trainers, each)
}

// What a specification plans is what a training takes, but for the graph itself; and it is the same each time.
func TestMemoryIsAsPlanned(t *testing.T) {
	spec := models.DefaultSpec()
	spec.Dim, spec.Batch, spec.CriticSteps, spec.EMA, spec.Augment = 8, 32, 1, 0.9, models.ADA
	cost, err := models.CostOf(spec)
	require.NoError(t, err)
	for range 10 {
		again, err := models.CostOf(spec)
		require.NoError(t, err)
		require.Equal(t, cost, again)
	}
	p, images := pool(t, 1), noise{32, 32}
	warm, err := models.NewTrainer(p, spec, images) // which makes the pool's plans
	require.NoError(t, err)
	steps(t, warm, 1)
	before := liveHeap()
	tr, err := models.NewTrainer(p, spec, images)
	require.NoError(t, err)
	steps(t, tr, 1)
	taken := int64(liveHeap() - before)
	runtime.KeepAlive(warm)
	runtime.KeepAlive(tr)
	t.Logf("planned %d bytes, taken %d", cost.Memory, taken)
	require.InEpsilon(t, cost.Memory, taken, 0.1)
}
