package kernel

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// chunk is the number of elements of one task of an element-wise kernel: 64 KiB of float32.
	chunk = 1 << 14

	// spins is how often an idle worker looks for work before it parks: some tens of microseconds, longer than the
	// pause between two kernels of a training step, in which parking and waking would cost more than the kernel.
	spins = 2000

	// closed marks a door that no further worker may pass; the epoch lives above it, the count of workers inside below.
	closed     = 1 << 31
	epochShift = 32
)

// Pool runs kernels on a fixed number of threads with one instruction set. It owns its goroutines and their scratch
// memory, which is reused from call to call. A Pool belongs to one goroutine: no two kernels may run in it at once.
type Pool struct {
	threads int
	isa     ISA
	task    func(task, worker int)
	tasks   int64
	next    atomic.Int64
	door    atomic.Uint64 // epoch<<32 | closed | workers inside
	quit    atomic.Bool
	helpers []*helper
	done    sync.WaitGroup
	partial []float64 // block partials of a reduction
	engine  *engine   // nil where the portable code is to be used
}

// helper is one worker goroutine besides the caller.
type helper struct {
	parked atomic.Bool
	wake   chan struct{}
}

// NewPool starts a pool of the given number of threads, the caller's own included, for the given instruction set.
// It panics when threads is not positive or the machine lacks the instruction set (see Detect).
func NewPool(threads int, isa ISA) *Pool {
	if threads < 1 {
		panic(fmt.Sprintf("kernel: NewPool: %d threads, want at least 1", threads))
	}
	if best := Detect(); isa < Portable || isa > best {
		panic(fmt.Sprintf("kernel: NewPool: this machine has no %v, at best %v", isa, best))
	}
	p := &Pool{threads: threads, isa: isa}
	p.engine = newEngine(p)
	p.door.Store(closed)
	for i := 1; i < threads; i++ {
		h := &helper{wake: make(chan struct{}, 1)}
		p.helpers = append(p.helpers, h)
		p.done.Add(1)
		go p.help(h, i)
	}
	return p
}

// Threads returns the number of threads, the caller's included.
func (p *Pool) Threads() int { return p.threads }

// ISA returns the instruction set of the float32 kernels.
func (p *Pool) ISA() ISA { return p.isa }

// Close ends the workers and waits for them. The pool must not be used afterwards.
func (p *Pool) Close() {
	p.quit.Store(true)
	p.rouse()
	p.done.Wait()
}

// Run calls f(task, worker) once for every task in [0, n), spread over the workers as they become free, and returns
// when all calls have returned. worker is in [0, Threads()); calls with the same worker never overlap. With one thread,
// or one task, the calls are a plain loop in the caller.
func (p *Pool) Run(n int, f func(task, worker int)) {
	if p.threads == 1 || n <= 1 {
		for i := range n {
			f(i, 0)
		}
		return
	}
	p.task, p.tasks = f, int64(n)
	p.next.Store(0)
	p.door.Store((p.door.Load()>>epochShift + 1) << epochShift)
	p.rouse()
	p.work(0)
	// Workers that come too late find the door closed, so that a sleepy one is never waited for.
	door := p.door.Or(closed)
	for i := 0; door&(closed-1) != 0; i++ {
		relax(i)
		door = p.door.Load()
	}
	p.task = nil
}

// work takes tasks until none is left.
func (p *Pool) work(worker int) {
	for {
		i := p.next.Add(1) - 1
		if i >= p.tasks {
			return
		}
		p.task(int(i), worker)
	}
}

// rouse wakes the parked workers.
func (p *Pool) rouse() {
	for _, h := range p.helpers {
		if h.parked.CompareAndSwap(true, false) {
			h.wake <- struct{}{}
		}
	}
}

// help is the life of one worker: wait for a new epoch, pass the door, work, leave.
func (p *Pool) help(h *helper, worker int) {
	defer p.done.Done()
	epoch := uint64(0)
	for {
		door, ok := p.await(h, epoch)
		if !ok {
			return
		}
		if door&closed != 0 {
			epoch = door >> epochShift
			continue
		}
		if p.door.CompareAndSwap(door, door+1) {
			p.work(worker)
			p.door.Add(^uint64(0))
			epoch = door >> epochShift
		}
	}
}

// await returns the state of the door once its epoch is not the given one, spinning for a while and then parked. It
// reports false when the pool is closing.
func (p *Pool) await(h *helper, epoch uint64) (uint64, bool) {
	for {
		for i := range spins {
			if p.quit.Load() {
				return 0, false
			}
			if door := p.door.Load(); door>>epochShift != epoch {
				return door, true
			}
			relax(i)
		}
		h.parked.Store(true)
		if (p.quit.Load() || p.door.Load()>>epochShift != epoch) && h.parked.CompareAndSwap(true, false) {
			continue
		}
		<-h.wake
	}
}

// relax is called on round i of a loop that waits for another thread; it lets other goroutines run now and then, in case
// there are fewer processors than threads.
func relax(i int) {
	pause()
	if i%256 == 255 {
		runtime.Gosched()
	}
}

// each calls f for consecutive ranges [lo, hi) of at most size elements that cover [0, n).
func (p *Pool) each(n, size int, f func(lo, hi int)) {
	p.Run((n+size-1)/size, func(task, _ int) {
		f(task*size, min(n, (task+1)*size))
	})
}

// partials returns room for n block partials; its content is arbitrary.
func (p *Pool) partials(n int) []float64 {
	if cap(p.partial) < n {
		p.partial = make([]float64, n)
	}
	return p.partial[:n]
}
