package kernel

import "unsafe"

// engine is what a Pool needs to run the assembly: buffers that live from call to call, plans made once a geometry, and
// the call in progress. Its tasks are bound once, so that a call allocates nothing.
type engine struct {
	pool     *Pool
	isa      ISA
	lanes    int // float32 of a register
	rows     int // of a tile of gemm
	widest   int // panel of gemm, in logical vectors
	masks    *[vector + 1][16]int32
	packed   []float32
	bias     []float32
	means    []float32 // of NormGrad
	parts    []float32
	workers  []workspace
	vecs     *[vecOps]func(*byte)
	vecCall  vecCall
	sweeps   map[planKey]*sweepPlan
	filters  map[Conv]*filterPlan
	scatters map[Conv]*scatterPlan // nil where not used
	call     call
	tasks    tasks
}

// workspace is the memory of one worker.
type workspace struct {
	images []float32 // padded images, or the sums of a block
	panel  []float32 // packed rows of dy
	args   vecArgs
	sum    float32
	_      [64]byte // keeps workers off each other's cache lines
}

// call holds the arguments of the kernel that is running.
type call struct {
	sweep   *sweepPlan
	filter  *filterPlan
	scatter *scatterPlan
	dst     []float32
	a, b    []float32
	activation
}

// tasks holds the engine's methods as the function values that Pool.Run takes.
type tasks struct {
	sweep, packForward, packData, filter, combine, scatter, packScatter,
	flat, rows, groups, laneSums, rowSums, pool, maxima, means func(task, worker int)
}

// newEngine returns the engine of a pool, or nil where the portable code is to be used.
func newEngine(p *Pool) *engine {
	if p.isa == Portable {
		return nil
	}
	e := &engine{
		pool: p, isa: p.isa, lanes: vector / 2, rows: 6, widest: 1, masks: maskTables(),
		workers:  make([]workspace, p.threads),
		vecs:     vectors(p.isa),
		sweeps:   map[planKey]*sweepPlan{},
		filters:  map[Conv]*filterPlan{},
		scatters: map[Conv]*scatterPlan{},
	}
	if e.isa == AVX512 {
		e.lanes, e.rows, e.widest = vector, 8, 3
	}
	e.tasks = tasks{e.sweepTask, e.packForwardTask, e.packDataTask, e.filterTask, e.combineTask, e.scatterTask, e.packScatterTask,
		e.flatTask, e.rowsTask, e.groupsTask, e.laneSumsTask, e.rowSumsTask, e.poolTask, e.maximaTask, e.meansTask}
	return e
}

// room returns the worker's scratch memory of n elements, of arbitrary content.
func (e *engine) room(worker, n int) []float32 {
	w := &e.workers[worker]
	w.images = grow(w.images, n)
	return w.images
}

// lanes of a logical vector.
const vector = 16

// grow returns a buffer of n elements that starts at a multiple of 64 bytes: buf where it is long enough, else a new
// one of arbitrary content.
func grow(buf []float32, n int) []float32 {
	if cap(buf) >= n {
		return buf[:n]
	}
	raw := make([]float32, n+n/4+vector)
	skip := 0
	for uintptr(unsafe.Pointer(&raw[skip]))%64 != 0 {
		skip++
	}
	return raw[skip:][:n]
}

// f32 returns s as the float32 slice it is.
func f32[T Float](s []T) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// setBias copies the bias, or zeros, into a buffer of whole vectors for n channels.
func (e *engine) setBias(bias []float32, n int) {
	e.bias = grow(e.bias, ceil(n, vector)*vector)
	clear(e.bias[copy(e.bias, bias):])
}

// ceil returns a/b rounded up.
func ceil(a, b int) int { return (a + b - 1) / b }
