package metrics

import "sync"

// meter tells how far a measurement is, in multiplications of the products that it needs. The zero value tells nobody; a nil meter is not there.
type meter struct {
	tell func(done, total int)

	mu          sync.Mutex
	total       int
	before      int // of the parts that have ended
	part, inner int // of the part at hand: expected, and done
}

// begin starts the next part.
func (m *meter) begin(expected int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.part, m.inner = expected, 0
	m.say()
}

// add tells of work in the part at hand; more than was expected does not count.
func (m *meter) add(work int) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inner = min(m.part, m.inner+work)
	m.say()
}

// end ends the part, whatever it took: what an earlier metric has left is not computed again.
func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.before += m.part
	m.part, m.inner = 0, 0
	m.say()
}

func (m *meter) say() {
	if m.tell != nil {
		m.tell(m.before+m.inner, m.total)
	}
}

// newMeter returns the meter of a measurement of n real against m fake images by d features.
func newMeter(names []string, s Settings, n, m, d int) *meter {
	w := &meter{tell: s.Progress}
	for _, name := range names {
		w.total += workOf(name, s, n, m, d)
	}
	w.total += drawnWork(names, s, n, m, d)
	return w
}

// drawnWork returns the multiplications of the confidence intervals.
func drawnWork(names []string, s Settings, n, m, d int) (work int) {
	halved := s
	halved.Subsets.Size = min(s.Subsets.Size, n/4, m/4)
	for _, name := range names {
		work += s.Draws * workOf(name, halved, n/2, m/2, d)
	}
	return work
}

// workOf returns about how many multiplications a metric takes.
func workOf(name string, s Settings, n, m, d int) int {
	moments, frechet := d*d/2, 5*d*d*d/3 // of an image, of two statistics
	switch name {
	case NameFID:
		return (n+m)*moments + frechet
	case NameFIDInfinity:
		points := StandardExtrapolation(m, s.Seed).Points
		return n*moments + points*(m/2*moments+frechet)
	case NameKIDSubsets:
		return s.Subsets.Count * 2 * s.Subsets.Size * s.Subsets.Size * d
	case NameKMMDMedian:
		k := min(n, medianImages)
		return (k*k + n*n/2 + m*m/2 + n*m) * d
	case NameAuthenticity:
		return (n*n/2 + n*m) * d
	case NameRecall, NameDensity, NameCoverage:
		return 0 // found with precision, which mostly stands before them
	}
	return (n*n/2 + m*m/2 + n*m) * d
}
