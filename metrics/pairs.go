package metrics

// sumPairs returns the sum of f over all pairs of a row of x and a row of y, given their indices and inner product.
// With x and y the same table, f must be symmetric and is called for one of (i, j) and (j, i). The sum goes over panels
// of 64 x 64 pairs, row by row in each, and over the panels in their order.
func sumPairs(x, y *table, f func(i, j int, product float64) float64) float64 {
	down, across := panels(x.n), panels(y.n)
	sums := make([]float64, down*across)
	split(down, func(p int) {
		var part [panelRows * panelRows]float64
		var left, right scratch
		a := x.panel(p, &left)
		first := 0
		if x == y {
			first = p
		}
		for q := first; q < across; q++ {
			b := y.panel(q, &right)
			products(part[:], a, b, 0)
			var sum float64
			for i := range a.n {
				for j, product := range part[i*panelRows:][:b.n] {
					sum += f(p*panelRows+i, q*panelRows+j, product)
				}
			}
			if x == y && q > p {
				sum *= 2
			}
			sums[p*across+q] = sum
		}
	})
	var total float64
	for _, v := range sums {
		total += v
	}
	return total
}

// eachDistance calls f with the squared distance of each row of panel p of x to each row of y.
func eachDistance(x, y *squared, p int, f func(i, j int, square float64)) {
	var part [panelRows * panelRows]float64
	var left, right scratch
	a := x.panel(p, &left)
	for q := range panels(y.n) {
		b := y.panel(q, &right)
		products(part[:], a, b, 0)
		for r := range a.n {
			i := p*panelRows + r
			for c, product := range part[r*panelRows:][:b.n] {
				j := q*panelRows + c
				f(i, j, distance(x, y, i, j, product))
			}
		}
	}
}

// squared holds rows moved to a common origin and their squared lengths, from which squared distances follow.
type squared struct {
	*table
	norms []float64
}

// centered moves both sets by the mean of the first, which costs inner products fewer digits.
func centered(x, y *table) (*squared, *squared) {
	center := x.means()
	a, b := x.shifted(center), y.shifted(center)
	return &squared{a, a.norms()}, &squared{b, b.norms()}
}

// distance returns the squared distance of row i of x and row j of y with the given inner product; of equal rows it is
// exactly 0, and it is the same with x and y exchanged.
func distance(x, y *squared, i, j int, product float64) float64 {
	return max(0, x.norms[i]+y.norms[j]-2*product)
}
