package benchmarks_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/results"
)

// aRun is a document of one benchmark with a cell for each name, whose values are those of seeds from first on.
type aRun struct {
	first int
	cells map[string][]float64
	edit  func(s *results.SeedPart)
}

func (r aRun) write(t *testing.T) benchmarks.Runs {
	part := results.BenchmarkPart{Name: "table1"}
	for _, name := range []string{"both", "scratch", "other"} {
		values, ok := r.cells[name]
		if !ok {
			continue
		}
		cell := results.CellPart{Levels: []string{name}}
		for i, v := range values {
			seed := results.SeedPart{Seed: r.first + i, Trial: fmt.Sprint(name, i), Outcome: results.Done, Scores: []results.Score{
				{Step: 50, Metric: "fid", Value: 2 * v, Extractor: "domain-1", Resize: "clean", NReal: 10, NFake: 10},
				{Step: 100, Metric: "fid", Value: v, Extractor: "domain-1", Resize: "clean", NReal: 10, NFake: 10},
				{Step: 100, Metric: "recall", Value: v / 100, Extractor: "domain-1", Resize: "clean", NReal: 10, NFake: 10},
			}}
			if r.edit != nil {
				r.edit(&seed)
			}
			cell.Seeds = append(cell.Seeds, seed)
		}
		part.Cells = append(part.Cells, cell)
	}
	text, err := json.Marshal(results.Document{Profile: "p", Benchmarks: []results.BenchmarkPart{part}})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "results.json")
	require.NoError(t, os.WriteFile(path, text, 0o644))
	runs, err := benchmarks.ReadRuns(path)
	require.NoError(t, err)
	return runs
}

func compareRuns(t *testing.T, a, b aRun) benchmarks.Contrast {
	c, err := benchmarks.CompareRuns(a.write(t), b.write(t))
	require.NoError(t, err)
	return c
}

func scaled(values []float64, by float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v * by * []float64{1.01, 0.99}[i%2]
	}
	return out
}

var tenths = []float64{20, 22, 25, 19, 28, 31}

func TestRunsArePairedBySeeds(t *testing.T) {
	a := aRun{1, map[string][]float64{"both": tenths, "scratch": tenths}, nil}
	b := aRun{1, map[string][]float64{"both": scaled(tenths, 0.8), "scratch": tenths}, nil}
	c := compareRuns(t, a, b)
	require.Len(t, c.Rows, 4)
	require.Equal(t, []string{"fid", "fid", "recall", "recall"}, []string{c.Rows[0].Metric, c.Rows[1].Metric, c.Rows[2].Metric, c.Rows[3].Metric})
	fid := c.Rows[0]
	require.Equal(t, "table1: both", fid.Place)
	require.Equal(t, 100, fid.Step)
	require.True(t, fid.Paired)
	require.Equal(t, 6, fid.NA)
	require.InDelta(t, 0.8, *fid.Effect, 0.001, "the pairs agree far better than the seeds do")
	require.Greater(t, *fid.Low, 0.78)
	require.Less(t, *fid.P, 1e-6)
	require.Equal(t, benchmarks.ToldBetter, fid.Tells)
	require.Equal(t, benchmarks.ToldNothing, c.Rows[1].Tells)
	require.Equal(t, "the same numbers", c.Rows[1].Why)
	require.Equal(t, benchmarks.ToldWorse, c.Rows[2].Tells, "more recall is better")
	require.Equal(t, *c.Rows[2].P*2, *c.Rows[2].Holm, "of two comparisons")
	back := compareRuns(t, b, a)
	require.InDelta(t, 1 / *fid.Effect, *back.Rows[0].Effect, 1e-12)
	require.InDelta(t, *fid.P, *back.Rows[0].P, 1e-12)
	require.Equal(t, benchmarks.ToldWorse, back.Rows[0].Tells)
}

// Without a common seed the same numbers tell less: the seeds' own spread counts. The reference is scipy.stats.ttest_ind(log(b), log(a),
// equal_var=False) of SciPy 1.10, and the interval by its
// stats.t.ppf at Welch's degrees of freedom.
func TestRunsWithoutCommonSeedsAreNotPaired(t *testing.T) {
	a := aRun{1, map[string][]float64{"both": tenths}, nil}
	b := aRun{101, map[string][]float64{"both": scaled(tenths, 0.8)}, nil}
	fid := compareRuns(t, a, b).Rows[0]
	require.False(t, fid.Paired)
	require.InDelta(t, 0.8, *fid.Effect, 0.001)
	require.InDelta(t, 0.07347622, *fid.P, 1e-6)
	require.InDelta(t, 0.62379315, *fid.Low, 1e-6)
	require.InDelta(t, 1.02587854, *fid.High, 1e-6)
	require.Equal(t, benchmarks.ToldNothing, fid.Tells)
}

