package reports

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/models"
)

func TestPublishedCounts(t *testing.T) {
	counts, ok := publishedCounts([]string{"500", "1K", "1M"})
	require.True(t, ok)
	require.Equal(t, []int{500, 1000, 1_000_000}, counts)
	for _, columns := range [][]string{nil, {"ImageNet"}, {"1K", "0"}, {"40K updates"}} {
		_, ok := publishedCounts(columns)
		require.False(t, ok, "%v", columns)
	}
}

func TestRelativeDividesByTheLastValueOfScratch(t *testing.T) {
	p := panel{title: "t", series: []series{
		{style: 0, points: []point{{1, 8, 2}, {2, 4, 1}}},
		{style: 1, points: []point{{1, 2, 0.5}}},
	}}
	scaled, ok := p.relative(0)
	require.True(t, ok)
	require.Equal(t, []point{{1, 2, 0.5}, {2, 1, 0.25}}, scaled.series[0].points)
	require.Equal(t, []point{{1, 0.5, 0.125}}, scaled.series[1].points)
	require.Equal(t, 8.0, p.series[0].points[0].mean, "the panel itself is as it was")

	negative := panel{series: []series{{points: []point{{1, -6, 1}, {2, -3, 1.5}}}}}
	scaled, ok = negative.relative(0)
	require.True(t, ok)
	require.Equal(t, []point{{1, 2, 1.0 / 3}, {2, 1, 0.5}}, scaled.series[0].points, "a deviation has no sign")

	p.series[0].diverged = true
	_, ok = p.relative(0)
	require.False(t, ok, "there is no last value")
	_, ok = p.relative(7)
	require.False(t, ok)
}

func TestComparisonFollowsTheAxisWithScratch(t *testing.T) {
	starts := benchmarks.Axis{Name: "source", Levels: []benchmarks.Level{
		{Name: "plain + ada", Transfer: models.Scratch, Augment: models.Augmentation("ada")}, {Name: "faces", Source: "faces", Transfer: models.TransferBoth},
	}}
	targets := benchmarks.Axis{Name: "target", Levels: []benchmarks.Level{{Name: "flowers", Target: "flowers"}}}
	sources := benchmarks.Axis{Name: "source", Levels: starts.Levels[1:]}
	for _, test := range []struct {
		name string
		axes []benchmarks.Axis
		want comparison
		line string
	}{
		{"first", []benchmarks.Axis{starts, targets}, comparison{0, "plain + ada"}, "column"},
		{"second", []benchmarks.Axis{targets, starts}, comparison{1, "plain + ada"}, "row"},
		{"sources alone", []benchmarks.Axis{targets, sources}, comparison{1, ""}, "row"},
		{"neither", []benchmarks.Axis{targets}, comparison{0, ""}, "column"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := comparisonOf(benchmarks.Definition{Axes: test.axes})
			require.Equal(t, test.want, c)
			require.Equal(t, test.line, c.line())
		})
	}
	c := comparison{1, "scratch"}
	base, ok := c.of([]string{"flowers", "faces"})
	require.True(t, ok)
	require.Equal(t, []string{"flowers", "scratch"}, base)
	_, ok = c.of(base)
	require.False(t, ok, "the baseline itself")
}

func TestShareScale(t *testing.T) {
	s := shareScale([]point{{x: 0}, {x: 2.5}, {x: 100}})
	require.Equal(t, []string{"0", "2", "5", "10", "20", "50", "100"}, labels(s.ticks))
	require.Less(t, s.at(0), s.at(2.5))
	require.Equal(t, s.max, s.at(100))
	require.Equal(t, []string{"50", "100"}, labels(shareScale([]point{{x: 50}}).ticks))
}

func TestEscapeTeX(t *testing.T) {
	require.Equal(t, `50 \% of a\_b \& \$x\#\{\}\textbackslash{} 1.0 $\pm$ 0.1 -- \textless{} \textasciitilde{}\textasciicircum{}`,
		escapeTeX(`50 % of a_b & $x#{}\ 1.0 ± 0.1 – < ~^`))
}

func TestStripsShareABudget(t *testing.T) {
	for cells, want := range map[int]int{1: 8, 2: 8, 4: 5, 20: 1, 100: 1} {
		require.Equal(t, want, stripRows(make([]cellPictures, cells)), "%d cells", cells)
	}
}
