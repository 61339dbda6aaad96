package metrics

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/rng"
)

// FID returns Frechet of the moments of real and fake features, n x d and m x d. It does not depend on the order of the
// rows, and returns what Fit and Frechet return.
func FID(real, fake *mat.Dense) (float64, error) {
	a, err := Fit(real)
	if err != nil {
		return 0, err
	}
	b, err := Fit(fake)
	if err != nil {
		return 0, err
	}
	return Frechet(a, b)
}

// Extrapolation says how FIDInfinity draws.
type Extrapolation struct {
	Points int    // subset sizes, at least 2
	Least  int    // images of the smallest subset, at least 2
	Seed   string // of the draws
}

// StandardExtrapolation returns the published choice for n fake images: 15 sizes from min(5000, n/10) to n.
// Source: Chong and Forsyth 2020; the smallest size as in dgm-eval.
func StandardExtrapolation(n int, seed string) Extrapolation {
	return Extrapolation{Points: 15, Least: max(2, min(5000, n/10)), Seed: seed}
}

// Validate returns an error that names the field which is out of range for n fake images.
func (e Extrapolation) Validate(n int) error {
	if e.Points < 2 {
		return fmt.Errorf("metrics: FID-infinity of %d points, at least 2 are needed", e.Points)
	}
	if e.Least < 2 || e.Least >= n {
		return fmt.Errorf("metrics: FID-infinity from subsets of %d of %d fake images; choose a least size from 2 to %d", e.Least, n, n-1)
	}
	return nil
}

// FIDInfinity returns the FID that would remain with fake images without end: FID is biased by a multiple of 1/m, so
// the line through FID over 1/m at several sizes m is followed to 0. The sizes run evenly from Least to all, each with
// one random subset. The bias of the real images' number stays. The value may come out slightly negative.
//
// It returns what Extrapolation.Validate, Fit and Frechet return.
// Source: Chong and Forsyth 2020.
func FIDInfinity(real Moments, fake *mat.Dense, e Extrapolation) (float64, error) {
	y, err := sorted("fake", fake, LeastImages(NameFIDInfinity).Fake)
	if err != nil {
		return 0, err
	}
	return fidInfinity(real, tableOf(y), e)
}

func fidInfinity(real Moments, y *table, e Extrapolation) (float64, error) {
	if err := e.Validate(y.n); err != nil {
		return 0, err
	}
	draws := rng.New(e.Seed, "fid/infinity")
	var meanX, meanY, xx, xy float64
	x, v := make([]float64, e.Points), make([]float64, e.Points)
	for i := range x {
		size := e.Least + (y.n-e.Least)*i/(e.Points-1)
		m, err := y.pick(draws.Sub(uint64(i)).Perm(y.n)[:size]).moments()
		if err != nil {
			return 0, err
		}
		if v[i], err = Frechet(real, m); err != nil {
			return 0, err
		}
		x[i] = 1 / float64(size)
		meanX += x[i] / float64(e.Points)
		meanY += v[i] / float64(e.Points)
	}
	for i := range x {
		xx += float64((x[i] - meanX) * (x[i] - meanX))
		xy += float64((x[i] - meanX) * (v[i] - meanY))
	}
	return meanY - float64(xy/xx*meanX), nil
}
