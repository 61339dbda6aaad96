package models

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/rng"
)

// numbered are images of one pixel that tell their number, of the classes of labels; order says which stands where.
type numbered struct{ order, labels []int }

func (s numbered) Len() int         { return len(s.order) }
func (s numbered) Side() int        { return 1 }
func (s numbered) At(i int) []uint8 { return []uint8{uint8(s.order[i]), uint8(s.order[i] >> 8), 0} }
func (s numbered) Label(i int) int  { return s.labels[s.order[i]] }

// unlabelled hides the classes.
type unlabelled struct{ Images }

// told returns the images of a half as they tell their numbers, in order.
func told(s Images, half []int) []int {
	var out []int
	for _, i := range half {
		out = append(out, int(s.At(i)[0])+int(s.At(i)[1])<<8)
	}
	return out
}

func inTurn(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func TestHalvesHaveTheirShareOfEachClass(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	for _, c := range []struct {
		name  string
		label func(i int) int
		n     int
	}{
		{"two in turn", func(i int) int { return i % 2 }, 40},
		{"seven in turn", func(i int) int { return i % 7 }, 301},
		{"one after the other", func(i int) int { return i / 9 }, 99},
		{"each its own", func(i int) int { return i }, 25},
		{"one rare", func(i int) int { return i / 50 }, 51},
		{"two images", func(int) int { return 0 }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			labels, sizes := make([]int, c.n), map[int]int{}
			for i := range labels {
				labels[i] = c.label(i)
				sizes[labels[i]]++
			}
			set := numbered{inTurn(c.n), labels}
			h := halve(pool, "seed", set)
			require.Len(t, h.train, (c.n+1)/2)
			require.Equal(t, inTurn(c.n), slices.Sorted(slices.Values(slices.Concat(h.train, h.held))), "each image once")
			for class, size := range sizes {
				share := 0
				for _, i := range h.train {
					if set.Label(i) == class {
						share++
					}
				}
				require.InDelta(t, float64(size)/2, float64(share), 0.5, "class %d", class)
			}
		})
	}
}

func TestHalvesDoNotDependOnTheOrder(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	const n = 101
	labels := make([]int, n)
	for i := range labels {
		labels[i] = i % 4
	}
	renamed := make([]int, n)
	for i := range renamed {
		renamed[i] = 3 - labels[i]
	}
	here := numbered{inTurn(n), labels}
	there := numbered{rng.New("halves", "test").Perm(n), renamed}
	for _, hide := range []func(numbered) Images{
		func(s numbered) Images { return s },
		func(s numbered) Images { return unlabelled{s} },
	} {
		a, b := halve(pool, "seed", hide(here)), halve(pool, "seed", hide(there))
		require.Equal(t, told(here, a.train), told(there, b.train))
		require.Equal(t, told(here, a.held), told(there, b.held))
		other := halve(pool, "another seed", hide(here))
		require.NotEqual(t, slices.Sorted(slices.Values(a.train)), slices.Sorted(slices.Values(other.train)))
	}
}

// No stride of the order is left in the halves: of images whose kinds take turns, but have no classes, each half has about as many of each.
func TestHalvesOfKindsThatTakeTurns(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	const n = 4000
	set := unlabelled{numbered{order: inTurn(n)}}
	for _, period := range []int{2, 3, 4, 7, 10} {
		for seed := range 5 {
			count := make([]int, period)
			for _, i := range halve(pool, fmt.Sprint(seed), set).train {
				count[i%period]++
			}
			for kind, c := range count {
				require.InDelta(t, n/2/period, c, 0.2*n/2/float64(period), "kind %d of %d", kind, period)
			}
		}
	}
}
