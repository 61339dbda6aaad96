package procedural

import (
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/rng"
)

// Every outline runs clockwise, whatever was done to it, so that parts of a union never cancel; the hole of a ring runs the other way.
func TestOutlinesRunClockwise(t *testing.T) {
	sharp := taper(0.2, 0.1, -1, 0, 0, -0.5, 1, 0)
	for name, s := range map[string]shape{
		"poly": poly(0, -1, 1, 1, -1, 1), "poly the other way": poly(0, -1, -1, 1, 1, 1), "blob": blob(0, -1, -1, 0, 0, 1, 1, 0), "oval": oval(0.2, 0.1, 0.5, 0.3), "box": box(-1, -1, 1, 1, 0), "round box": box(-1, -1, 1, 1, 0.2),
		"lathe": lathe(0.2, -1, 0.5, 0, 0.3, 1), "line": line(0.1, -1, 0, 0.5, 0.3), "taper": sharp, "bow": bow(0.2, 0.1, -1, 0, 0, -1, 1, 0),
		"star": star(0, 0, 1, 0.5, 5), "sector": sector(1, 0.1, 0.7), "grid": grid(-1, -1, 1, 1, 3, 2, 0.2), "petal": petal(0.3, 0.5),
		"leafy": leafy(0.3), "turned": sharp.turn(2), "around": sharp.around(5, 0.3), "flipped": sharp.flip(), "both": sharp.both(),
		"thick": sharp.thick(0.1, 0.1),
	} {
		for k, o := range s {
			require.Positive(t, area(o.points), "%s, outline %d", name, k)
		}
	}
	hole := ring(0, 0, 1, 1, 0.5)
	require.InDelta(t, -0.25*area(hole[0].points), area(hole[1].points), 1e-12)
}

func TestPoseHasAnInverse(t *testing.T) {
	r := rng.New("pose", "test")
	for range 100 {
		p := &pose{side: 48, cx: r.Uniform(0.3, 0.7), cy: r.Uniform(0.3, 0.7), ax: r.Uniform(0.2, 0.5), ay: r.Uniform(0.2, 0.5),
			tiltX: r.Uniform(-0.2, 0.2), tiltY: r.Uniform(-0.2, 0.2)}
		if chance(r, 0.5) {
			p.ax = -p.ax
		}
		p.turn(r.Uniform(-3, 3))
		q := point{r.Uniform(-1, 1), r.Uniform(-1, 1)}
		at := p.place(q)
		u, v := p.local(at.x/p.side, at.y/p.side)
		require.InDelta(t, q.x, u, 1e-12)
		require.InDelta(t, q.y, v, 1e-12)
	}
}

// What is filled after hold is seen on what was there before alone, also where that lies outside the image.
func TestMarksAreCutOff(t *testing.T) {
	s := newScene(32)
	s.begin(rng.New("marks", "test"))
	s.flood(func(x, y float64) rgb { return gray(0) })
	o := &object{s: s, r: s.rand, pose: &pose{side: 32, cx: 0.5, cy: 0.5, ax: 0.5, ay: 0.5, cos: 1}, light: light{z: 1, ambient: gray(1)}}
	red := rgb{1, 0, 0}
	o.add(plate.of(red).shiny(0).textured(0, 0), box(-0.5, -0.5, 0, 0.5, 0), on(gray(1), box(-1, -1, 1, 0, 0)))
	o.add(plate.of(red), box(3, 3, 4, 4, 0), on(gray(1), box(-1, -1, 1, 1, 0)))
	require.Equal(t, gray(0), s.canvas[4*32+4], "outside")
	require.Equal(t, gray(1), s.canvas[10*32+12], "marked")
	require.Equal(t, red, s.canvas[20*32+12], "not marked")
	require.Equal(t, gray(0), s.canvas[10*32+24], "outside, to the right")
}
