package metrics

// sumPairs returns the sum of f over all pairs of a row of x and a row of y, given their indices and inner product.
// With x and y the same rows, f must be symmetric and is called for one of (i, j) and (j, i). The sum goes over panels
// of 64 x 64 pairs, row by row in each, and over the panels in their order.
func sumPairs(x, y rowsOf, f func(i, j int, product float64) float64) float64 {
	down, across := panels(x.n), panels(y.n)
	same := &x.data[0] == &y.data[0]
	sums := make([]float64, down*across)
	right := pack(y)
	split(len(sums), func(task int) {
		p, q := task/across, task%across
		if same && q < p {
			return
		}
		var part [panelRows * panelRows]float64
		a := x.panel(p)
		n := products(&part, a, right, q)
		var sum float64
		for i := range a.n {
			for j, product := range part[i*panelRows:][:n] {
				sum += f(p*panelRows+i, q*panelRows+j, product)
			}
		}
		if same && q > p {
			sum *= 2
		}
		sums[task] = sum
	})
	var total float64
	for _, v := range sums {
		total += v
	}
	return total
}

// squared holds rows moved to a common origin and their squared lengths, from which squared distances follow.
type squared struct {
	rowsOf
	norms []float64
}

// centered moves both sets by the mean of the first, which costs inner products fewer digits.
func centered(x, y rowsOf) (squared, squared) {
	center := x.means()
	x.shift(center)
	y.shift(center)
	return squared{x, x.norms()}, squared{y, y.norms()}
}

// distance returns the squared distance of row i of x and row j of y with the given inner product; of equal rows it is
// exactly 0, and it is the same with x and y exchanged.
func distance(x, y squared, i, j int, product float64) float64 {
	return max(0, x.norms[i]+y.norms[j]-2*product)
}
