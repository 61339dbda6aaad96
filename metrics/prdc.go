package metrics

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// PRDC are four measures of how two sets overlap, from the balls around each image that reach to its K-th nearest
// neighbour in its own set. Precision, Recall and Coverage are fractions in [0, 1]; Density may exceed 1.
type PRDC struct {
	K         int     `json:"k" yaml:"k"`
	Precision float64 `json:"precision" yaml:"precision"` // fakes inside the ball of a real image: fidelity
	Recall    float64 `json:"recall" yaml:"recall"`       // reals inside the ball of a fake image: diversity
	Density   float64 `json:"density" yaml:"density"`     // real balls around a fake, over K: 1 in the mean for equal distributions
	Coverage  float64 `json:"coverage" yaml:"coverage"`   // reals with a fake in their ball: 1-2^-K for equal distributions
}

// PrecisionRecall returns precision, recall, density and coverage of real and fake features, n x d and m x d, with
// balls to the k-th nearest neighbour, an image itself not counted, and open (a distance equal to the radius is
// outside). Usual: k = 5 for density and coverage, 3 for precision and recall. It does not depend on the order of rows.
//
// It returns ErrShape when a set has no more than k rows or the dimensions differ, and an error when k < 1 or, naming
// the row, when a feature is not finite.
// Source: Kynkäänniemi et al. 2019, Naeem et al. 2020; as clovaai/generative-evaluation-prdc.
func PrecisionRecall(real, fake *mat.Dense, k int) (PRDC, error) {
	if k < 1 {
		return PRDC{}, fmt.Errorf("metrics: precision and recall with k = %d neighbours, at least 1 is needed", k)
	}
	x, y, err := tablesOf(real, fake, Least{k + 1, k + 1})
	if err != nil {
		return PRDC{}, err
	}
	a := newAnchor(x)
	return prdc(a.squared, a.beside(y), k), nil
}

func prdc(a, b *squared, k int) PRDC {
	realRadius, fakeRadius := radii(a, k), radii(b, k)
	around := make([]atomic.Int64, b.n) // real balls that hold a fake
	isRecalled, isCovered := make([]bool, a.n), make([]bool, a.n)
	eachDistance(a, b, func(i, j int, square float64) {
		if square < fakeRadius[j] {
			isRecalled[i] = true
		}
		if square < realRadius[i] {
			isCovered[i] = true
			around[j].Add(1)
		}
	})
	var precise, balls int64
	for j := range around {
		balls += around[j].Load()
		precise += min(1, around[j].Load())
	}
	n, m := float64(a.n), float64(b.n)
	return PRDC{
		K:         k,
		Precision: float64(precise) / m,
		Recall:    float64(count(isRecalled)) / n,
		Density:   float64(balls) / (float64(k) * m),
		Coverage:  float64(count(isCovered)) / n,
	}
}

// count returns how many are true.
func count(flags []bool) (n int) {
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

// radii returns for each row the squared distance to its k-th nearest other row; there must be more than k rows. Each pair is looked at once,
// for both rows.
func radii(x *squared, k int) []float64 {
	nearest := slices.Repeat([]float64{math.Inf(1)}, k*x.n) // k least distances of each row, ascending
	busy := make([]sync.Mutex, panels(x.n))                 // of the rows of each panel
	eachTile(x.table, x.table, true, func(t *tile) {
		for r := range t.rows {
			i := t.p*panelRows + r
			for c, product := range t.products[r*panelRows:][:t.cols] {
				t.products[r*panelRows+c] = distance(x, x, i, t.q*panelRows+c, product)
			}
		}
		busy[t.p].Lock()
		for r := range t.rows {
			i := t.p*panelRows + r
			for c, square := range t.products[r*panelRows:][:t.cols] {
				if t.p != t.q || r != c {
					keepNear(nearest[i*k:][:k], square)
				}
			}
		}
		busy[t.p].Unlock()
		if t.p == t.q {
			return
		}
		busy[t.q].Lock()
		defer busy[t.q].Unlock()
		for c := range t.cols {
			list := nearest[(t.q*panelRows+c)*k:][:k]
			for r := range t.rows {
				keepNear(list, t.products[r*panelRows+c])
			}
		}
	})
	out := make([]float64, x.n)
	for i := range out {
		out[i] = nearest[i*k+k-1]
	}
	return out
}

// keepNear puts a distance in its place in an ascending list, if it is less than the last.
func keepNear(list []float64, square float64) {
	at := len(list) - 1
	if square >= list[at] {
		return
	}
	for ; at > 0 && list[at-1] > square; at-- {
		list[at] = list[at-1]
	}
	list[at] = square
}
