package metrics_test

import (
	"fmt"
	"image"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/rng"
	"tgan/metrics"
)

// spots are noisy images of a gray that their class sets, in an order of their own.
type spots struct {
	name  string
	order []int // class of each
	apart int   // gray added for class 1
}

func (s spots) Len() int { return len(s.order) }
func (s spots) Decode(i int) (*image.RGBA, error) {
	k := s.order[i]
	nth := 0
	for _, other := range s.order[:i] {
		if other == k {
			nth++
		}
	}
	r := rng.New("spots/"+s.name, fmt.Sprint(k, " ", nth))
	img := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for p := range img.Pix {
		img.Pix[p] = uint8(40 + 60*k + r.IntN(60))
		if k == 1 {
			img.Pix[p] += uint8(s.apart)
		}
		if p%4 == 3 {
			img.Pix[p] = 255
		}
	}
	return img, nil
}

func TestFIDByClass(t *testing.T) {
	extractor := metrics.NewDomain(newPool(t, 1, kernel.Detect()))
	var order []int
	for i := range 24 {
		order = append(order, i%3)
	}
	real, fake := spots{"real", order, 0}, spots{"fake", order, 40}
	labels := metrics.Labels{Classes: 3, Real: func(i int) int { return real.order[i] }, Fake: func(i int) int { return fake.order[i] }}
	names := []string{metrics.NameFID, metrics.NameKMMD}
	measure := func(real, fake spots) ([]metrics.Score, []metrics.Score) {
		e, err := metrics.NewEvaluator(t.Context(), extractor, metrics.DomainResize, names, real)
		require.NoError(t, err)
		labels.Real, labels.Fake = func(i int) int { return real.order[i] }, func(i int) int { return fake.order[i] }
		all, classes, err := e.MeasureByClass(t.Context(), fake, labels)
		require.NoError(t, err)
		plain, err := e.Measure(t.Context(), fake)
		require.NoError(t, err)
		require.Equal(t, plain, all)
		return all, classes
	}
	_, classes := measure(real, fake)
	require.Len(t, classes, 3)
	for k := range classes {
		// The same by a set of that class alone.
		only := slices.Repeat([]int{k}, 8)
		e, err := metrics.NewEvaluator(t.Context(), extractor, metrics.DomainResize, names[:1], spots{"real", only, 0})
		require.NoError(t, err)
		want, err := e.Measure(t.Context(), spots{"fake", only, 40})
		require.NoError(t, err)
		require.Equal(t, want[0].Value, classes[k].Value)
		require.Equal(t, [2]int{8, 8}, [2]int{classes[k].NReal, classes[k].NFake})
		require.Equal(t, extractor.Name(), classes[k].Extractor)
	}
	require.Greater(t, classes[1].Value, 2*classes[0].Value, "the class that differs")

	shuffled := slices.Clone(order)
	slices.Reverse(shuffled)
	_, again := measure(spots{"real", shuffled, 0}, spots{"fake", shuffled, 40})
	require.Equal(t, classes, again, "the order of the images does not matter")

	e, err := metrics.NewEvaluator(t.Context(), extractor, metrics.DomainResize, names, spots{"real", []int{0, 0, 1}, 0})
	require.NoError(t, err)
	labels.Real = func(i int) int { return []int{0, 0, 1}[i] }
	_, _, err = e.MeasureByClass(t.Context(), fake, labels)
	require.EqualError(t, err, "metrics: real images: 1 of class 1: FID needs at least 2 of each class")
}