func TestWhatOneSeedOrADivergedOneTells(t *testing.T) {
	one := aRun{1, map[string][]float64{"both": tenths[:1]}, nil}
	c := compareRuns(t, one, aRun{1, map[string][]float64{"scratch": tenths}, nil})
	require.Equal(t, "table1: both | table1: scratch", c.Rows[0].Place, "one place each")
	require.Equal(t, "one seed tells nothing", c.Rows[0].Why)
	require.Equal(t, benchmarks.ToldNothing, c.Rows[0].Tells)
	require.Nil(t, c.Rows[0].P)
	diverge := func(s *results.SeedPart) {
		if s.Seed%2 == 1 {
			s.Outcome, s.DivergedAt, s.Scores = results.Diverged, 60, s.Scores[:1]
		}
	}
	good, bad := aRun{1, map[string][]float64{"both": tenths}, nil}, aRun{1, map[string][]float64{"both": scaled(tenths, 0.8)}, diverge}
	fid := compareRuns(t, good, bad).Rows[0]
	require.Equal(t, 3, fid.Lost)
	require.Equal(t, benchmarks.ToldNothing, fid.Tells, "half are better, half have lost")
	bad.first = 101
	fid = compareRuns(t, good, bad).Rows[0]
	require.Equal(t, "diverged seeds cannot be ranked without pairs", fid.Why)
}

func TestWhatIsNotComparableIsLeftOut(t *testing.T) {
	a := aRun{1, map[string][]float64{"both": tenths, "scratch": tenths}, nil}
	c := compareRuns(t, a, aRun{1, map[string][]float64{"both": tenths, "other": tenths}, func(s *results.SeedPart) {
		s.Scores[2].NFake = 11
		s.Scores = append(s.Scores, results.Score{Step: 100, Metric: "kid"})
	}})
	require.Len(t, c.Rows, 1)
	text := strings.Join(c.LeftOut, "\n")
	require.Contains(t, text, "recall of table1: both is not comparable: extractor domain-1, protocol clean, 10 real and 10 fake images; extractor domain-1, protocol clean, 10 real and 11 fake images")
	require.Contains(t, text, "kid of table1: both is only in")
	require.Contains(t, text, "table1: scratch is only in")
	require.Contains(t, text, "table1: other is only in")
	_, err := benchmarks.CompareRuns(a.write(t), aRun{1, map[string][]float64{"other": tenths}, nil}.write(t))
	require.ErrorContains(t, err, "nothing is in both")
	_, err = benchmarks.CompareRuns(a.write(t), aRun{1, map[string][]float64{"both": tenths}, func(s *results.SeedPart) {
		for i := range s.Scores {
			s.Scores[i].Extractor = "domain-2"
		}
	}}.write(t))
	require.ErrorContains(t, err, "no numbers are comparable")
	late := aRun{1, map[string][]float64{"both": tenths}, func(s *results.SeedPart) { s.Scores[1].Step = 200 }}
	require.Equal(t, 50, compareRuns(t, a, late).Rows[0].Step, "the last that both have")
}

func TestReadRunsOfTrials(t *testing.T) {
	dir := t.TempDir()
	store, err := results.Open(dir)
	require.NoError(t, err)
	put := func(digit, name, seed string, scores ...results.Score) string {
		key := strings.Repeat(digit, 64)
		require.NoError(t, os.MkdirAll(store.Dir(key), 0o755))
		spec := json.RawMessage(fmt.Sprintf(`{"training": {"seed": %q}}`, seed))
		require.NoError(t, store.Put(results.Trial{Key: key, Name: name, Spec: spec, Outcome: results.Done, Scores: scores}))
		return store.Dir(key)
	}
	score := results.Score{Step: 10, Metric: "fid", Value: 3, Extractor: "domain-1"}
	_, err = benchmarks.ReadRuns(dir)
	require.ErrorContains(t, err, "has no finished training with scores")
	put("1", "faces, pre-training, seed 1", "1/pretrain")
	first := put("2", "portraits, both from faces, seed 1, ada", "1/finetune", score)
	put("3", "portraits, both from faces, seed 2, ada", "2/finetune", score)
	runs, err := benchmarks.ReadRuns(dir)
	require.NoError(t, err)
	c, err := benchmarks.CompareRuns(runs, runs)
	require.NoError(t, err)
	require.Len(t, c.Rows, 1)
	require.Equal(t, "portraits, both from faces, ada", c.Rows[0].Place)
	require.Equal(t, 2, c.Rows[0].NA)
	single, err := benchmarks.ReadRuns(first)
	require.NoError(t, err)
	c, err = benchmarks.CompareRuns(runs, single)
	require.NoError(t, err)
	require.Equal(t, 1, c.Rows[0].NB)
	put("4", "portraits, both from faces, seed 2, ada", "2/finetune", score)
	_, err = benchmarks.ReadRuns(dir)
	require.ErrorContains(t, err, `two trainings of "portraits, both from faces, ada" with seed 2, of different settings (33333333 and 44444444)`)
	_, err = benchmarks.ReadRuns(filepath.Join(dir, "nowhere"))
	require.ErrorContains(t, err, "no such file")
}
