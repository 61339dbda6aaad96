package reports

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/results"
)

func TestGain(t *testing.T) {
	for _, test := range []struct {
		name, metric    string
		baseline, value float64
		want            string
	}{
		{"table 2 at 1K", "fid", 256.1, 93.4, "+63.5 %"},
		{"worse", "fid", 20, 25, "-25.0 %"},
		{"negative and higher is better", "iw", -33.3, -22.5, "+32.4 %"},
		{"no percentage of 0", "kmmd", 0, 0.1, "–"},
		{"no percentage of an estimate below 0", "kmmd", -0.001, 0.1, "–"},
		{"unknown metric", "other", 1, 2, "–"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, percentage(describe(test.metric), test.baseline, test.value))
		})
	}
}

func TestDecimals(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   int
	}{
		{nil, 1}, {[]float64{0}, 1}, {[]float64{256.1, 2}, 1}, {[]float64{12345}, 1}, {[]float64{99.9}, 2}, {[]float64{-3.2}, 3},
		{[]float64{0.5}, 3}, {[]float64{0.05, 0.001}, 4}, {[]float64{1e-30}, 9},
	} {
		require.Equal(t, test.want, decimals(test.values), "%v", test.values)
	}
}

func TestSummaryText(t *testing.T) {
	for _, test := range []struct {
		want string
		s    summary
	}{
		{"–", summary{planned: 3}},
		{"12.30 ± 0.40", summary{planned: 3, finished: 3, n: 3, mean: 12.3, std: 0.4}},
		{"12.30", summary{planned: 1, finished: 1, n: 1, mean: 12.3}},
		{"div.", summary{planned: 3, finished: 3, diverged: 3}},
		{"div. (1 of 3 seeds)", summary{planned: 3, finished: 1, diverged: 1}},
		{"12.30 ± 0.40 (1 of 3 div.)", summary{planned: 3, finished: 3, diverged: 1, n: 2, mean: 12.3, std: 0.4}},
		{"12.30 (1 of 3 div., 2 of 3 seeds)", summary{planned: 3, finished: 2, diverged: 1, n: 1, mean: 12.3}},
		{"–", summary{planned: 3, finished: 3}},
	} {
		require.Equal(t, test.want, test.s.text(2))
	}
}

func TestSummaryLeavesOutWhatFollowsDivergence(t *testing.T) {
	scores := func(values ...float64) []results.Score {
		var all []results.Score
		for i, v := range values {
			all = append(all, results.Score{Step: 10 * i, Metric: "fid", Value: v})
		}
		return all
	}
	c := &benchmarks.Collection{Trials: map[string]results.Trial{
		"a": {Outcome: results.Done, Scores: scores(9, 2, 4)},
		"b": {Outcome: results.Done, Scores: scores(9, 4, 8)},
		"c": {Outcome: results.Diverged, DivergedAt: 20, Scores: scores(9, 9, 100)},
	}}
	cell := benchmarks.Cell{Trials: []string{"a", "b", "c", "d"}}
	at := summarize(c, cell, "fid", 20)
	require.Equal(t, []int{4, 3, 1, 2}, []int{at.planned, at.finished, at.diverged, at.n})
	require.InDelta(t, 6, at.mean, 1e-12)
	require.InDelta(t, 2.8284271247461903, at.std, 1e-12)
	require.Equal(t, 3, summarize(c, cell, "fid", 10).n)
	require.Zero(t, summarize(c, cell, "fid", 30).n)
}

// Before they diverged, seeds have numbers, and the text says what the fields of the CSV say.
func TestSummaryOfSeedsThatDivergeLater(t *testing.T) {
	diverged := func(at int, values ...float64) results.Trial {
		trial := results.Trial{Outcome: results.Diverged, DivergedAt: at}
		for i, v := range values {
			trial.Scores = append(trial.Scores, results.Score{Step: 10 * i, Metric: "fid", Value: v})
		}
		return trial
	}
	c := &benchmarks.Collection{Trials: map[string]results.Trial{"a": diverged(15, 8, 4), "b": diverged(25, 6, 2, 7)}}
	cell := benchmarks.Cell{Trials: []string{"a", "b"}}
	for step, want := range map[int]struct {
		text   string
		fields []string
	}{
		0:  {"7.0 ± 1.4", []string{"7", "1.41421", "2", "0", "0"}},
		10: {"3.0 ± 1.4", []string{"3", "1.41421", "2", "0", "0"}},
		20: {"7.0 (1 of 2 div.)", []string{"7", "", "1", "1", "0"}},
		30: {"div.", []string{"", "", "0", "2", "0"}},
	} {
		s := summarize(c, cell, "fid", step)
		require.Equal(t, want.text, s.text(1), "step %d", step)
		require.Equal(t, want.fields, summaryFields(s)[:5], "step %d", step)
	}
}

func TestWarningsAreWrittenOnce(t *testing.T) {
	warned := func(warnings ...string) summary {
		return summary{scores: []results.Score{{Warnings: warnings}, {Warnings: warnings}}}
	}
	m := describe("fid")
	require.Empty(t, m.warnings([]summary{warned(), {}}))
	require.Equal(t, " Warning about FID: few. odd.", m.warnings([]summary{warned("few"), warned("few", "odd"), warned()}))
	require.Equal(t, " Warning about FID: a. b. c. 2 warnings more: see results.json.", m.warnings([]summary{warned("a", "b"), warned("b", "c", "d", "e")}))
}
