package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/ops"
	"tgan/internal/rng"
)

// fixed returns an input with the given values.
func fixed(g *gorgonia.ExprGraph, name string, values []float64, shape ...int) *ops.Node {
	n := ops.Input(g, tensor.Float64, name, shape...)
	copy(ops.Float64s(n), values)
	return n
}

// distortions are functions of images alone: what distorts them is fixed.
func distortions() []expression {
	images := func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
		return []*ops.Node{input(g, s, "a", false, 2, 4, 4, 3), input(g, s, "b", false, 2, 4, 4, 3)}
	}
	return []expression{
		{"move", images, func(d *ops.Device, x []*ops.Node) *ops.Node {
			return d.Move(d.Mul(x[0], x[1]), fixed(x[0].Graph(), "moves", []float64{
				1, 1, 1, -1, 0, 0, 0, 0,
				0, 3, -2, 0, 0, 1, 2, 3,
			}, 2, ops.MoveValues))
		}},
		{"recolour", images, func(d *ops.Device, x []*ops.Node) *ops.Node {
			return d.Recolour(d.Mul(x[0], x[1]), fixed(x[0].Graph(), "gains", []float64{0.3, 1.4, 1.7, 0.6}, 2, 2))
		}},
	}
}

func TestMoveOfAHandfulOfPixels(t *testing.T) {
	image := []float64{
		1, 2, 3,
		4, 5, 6,
		7, 8, 9,
	}
	for _, c := range []struct {
		name  string
		moves []float64
		want  []float64
	}{
		{"none", []float64{0, 0, 0, 0, 0, 0, 0, 0}, image},
		{"mirror", []float64{1, 0, 0, 0, 0, 0, 0, 0}, []float64{3, 2, 1, 6, 5, 4, 9, 8, 7}},
		{"quarter", []float64{0, 1, 0, 0, 0, 0, 0, 0}, []float64{3, 6, 9, 2, 5, 8, 1, 4, 7}},
		{"half", []float64{0, 2, 0, 0, 0, 0, 0, 0}, []float64{9, 8, 7, 6, 5, 4, 3, 2, 1}},
		{"down", []float64{0, 0, 1, 0, 0, 0, 0, 0}, []float64{0, 0, 0, 1, 2, 3, 4, 5, 6}},
		{"left", []float64{0, 0, 0, -1, 0, 0, 0, 0}, []float64{2, 3, 0, 5, 6, 0, 8, 9, 0}},
		{"far", []float64{0, 0, 3, 0, 0, 0, 0, 0}, make([]float64, 9)},
		{"blank", []float64{0, 0, 0, 0, 0, 1, 2, 3}, []float64{1, 0, 0, 4, 0, 0, 7, 8, 9}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := gorgonia.NewGraph()
			y := device(t).Move(fixed(g, "image", image, 1, 3, 3, 1), fixed(g, "moves", c.moves, 1, ops.MoveValues))
			m, err := ops.Compile(y)
			require.NoError(t, err)
			require.NoError(t, m.Run())
			require.Equal(t, c.want, ops.Float64s(y))
		})
	}
}

func TestRecolourByHand(t *testing.T) {
	// Two pixels of two channels: pixel means 2 and 6, mean 4. Saturation 2 gives 0, 4 and 5, 7; contrast 1/2 gives 2, 4 and 4.5, 5.5.
	g := gorgonia.NewGraph()
	y := device(t).Recolour(fixed(g, "image", []float64{1, 3, 5.5, 6.5}, 1, 2, 2), fixed(g, "gains", []float64{2, 0.5}, 1, 2))
	m, err := ops.Compile(y)
	require.NoError(t, err)
	require.NoError(t, m.Run())
	require.Equal(t, []float64{2, 4, 4.5, 5.5}, ops.Float64s(y))
}
