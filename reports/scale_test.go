package reports

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot"
	"pgregory.net/rapid"
)

func labels(ticks []plot.Tick) []string {
	var all []string
	for _, t := range ticks {
		all = append(all, t.Label)
	}
	return all
}

func TestCountScale(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []int
		log    bool
		label  string
		want   []string
	}{
		{"steps with a start", []int{0, 10, 20, 40, 80}, true, "x (log scale)", []string{"0", "10", "20", "40", "80"}},
		{"crowded end", []int{0, 25, 50, 100, 200, 350, 500}, true, "x (log scale)", []string{"0", "25", "50", "100", "200", "", "500"}},
		{"narrow", []int{200, 100, 100}, false, "x", []string{"100", "200"}},
		{"one", []int{500}, false, "x", []string{"500"}},
		{"only the start", []int{0}, false, "x", []string{"0"}},
		{"thousands", []int{1000, 10_000, 1_500_000}, true, "x (log scale)", []string{"1000", "10K", "1.5M"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := countScale(test.values, 6)
			require.Equal(t, test.log, s.log)
			require.Equal(t, test.label, s.label("x"))
			require.Equal(t, test.want, labels(s.ticks))
			require.Less(t, s.min, s.max)
		})
	}
}

func TestValueScale(t *testing.T) {
	for _, test := range []struct {
		name   string
		points []point
		log    bool
		want   []string
	}{
		{"from 0", []point{{mean: 30, std: 5}, {mean: 110, std: 5}}, false, []string{"0", "20", "40", "60", "80", "100", "120"}},
		{"small", []point{{mean: 0.011}, {mean: 0.05}}, false, []string{"0.00", "0.01", "0.02", "0.03", "0.04", "0.05"}},
		{"negative", []point{{mean: -4, std: 1}, {mean: -1}}, false, []string{"-5", "-4", "-3", "-2", "-1", "0"}},
		{"all 0", []point{{}}, false, []string{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{"wide", []point{{mean: 3, std: 9}, {mean: 170, std: 20}}, true, []string{"2", "5", "10", "20", "50", "100", "200"}},
		{"very wide", []point{{mean: 0.01}, {mean: 1000}}, true, []string{
			"0.01", "", "", "0.1", "", "", "1", "", "", "10", "", "", "100", "", "", "1000"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := valueScale(test.points)
			require.Equal(t, test.log, s.log)
			require.Equal(t, test.want, labels(s.ticks))
			for _, p := range test.points {
				require.LessOrEqual(t, s.min, s.at(p.mean))
				require.GreaterOrEqual(t, s.max, s.at(p.mean+p.std))
			}
		})
	}
}

func TestRoundUpIsTheNextRoundNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-12, 1e12).Draw(t, "v")
		r := roundUp(v)
		require.GreaterOrEqual(t, r.value(), v)
		require.Less(t, r.previous().value(), v)
		require.Equal(t, r, r.previous().next())
	})
}

func TestPositionsAreBinaryLogarithms(t *testing.T) {
	s := countScale([]int{0, 1, 4, 1024}, 6)
	require.InDelta(t, 2, s.at(4), 1e-12)
	require.Less(t, s.at(0), s.at(1))
	require.False(t, math.IsInf(s.at(0), 0))
}
