package kernel

import "unsafe"

// gemmArgs are the arguments of the assembly that computes tiles of A times B. The generator knows the order of the
// fields, all of eight bytes; offsets, steps and skip are in bytes.
//
// Row i of the result lies at c+rowC[i]. It is a sum of terms, each an element of A times the vector at b, b advancing
// by stepB from term to term. The sum starts at the vector at bias, or at the result's old value where load is not zero.
// Where the elements of A are is the access.
type gemmArgs struct {
	a, c, b, bias uintptr
	rowA, rowC    *int
	tiles         int
	taps          *int
	tapCount      int
	run           int // byRuns and byDoubles only
	skip          int
	stepB         int
	load          int
	keep          int        // not zero where whole vectors may be written, with what was there beyond the last lane; byRuns only
	mask          uint64     // lanes of the last vector, one bit each
	maskTable     *[16]int32 // the same, -1 for each lane
	activation
}

// activation is a leaky ReLU on the results of byRuns, max(v, slope*v).
type activation struct {
	slope  [2]float32 // the first; the second fills eight bytes
	active int        // not zero where there is one
}

// access is where gemm finds the elements of A.
type access int

const (
	byRuns    access = iota // row i: tapCount runs of run elements from a+rowA[i] on, skip bytes between runs
	byColumns               // row i of a tile: i elements beyond its first row, which is as byTaps
	byTaps                  // row i: the element at a+rowA[i]+taps[t] for each t < tapCount
	byDoubles               // as byRuns, of float64
)

// panel is a range of columns of B that one pass of gemm computes.
type panel struct {
	col   int // first column, a multiple of 16
	lanes int // columns
	width int // logical vectors
}

// panels cuts n columns into panels of at most widest vectors, as equal as can be.
func panels(n, widest int) []panel {
	vectors := ceil(n, vector)
	count := ceil(vectors, widest)
	all := make([]panel, count)
	col := 0
	for i := range all {
		width := (vectors + i) / count
		all[i] = panel{col, min(width*vector, n-col), width}
		col += width * vector
	}
	return all
}

// columns returns the columns that panels of n columns occupy in packed form.
func columns(n int) int { return ceil(n, vector) * vector }

// maskTables returns, for each count of lanes, -1 in that many.
func maskTables() *[vector + 1][16]int32 {
	var t [vector + 1][16]int32
	for n := range t {
		for i := range n {
			t[n][i] = -1
		}
	}
	return &t
}

// table holds the places of the rows of a product, in whole tiles: the last row is repeated, which computes and stores
// the same values again.
type table struct {
	a, c    []int
	columns int // tiles whose rows are neighbours in A; they come first
}

// add appends a row at elements a and c of its buffers.
func (t *table) add(a, c int) {
	t.a = append(t.a, 4*a)
	t.c = append(t.c, 4*c)
}

// fill repeats the last row until the tiles are whole.
func (t *table) fill(rows int) {
	for n := len(t.a); n%rows != 0; n++ {
		t.a = append(t.a, t.a[n-1])
		t.c = append(t.c, t.c[n-1])
	}
}

// neighbours returns the rows in an order in which as many tiles as can be found of neighbours in A come first. The rows
// of t must lie in ascending order.
func (t table) neighbours(rows int) table {
	var near, rest table
	for i := 0; i < len(t.a); {
		if i+rows <= len(t.a) && t.a[i+rows-1]-t.a[i] == 4*(rows-1) {
			near.a, near.c = append(near.a, t.a[i:i+rows]...), append(near.c, t.c[i:i+rows]...)
			near.columns++
			i += rows
			continue
		}
		rest.a, rest.c = append(rest.a, t.a[i]), append(rest.c, t.c[i])
		i++
	}
	near.a, near.c = append(near.a, rest.a...), append(near.c, rest.c...)
	return near
}

// setRows sets the rows of a product: tiles of the table from first to last.
func (e *engine) setRows(a *gemmArgs, t *table, first, last int) {
	a.rowA, a.rowC, a.tiles = &t.a[first*e.rows], &t.c[first*e.rows], last-first
}

// setPanel sets the lanes of the last vector of a panel.
func (e *engine) setPanel(a *gemmArgs, p panel) {
	last := p.lanes - (p.width-1)*vector
	a.mask = 1<<last - 1
	a.maskTable = &e.masks[last]
}

// pairs cuts args into those of pairs of tiles of so many rows, tiles then counting pairs, and of what is left, no tile or one.
func (args *gemmArgs) pairs(rows int) (pairs, rest gemmArgs) {
	pairs, rest = *args, *args
	pairs.tiles, rest.tiles = args.tiles/2, args.tiles%2
	if rest.tiles > 0 {
		last := (args.tiles - 1) * rows
		rest.rowA, rest.rowC = &unsafe.Slice(args.rowA, last+1)[last], &unsafe.Slice(args.rowC, last+1)[last]
	}
	return pairs, rest
}

// gemm runs the tiles of args, width vectors wide.
func (e *engine) gemm(how access, width int, args *gemmArgs) { gemm(e.isa, how, width, args) }

// at returns the address of element i of s as the assembly takes it. It is a number, not a pointer, because it may lie
// beyond s, where nothing is read; the slices stay alive in the engine's call while the kernel runs.
func at(s []float32, i int) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(s))) + uintptr(4*i)
}
