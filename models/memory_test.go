package models_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/models"
)

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
	heap := func() uint64 { // live, finalized ones gone
		for range 3 {
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	build(0)
	before := heap()
	one, err := models.NewTrainer(p, spec, images)
	require.NoError(t, err)
	each := heap() - before
	require.Greater(t, each, uint64(1<<16))
	runtime.KeepAlive(one)
	for i := range trainers {
		build(i)
	}
	require.Less(t, heap(), before+2*each, "%d trainers were dropped, each of %d bytes", trainers, each)
}
