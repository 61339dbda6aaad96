package procedural_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/procedural"
	"tgan/internal/rng"
)

// An image depends on the domain, the seed and its number alone: painters that draw backwards, in a mixed order, again and again, one side
// after another, give the bytes that a fresh painter gives, which has drawn nothing before. Nothing of an image stays for the next.
func TestOrderDoesNotMatter(t *testing.T) {
	type place struct{ kind, number int }
	kinds := []struct {
		side, images int
		style        float64
	}{{16, 300, 0}, {32, 300, 0}, {61, 100, 0}, {32, 100, 0.5}}
	for _, d := range procedural.Domains() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			painter := func(kind int) *procedural.Painter {
				p, err := procedural.NewPainter(d.Name, "order", kinds[kind].side, kinds[kind].style)
				require.NoError(t, err)
				return p
			}
			paint := func(p *procedural.Painter, at place) string {
				dst := make([]uint8, 3*kinds[at.kind].side*kinds[at.kind].side)
				label, err := p.Paint(at.number, dst)
				require.NoError(t, err)
				require.Equal(t, at.number%len(d.Classes), label)
				return string(dst)
			}
			var places []place
			want := map[place]string{}
			used := make([]*procedural.Painter, len(kinds))
			for kind, k := range kinds {
				used[kind] = painter(kind)
				for number := range k.images {
					at := place{kind, number}
					places = append(places, at)
					want[at] = paint(painter(kind), at)
				}
			}
			n := len(places)
			mixed := rng.New("order", d.Name).Perm(n)
			for i := range 2 * n {
				at := places[n-1-i%n] // backwards, then mixed
				if i >= n {
					at = places[mixed[i-n]]
				}
				require.True(t, want[at] == paint(used[at.kind], at), "%v: image %d, drawing %d", kinds[at.kind], at.number, i)
			}
		})
	}
}

// Render is a fresh painter's.
func TestRenderDrawsTheSame(t *testing.T) {
	for _, d := range procedural.Domains() {
		for i, image := range draw(t, d.Name, "seed", 32, 20) {
			got := make([]uint8, 32*32*3)
			require.NoError(t, procedural.Render(d.Name, "seed", i, 32, got))
			require.Equal(t, image, got, fmt.Sprint(d.Name, " ", i))
		}
	}
}
