package kernel

import "unsafe"

// vecArgs are the arguments of the element-wise and summing assembly. The generator knows the order of the fields.
type vecArgs struct {
	n        int            // elements, or rows of channels
	channels int            // elements of a row
	table    unsafe.Pointer // maskTables
	p        [5]uintptr
	q        [3]uintptr
	c        [8]float32
}

// vecOp names an assembly function that takes vecArgs. What each does stands in its generated documentation.
type vecOp int

const (
	opAdd vecOp = iota
	opSub
	opMul
	opLeakyMask
	opTanh
	opTanhGrad
	opAdam
	opScale
	opScaleRows
	opStandardize
	opStandardizeRows
	opNormGrad
	opNormGradRows
	opAffineRows
	opPoolRows
	opMaxThree
	opMaxThreeRows
	opMeanThree
	opInterpolate
	opSumLanes
	opSumRows
	opSquaresLanes
	opSquaresRows
	opProductLanes
	opProductRows
	vecOps
)

// vecCall holds the arguments of the element-wise kernel or reduction that is running.
type vecCall struct {
	op    vecOp
	n     int
	shape Shape
	group Group
	v     [5][]float32
	q     [3][]float32
	c     [8]float32
	terms terms
	part  []float64
	count int
	windows
}

// maskTable is the masks as vecArgs take them.
func (e *engine) maskTable() unsafe.Pointer { return unsafe.Pointer(e.masks) }

// vec runs op on the worker's arguments.
func (e *engine) vec(op vecOp, args *vecArgs) { e.vecs[op]((*byte)(unsafe.Pointer(args))) }

// args returns the worker's arguments with the slices of the call from element lo on, for n elements or rows.
func (e *engine) args(worker, lo, n int) *vecArgs {
	a := &e.workers[worker].args
	a.n, a.channels, a.c = n, e.vecCall.shape.C, e.vecCall.c
	a.table = e.maskTable()
	for i, v := range e.vecCall.v {
		if v != nil {
			a.p[i] = at(v, lo)
		}
	}
	for i, q := range e.vecCall.q {
		if q != nil {
			a.q[i] = at(q, 0)
		}
	}
	return a
}

// apply runs an element-wise operation on whole slices, in chunks.
func (e *engine) apply(op vecOp, c [8]float32, v [5][]float32) {
	e.vecCall = vecCall{op: op, n: len(v[0]), v: v, c: c}
	e.pool.Run(ceil(len(v[0]), chunk), e.tasks.flat)
	e.vecCall = vecCall{}
}

// flatTask runs one chunk.
func (e *engine) flatTask(task, worker int) {
	lo := task * chunk
	e.vec(e.vecCall.op, e.args(worker, lo, min(chunk, e.vecCall.n-lo)))
}

// applyGroups runs an operation whose constants c are the vectors q, one value a group: byRow does it by channel, flat
// on a part of one group.
func (e *engine) applyGroups(flat, byRow vecOp, group Group, shape Shape, v [5][]float32, q [3][]float32) {
	e.vecCall = vecCall{op: byRow, n: shape.N * shape.P, shape: shape, group: group, v: v, q: q}
	if group == ByChannel {
		e.pool.Run(ceil(e.vecCall.n, chunkRows(shape.C)), e.tasks.rows)
	} else {
		e.vecCall.op = flat
		e.pool.Run(group.Groups(shape)*ceil(group.Size(shape), chunk), e.tasks.groups)
	}
	e.vecCall = vecCall{}
}

// chunkRows returns the rows of c channels that make up a task.
func chunkRows(c int) int { return max(1, chunk/c) }

// rowsTask runs some rows by channel.
func (e *engine) rowsTask(task, worker int) {
	size := chunkRows(e.vecCall.shape.C)
	lo := task * size
	e.vec(e.vecCall.op, e.args(worker, lo*e.vecCall.shape.C, min(size, e.vecCall.n-lo)))
}

// groupsTask runs a part of one group.
func (e *engine) groupsTask(task, worker int) {
	size := e.vecCall.group.Size(e.vecCall.shape)
	parts := ceil(size, chunk)
	g, lo := task/parts, task%parts*chunk
	a := e.args(worker, g*size+lo, min(chunk, size-lo))
	for i, q := range e.vecCall.q {
		if q != nil {
			a.c[i] = q[g]
		}
	}
	e.vec(e.vecCall.op, a)
}

