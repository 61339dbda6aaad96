package models_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/internal/rng"
	"tgan/models"
)

// pictures are images of 32 pixels a side.
type pictures [][]uint8

func (p pictures) Len() int         { return len(p) }
func (p pictures) Side() int        { return 32 }
func (p pictures) At(i int) []uint8 { return p[i] }

// blobs returns images of a bright square at a random place on a dark ground; shift moves all brightness, noise blurs it.
func blobs(name string, n int, shift, noise float64) pictures {
	p := make(pictures, n)
	for i := range p {
		r := rng.New("blobs/"+name, fmt.Sprint(i))
		left, top := r.IntN(20), r.IntN(20)
		p[i] = make([]uint8, 32*32*3)
		for k := range p[i] {
			x, y := k/3%32, k/3/32
			v := 50 + shift
			if x >= left && x < left+12 && y >= top && y < top+12 {
				v += 100
			}
			p[i][k] = uint8(max(0, min(255, v+noise*r.Norm())))
		}
	}
	return p
}

func iwSpec() models.IWSpec {
	s := models.DefaultIWSpec()
	s.Dim, s.Batch, s.Steps, s.LearningRate = 4, 16, 60, 2e-3
	return s
}

func iw(t testing.TB, pool *kernel.Pool, spec models.IWSpec, real, fake models.Images) models.IW {
	v, err := models.IndependentWasserstein(t.Context(), pool, spec, real, fake, nil)
	require.NoError(t, err)
	return v
}

// meanIW is the mean over three seeds, each of which has its own halves.
func meanIW(t testing.TB, pool *kernel.Pool, real, fake models.Images) (mean float64) {
	for seed := range 3 {
		spec := iwSpec()
		spec.Seed = fmt.Sprint(seed)
		mean += iw(t, pool, spec, real, fake).Value / 3
	}
	return mean
}

func TestIWOrdersSets(t *testing.T) {
	p, real := pool(t, 2), blobs("real", 128, 0, 4)
	require.Equal(t, 64, iw(t, p, iwSpec(), real, real).Real)
	same := meanIW(t, p, real, blobs("fake", 128, 0, 4))
	t.Logf("same distribution %.4f", same)
	for _, c := range []struct {
		name string
		fake func(amount float64) pictures
	}{
		{"shift", func(amount float64) pictures { return blobs("fake", 128, amount, 4) }},
		{"noise", func(amount float64) pictures { return blobs("fake", 128, 0, amount) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			last := -3 * math.Abs(same)
			for _, amount := range []float64{40, 80, 120} {
				got := meanIW(t, p, real, c.fake(amount))
				t.Logf("%v: %.4f", amount, got)
				require.Less(t, got, last, "%v", amount)
				last = got
			}
		})
	}
	require.Less(t, math.Abs(same), 0.5)
}

// turns are images of a portrait and a street in turn, so many of each, of the worlds of a seed. kinds tells whether they are two classes or one.
func turns(t testing.TB, seed string, each int, kinds []string) *datasets.Images {
	var sets [2]*datasets.Images
	for k, domain := range []string{"portraits", "streets"} {
		spec := datasets.Spec{Source: "procedural/" + domain, Side: 32, Split: datasets.All, Count: each, Seed: seed}
		var err error
		sets[k], err = datasets.Open(t.Context(), "", spec, datasets.Options{Threads: 2})
		require.NoError(t, err)
	}
	var pix []uint8
	var labels []int
	for i := range each {
		for k, set := range sets {
			pix, labels = append(pix, set.At(i)...), append(labels, k%len(kinds))
		}
	}
	m, err := datasets.NewImages(32, pix, labels, kinds)
	require.NoError(t, err)
	return m
}

