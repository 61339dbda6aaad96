package procedural

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The ray through the image of a place leads back to it.
func TestRayLeadsToWhatIsProjected(t *testing.T) {
	c := newCamera(vec{1, 1.5, -2}, 0.4, 0.8, 0.45)
	for _, p := range []vec{{1, 1.5, 3}, {-2, 0, 6}, {4, 3, 9}, {1.2, 0.1, -1}} {
		at, depth := c.project(p)
		back := c.at.plus(c.ray(at.x, at.y).times(depth))
		require.Less(t, back.minus(p).norm(), 1e-12, "%v", p)
	}
}

func TestOutline(t *testing.T) {
	c := newCamera(vec{0, 1, 0}, 0, 1, 0.5)
	for _, k := range []struct {
		name    string
		corners []vec
		points  int // 0 where nothing is seen
	}{
		{"before the viewer", []vec{{-1, 0, 4}, {1, 0, 4}, {1, 2, 4}, {-1, 2, 4}}, 4},
		{"behind the viewer", []vec{{-1, 0, -4}, {1, 0, -4}, {1, 2, -4}, {-1, 2, -4}}, 0},
		{"far to the side", []vec{{50, 0, 4}, {52, 0, 4}, {52, 2, 4}, {50, 2, 4}}, 0},
		{"floor under the viewer", []vec{{-2, 0, -4}, {2, 0, -4}, {2, 0, 4}, {-2, 0, 4}}, 6},
		{"a corner beyond the margin", []vec{{-9, 1, 4}, {0, 1.5, 4}, {0, 0.5, 4}}, 4},
	} {
		t.Run(k.name, func(t *testing.T) {
			points := c.outline(nil, k.corners...)
			require.Len(t, points, k.points)
			for _, p := range points {
				require.True(t, p.x > -margin-1e-9 && p.x < 1+margin+1e-9 && p.y > -margin-1e-9 && p.y < 1+margin+1e-9, "%v", p)
			}
		})
	}
}

// A stripe covers the same share of a row of pixels, however wide they are.
func TestStripeKeepsItsShare(t *testing.T) {
	const step, width, n = 1.0, 0.3, 4000
	for _, foot := range []float64{0.01, 0.1, 0.3, 0.5, 0.69} {
		sum := 0.0
		for k := range n {
			sum += stripe(nearest(float64(k)*7*step/n, step), width, foot)
		}
		require.InDelta(t, width/step, sum/n, 2e-3, "%v", foot)
	}
}

// Where two planes of a room meet, a pixel has a colour between the two.
func TestCornersOfARoomAreAntialiased(t *testing.T) {
	const side = 32
	flat := func(v float64) texture { return func(_, _, _ float64) rgb { return gray(v) } }
	m := &interior{world: world{scene: newScene(side), camera: newCamera(vec{2, 1.3, 0.5}, 0.13, 0.8, 0.43)}, size: vec{4, 2.6, 5},
		ambient: gray(1), walls: flat(0), floor: flat(1), ceiling: flat(1)}
	m.paintShell()
	between := 0
	for _, c := range m.canvas {
		if c.r > 0.05 && c.r < 0.75 {
			between++
		}
	}
	require.Greater(t, between, side/2)
}

// Half of a pixel under a ridge is half covered, and nothing is painted beyond its foot.
func TestRidgeCoversPartsOfPixels(t *testing.T) {
	const side = 16
	s := newScene(side)
	s.ridge(func(float64) float64 { return 4.25 / side }, 10.0/side, func(_, _, _ float64) rgb { return gray(1) })
	for j := range side {
		want := 0.0
		switch {
		case j == 4:
			want = 0.75
		case j > 4 && j < 10:
			want = 1
		}
		require.InDelta(t, want, s.canvas[j*side].r, 1e-9, "row %d", j)
	}
}

// The light of a room falls towards its corners and grows towards a lamp.
func TestLightOfARoom(t *testing.T) {
	m := &interior{size: vec{4, 2.6, 5}, ambient: gray(0.6)}
	up := vec{0, 1, 0}
	middle, edge := m.lit(vec{2, 0, 2.5}, up), m.lit(vec{0.05, 0, 4.95}, up)
	require.Less(t, edge.r, 0.8*middle.r)
	m.lamps = []lamp{{vec{2, 2, 2.5}, gray(0.5), 2}}
	require.Greater(t, m.lit(vec{2, 0, 2.5}, up).r, middle.r+0.1)
	require.False(t, math.IsNaN(m.lit(vec{2, 2, 2.5}, up).r), "at the lamp itself")
}
