package benchmarks

import (
	"slices"
	"sync"
)

// queue hands trials to workers: the first, in the order of the plan, whose source is in the store. A trial whose source is in training
// lets those behind it go first, so that no worker waits while there is something to do.
type queue struct {
	mu      sync.Mutex
	changed sync.Cond
	waiting []Trial
	missing map[string]bool // keys of trials that are not in the store
	closed  bool
}

// newQueue returns a queue of trials that the store lacks, sources before those that start from them.
func newQueue(trials []Trial) *queue {
	q := &queue{waiting: slices.Clone(trials), missing: map[string]bool{}}
	q.changed.L = &q.mu
	for _, t := range trials {
		q.missing[t.Key] = true
	}
	return q
}

// take returns the next trial, after waiting for one if need be; ok is false when none is left, or the queue is closed.
func (q *queue) take() (t Trial, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && len(q.waiting) > 0 {
		if i := slices.IndexFunc(q.waiting, func(t Trial) bool { return !q.missing[t.Spec.Source] }); i >= 0 {
			t := q.waiting[i]
			q.waiting = slices.Delete(q.waiting, i, i+1)
			return t, true
		}
		q.changed.Wait() // the source of the first is in training, since it stood before it
	}
	return Trial{}, false
}

// finish tells that a trial is in the store.
func (q *queue) finish(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.missing, key)
	q.changed.Broadcast()
}

// close makes every take return at once.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
}