// blocks computes the partials of a reduction as the function blocks does, into part.
func (e *engine) blocks(group Group, shape Shape, t terms, a, b []float32, part []float64, count int) {
	e.vecCall = vecCall{shape: shape, group: group, v: [5][]float32{a, b}, terms: t, part: part, count: count}
	if group == ByChannel {
		e.pool.Run(count, e.tasks.rowSums)
	} else {
		e.pool.Run(group.Groups(shape)*count, e.tasks.laneSums)
	}
	e.vecCall = vecCall{}
}

// laneSumsTask computes one block of one contiguous group.
func (e *engine) laneSumsTask(task, worker int) {
	call := &e.vecCall
	groups, size := call.group.Groups(call.shape), call.group.Size(call.shape)
	g, block := task/call.count, task%call.count
	lo := g*size + block*blockLen
	a := e.args(worker, lo, min(blockLen, size-block*blockLen))
	out := call.part[block*call.terms.sums()*groups+g:]
	switch call.terms {
	case sumOf:
		out[0] = e.laneSum(worker, opSumLanes, a)
	case squaresOf:
		a.c[0] = call.v[1][g]
		out[0] = e.laneSum(worker, opSquaresLanes, a)
	case productOf:
		out[0] = e.laneSum(worker, opProductLanes, a)
	case sumAndProduct:
		out[0] = e.laneSum(worker, opSumLanes, a)
		out[groups] = e.laneSum(worker, opProductLanes, a)
	}
}

// laneSum runs one contiguous sum.
func (e *engine) laneSum(worker int, op vecOp, a *vecArgs) float64 {
	sum := &e.workers[worker].sum
	a.q[0] = uintptr(unsafe.Pointer(sum))
	e.vec(op, a)
	return float64(*sum)
}

// rowSumsTask computes one block of rows, for all channels.
func (e *engine) rowSumsTask(task, worker int) {
	call := &e.vecCall
	channels, size := call.shape.C, blockRows(call.shape.C)
	lo := task * size
	rows := min(size, call.shape.N*call.shape.P-lo)
	out := call.part[task*call.terms.sums()*channels:]
	switch call.terms {
	case sumOf:
		e.rowSum(worker, opSumRows, lo, rows, out[:channels])
	case squaresOf:
		e.rowSum(worker, opSquaresRows, lo, rows, out[:channels])
	case productOf:
		e.rowSum(worker, opProductRows, lo, rows, out[:channels])
	case sumAndProduct:
		e.rowSum(worker, opSumRows, lo, rows, out[:channels])
		e.rowSum(worker, opProductRows, lo, rows, out[channels:][:channels])
	}
}

// rowSum runs one sum by channel of rows from lo on.
func (e *engine) rowSum(worker int, op vecOp, lo, rows int, out []float64) {
	a := e.args(worker, lo*len(out), rows)
	sums := e.room(worker, len(out))
	a.q[0], a.q[1] = at(sums, 0), at(e.vecCall.v[1], 0)
	e.vec(op, a)
	for i, v := range sums {
		out[i] = float64(v)
	}
}

// pool runs MeanPool2 for n images of h x w pixels and c channels.
func (e *engine) meanPool(n, h, w, c int, y, x []float32) {
	e.vecCall = vecCall{n: n * h / 2, shape: Shape{n, w, c}, v: [5][]float32{y, x}}
	e.pool.Run(n*h/2, e.tasks.pool)
	e.vecCall = vecCall{}
}

// poolTask computes one row of output pixels.
func (e *engine) poolTask(task, worker int) {
	y, x, w, c := e.vecCall.v[0], e.vecCall.v[1], e.vecCall.shape.P, e.vecCall.shape.C
	a := &e.workers[worker].args
	a.n, a.channels, a.table = w/2, c, e.maskTable()
	upper, lower := 2*task*w*c, (2*task+1)*w*c
	a.p = [5]uintptr{at(y, task*w/2*c), at(x, upper), at(x, upper+c), at(x, lower), at(x, lower+c)}
	e.vec(opPoolRows, a)
}
