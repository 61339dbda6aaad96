package benchmarks

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func queued(key, source string) Trial {
	return Trial{Key: key, Spec: TrialSpec{Source: source}}
}

func TestQueueSkipsTrialsWhoseSourceIsInTraining(t *testing.T) {
	q := newQueue([]Trial{queued("a", ""), queued("a1", "a"), queued("b", ""), queued("b1", "b"), queued("c1", "in the store")})
	var order []string
	take := func() {
		trial, ok := q.take()
		require.True(t, ok)
		order = append(order, trial.Key)
	}
	take()
	take()
	q.finish("a")
	take()
	take()
	q.finish("b")
	take()
	require.Equal(t, []string{"a", "b", "a1", "c1", "b1"}, order)
	_, ok := q.take()
	require.False(t, ok)
}

func TestQueueWaitsForASource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue([]Trial{queued("a", ""), queued("a1", "a")})
		_, _ = q.take()
		taken := ""
		go func() {
			trial, _ := q.take()
			taken = trial.Key
		}()
		synctest.Wait()
		require.Empty(t, taken)
		q.finish("a")
		synctest.Wait()
		require.Equal(t, "a1", taken)
	})
}

func TestClosedQueueGivesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue([]Trial{queued("a", ""), queued("a1", "a"), queued("b", "a")})
		_, _ = q.take()
		ended := false
		go func() {
			_, ok := q.take()
			ended = !ok
		}()
		synctest.Wait()
		require.False(t, ended)
		q.close()
		synctest.Wait()
		require.True(t, ended)
	})
}
