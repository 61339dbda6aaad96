package metrics

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// split calls f for every task in [0, n), on as many goroutines as there are processors, and returns when all calls
// have returned. Callers choose tasks by the size of the problem alone, so that the processors change no bit.
func split(n int, f func(task int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}