// Where two kinds take turns, the critic must not be trained on one and judged by the other: real against real, of other worlds, is about 0,
// next to the distance of the kinds from each other, and never far above; and no order of the images changes it.
func TestIWOfKindsThatTakeTurns(t *testing.T) {
	p := pool(t, 2)
	const each = 60
	evens := func(m *datasets.Images, from int) *datasets.Images {
		rows := make([]int, 0, each)
		for i := from; i < m.Len(); i += 2 {
			rows = append(rows, i)
		}
		return m.Subset(rows)
	}
	one := turns(t, "one", each, []string{"any"})
	apart := meanIW(t, p, evens(one, 0), evens(one, 1))
	t.Logf("portraits and streets: %.2f", apart)
	require.Less(t, apart, -20.)
	for _, kinds := range [][]string{{"any"}, {"portrait", "street"}} {
		t.Run(fmt.Sprint(len(kinds), " classes"), func(t *testing.T) {
			real, fake := turns(t, "one", each, kinds), turns(t, "two", each, kinds)
			for seed := range 3 {
				spec := iwSpec()
				spec.Seed = fmt.Sprint(seed)
				v := iw(t, p, spec, real, fake)
				t.Logf("seed %d: %.2f", seed, v.Value)
				require.Less(t, math.Abs(v.Value), -apart/10)
				shuffled := iw(t, p, spec, real.Subset(rng.New("turns", "a").Perm(2*each)), fake.Subset(rng.New("turns", "b").Perm(2*each)))
				require.Equal(t, v, shuffled)
			}
			require.Zero(t, iw(t, p, iwSpec(), real, real.Subset(rng.New("turns", "c").Perm(2*each))).Value, "equal sets")
		})
	}
}

func TestIWThreadsAndInstructionSetsDoNotChangeBits(t *testing.T) {
	spec := iwSpec()
	spec.Steps, spec.Batch = 3, 5
	want := map[string]models.IW{} // by arithmetic
	for isa := kernel.Portable; isa <= kernel.Detect(); isa++ {
		for _, threads := range []int{1, 3} {
			p := kernel.NewPool(threads, isa)
			t.Cleanup(p.Close)
			got := iw(t, p, spec, blobs("real", 17, 0, 4), blobs("fake", 12, 30, 4))
			if _, ok := want[isa.Arithmetic()]; !ok {
				want[isa.Arithmetic()] = got
			}
			require.Equal(t, want[isa.Arithmetic()], got, "%v, %d threads", isa, threads)
			require.Equal(t, [2]int{8, 6}, [2]int{got.Real, got.Fake})
		}
	}
}

func TestIWSeedsMatter(t *testing.T) {
	spec := iwSpec()
	spec.Steps = 2
	p, real, fake := pool(t, 1), blobs("real", 16, 0, 4), blobs("fake", 16, 30, 4)
	one := iw(t, p, spec, real, fake)
	spec.Seed = "another"
	require.NotEqual(t, one, iw(t, p, spec, real, fake))
}

func TestIWRefuses(t *testing.T) {
	p := pool(t, 1)
	spec := iwSpec()
	_, err := models.IndependentWasserstein(t.Context(), p, spec, noise{8, 32}, noise{1, 32}, nil)
	require.EqualError(t, err, "models: iw: 1 fake images of 32 pixels a side; dcgan32 needs at least 2 of 32")
	_, err = models.IndependentWasserstein(t.Context(), p, spec, noise{8, 16}, noise{8, 16}, nil)
	require.EqualError(t, err, "models: iw: 8 real images of 16 pixels a side; dcgan32 needs at least 2 of 32")
	spec.Steps = 0
	_, err = models.IndependentWasserstein(t.Context(), p, spec, noise{8, 32}, noise{8, 32}, nil)
	require.EqualError(t, err, "models: iw: steps is 0; it must be 1 to 1000000")
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped by the test")
	_, err = models.IndependentWasserstein(ctx, p, iwSpec(), noise{8, 32}, noise{8, 32}, func(int, int) { cancel(stopped) })
	require.ErrorIs(t, err, stopped)
}
