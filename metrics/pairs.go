package metrics

// leftPanels is the number of panels of a table that is not in memory which meet each panel of the other at once, so
// that one is not read and packed for each.
const leftPanels = 8

// tile are the inner products of panel p of one table with panel q of another: of row i of the first and row j of the
// second at [i*panelRows+j], which whoever gets the tile may overwrite.
type tile struct {
	p, q       int
	rows, cols int
	products   [panelRows * panelRows]float64
}

// eachTile calls f for all pairs of panels of x and y, or where upper is set for those with p <= q, in order of q for
// each p. Calls for different p may run at once; f does not keep the tile.
func eachTile(x, y *table, upper bool, f func(t *tile)) {
	together := 1
	var whole packed
	if y.inMemory() {
		whole = pack(y.whole)
	} else {
		together = leftPanels
	}
	split((panels(x.n)+together-1)/together, func(task int) {
		var left [leftPanels]scratch
		var right scratch
		var t tile
		first := task * together
		last := min(panels(x.n), first+together)
		rows := make([]rowsOf, last-first)
		for i := range rows {
			rows[i] = x.panel(first+i, &left[i])
		}
		q := 0
		if upper {
			q = first
		}
		for ; q < panels(y.n); q++ {
			columns, at := whole, q
			if !y.inMemory() {
				columns, at = pack(y.panel(q, &right)), 0
			}
			for i, a := range rows {
				if t.p, t.q, t.rows = first+i, q, a.n; upper && q < t.p {
					continue
				}
				t.cols = products(&t.products, a, columns, at)
				f(&t)
				x.meter.add(t.rows * t.cols * x.cols)
			}
		}
	})
}

// sumPairs returns the sum of a function over all pairs of a row of x and a row of y. f puts its values for row i of x and the rows of y from
// j on in the place of their inner products. With x and y the same table the function must be symmetric and is taken for one of (i, j) and
// (j, i). The sum goes over panels of 64 x 64 pairs, row by row in each, and over the panels in their order.
func sumPairs(x, y *table, f func(i, j int, products []float64)) float64 {
	sums := make([]float64, panels(x.n)*panels(y.n))
	eachTile(x, y, x == y, func(t *tile) {
		var sum float64
		for i := range t.rows {
			values := t.products[i*panelRows:][:t.cols]
			f(t.p*panelRows+i, t.q*panelRows, values)
			for _, v := range values {
				sum += v
			}
		}
		if x == y && t.q > t.p {
			sum *= 2
		}
		sums[t.p*panels(y.n)+t.q] = sum
	})
	var total float64
	for _, v := range sums {
		total += v
	}
	return total
}

// eachDistance calls f with the squared distance of each row of x to each row of y, for one i in order of j. Calls for
// different i may run at once.
func eachDistance(x, y *squared, f func(i, j int, square float64)) {
	eachTile(x.table, y.table, false, func(t *tile) {
		for r := range t.rows {
			i := t.p*panelRows + r
			for c, product := range t.products[r*panelRows:][:t.cols] {
				j := t.q*panelRows + c
				f(i, j, distance(x, y, i, j, product))
			}
		}
	})
}

// squared holds rows moved to a common origin and their squared lengths, from which squared distances follow.
type squared struct {
	*table
	norms []float64
}

// newSquared returns the rows of t moved by -center.
func newSquared(t *table, center []float64) *squared {
	moved := t.shifted(center)
	return &squared{moved, moved.norms()}
}

// anchor is a set that others are compared with, moved to its own mean, which costs inner products fewer digits. It keeps
// what does not depend on the other set, and belongs to one goroutine.
type anchor struct {
	*squared
	center []float64
	gauss  map[float64]float64 // of within, by bandwidth
}

// newAnchor returns x as an anchor.
func newAnchor(x *table) *anchor {
	center := x.means()
	return &anchor{newSquared(x, center), center, map[float64]float64{}}
}

// beside returns y moved as the anchor is.
func (a *anchor) beside(y *table) *squared { return newSquared(y, a.center) }

// within returns meanGauss of the anchor with itself.
func (a *anchor) within(s float64) float64 {
	mean, known := a.gauss[s]
	if !known {
		mean = meanGauss(a.squared, a.squared, s)
		a.gauss[s] = mean
	}
	return mean
}

// distance returns the squared distance of row i of x and row j of y with the given inner product; of equal rows it is
// exactly 0, and it is the same with x and y exchanged.
func distance(x, y *squared, i, j int, product float64) float64 {
	return max(0, x.norms[i]+y.norms[j]-2*product)
}
