package gate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks/gate"
	"tgan/metrics"
)

func scores() []metrics.Score {
	return []metrics.Score{
		{Metric: "fid", Value: 12.5, Interval: &metrics.Interval{Low: 12, High: 13}, Extractor: "domain-1", Resize: "clean", NReal: 100, NFake: 50},
		{Metric: "recall", Value: 0.5, Extractor: "domain-1", Resize: "clean", NReal: 100, NFake: 50},
	}
}

func run(change func(*gate.Run)) gate.Run {
	r := gate.Run{
		Schema: gate.Schema, Real: gate.Set{Source: "photos", Identity: "abc"},
		Fakes: []gate.Measured{{Set: gate.Set{Source: "gan"}, Scores: scores()}},
	}
	if change != nil {
		change(&r)
	}
	return r
}

func TestLimits(t *testing.T) {
	for text, want := range map[string]string{
		"fid>12.3":              "fid is 12.5, --fail-if fid>12.3",
		"fid>12.5":              "",
		"fid>=12.5":             "fid is 12.5, --fail-if fid>=12.5",
		" FID.Value > 1.2e1":    "fid is 12.5, --fail-if FID.Value > 1.2e1",
		"fid.low>12":            "",
		"fid.low>11.9":          "fid.low is 12, --fail-if fid.low>11.9",
		"fid.high>=13":          "fid.high is 13, --fail-if fid.high>=13",
		"recall<0.5":            "",
		"recall<=0.5":           "recall is 0.5, --fail-if recall<=0.5",
		"recall < .6":           "recall is 0.5, --fail-if recall < .6",
		"fid<-1000000000000000": "",
	} {
		l, err := gate.ParseLimit(text)
		require.NoError(t, err, text)
		got, err := l.Broken(scores())
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"": "is no condition", "fid": "is no condition", "fid>": "is no condition", "fid=12": "is no condition", "fid=>12": "is no condition",
		"fid>12 or kid>1": "is no condition", ">12": "is no condition", "fid>x": "x is no finite number", "fid>nan": "nan is no finite number",
		"fid>inf": "inf is no finite number", "fid.mean>3": ".mean is neither .value, .low nor .high", "fid>>3": ">3 is no finite number",
	} {
		_, err := gate.ParseLimit(text)
		require.ErrorContains(t, err, want, text)
	}
	l, err := gate.ParseLimit("recall.low<0.1")
	require.NoError(t, err)
	_, err = l.Broken(scores())
	require.ErrorContains(t, err, "recall has no interval")
	never := func(string) bool { return false }
	require.ErrorContains(t, l.Askable([]string{"recall"}, never), "give --intervals")
	require.ErrorContains(t, l.Askable([]string{"fid", "kid"}, never), "recall is not measured: name it in --metrics, which has fid, kid")
	require.NoError(t, l.Askable([]string{"recall"}, func(string) bool { return true }))
}

// A number that is none passes no gate.
func TestNotANumberBreaksEveryLimit(t *testing.T) {
	bad := run(func(r *gate.Run) { r.Fakes[0].Scores[0].Value = math.NaN() })
	for _, text := range []string{"fid>1", "fid<1"} {
		l, err := gate.ParseLimit(text)
		require.NoError(t, err)
		words, err := bad.Broken([]gate.Limit{l})
		require.NoError(t, err)
		require.Len(t, words, 1)
	}
	list, err := gate.Compare(run(nil), bad, gate.Tolerances{})
	require.NoError(t, err)
	require.True(t, list[0].Failed)
}

func TestBaseline(t *testing.T) {
	for _, c := range []struct {
		name        string
		tolerances  []string
		fid, recall float64
		failed      []bool
	}{
		{"the same", nil, 12.5, 0.5, []bool{false, false}},
		{"better", nil, 10, 0.6, []bool{false, false}},
		{"worse", nil, 12.6, 0.4, []bool{true, true}},
		{"within a share", []string{"4%"}, 13, 0.48, []bool{false, false}},
		{"beyond it", []string{"4%"}, 13.001, 0.479, []bool{true, true}},
		{"of each", []string{"0.1", "FID = 5"}, 17.5, 0.375, []bool{false, true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tolerances, err := gate.ParseTolerances(c.tolerances)
			require.NoError(t, err)
			now := run(func(r *gate.Run) {
				r.Fakes[0].Source = "another name"
				r.Fakes[0].Scores[0].Value, r.Fakes[0].Scores[1].Value = c.fid, c.recall
			})
			now.Baseline, err = gate.Compare(run(nil), now, tolerances)
			require.NoError(t, err)
			failed := 0
			for i, d := range now.Baseline {
				require.Equal(t, c.failed[i], d.Failed, d.Metric)
				if d.Failed {
					failed++
				}
			}
			require.Len(t, now.Worse(), failed)
		})
	}
	for _, text := range []string{"", "x", "-1", "nan%", "inf", "fid=", "5%%"} {
		_, err := gate.ParseTolerances([]string{text})
		require.ErrorContains(t, err, fmt.Sprintf("gate: tolerance %q: it must be a number from 0 on", text))
	}
	tolerances, err := gate.ParseTolerances([]string{"kid=1"})
	require.NoError(t, err)
	require.ErrorContains(t, tolerances.Askable([]string{"fid"}), `tolerance of "kid", which is not measured`)
}

func TestWhatCannotBeComparedIsRefused(t *testing.T) {
	for want, change := range map[string]func(*gate.Run){
		"images of their own size, this run of 32 pixels a side by crop": func(r *gate.Run) { r.Side, r.Fit = 32, "crop" },
		"real images photos, which are not those of others of this run":  func(r *gate.Run) { r.Real = gate.Set{Source: "others", Identity: "b"} },
		"fid by extractor domain-1, this run by domain-2":                func(r *gate.Run) { r.Fakes[0].Scores[0].Extractor = "domain-2" },
		"fid by protocol clean, this run by none":                        func(r *gate.Run) { r.Fakes[0].Scores[0].Resize = "none" },
		"fid of 100 real and 50 fake images, this run of 100 and 51":     func(r *gate.Run) { r.Fakes[0].Scores[0].NFake = 51 },
		"recall of 100 real and 50 fake images, this run of 99 and 50":   func(r *gate.Run) { r.Fakes[0].Scores[1].NReal = 99 },
		"metric recall, this run has not":                                func(r *gate.Run) { r.Fakes[0].Scores = r.Fakes[0].Scores[:1] },
		"no metric kid":                                                  func(r *gate.Run) { r.Fakes[0].Scores = append(r.Fakes[0].Scores, metrics.Score{Metric: "kid"}) },
		"1 sets of fake images, this run 2":                              func(r *gate.Run) { r.Fakes = append(r.Fakes, r.Fakes[0]) },
	} {
		_, err := gate.Compare(run(nil), run(change), gate.Tolerances{})
		require.EqualError(t, err, "gate: the baseline has "+want+": measure the same, or make the baseline anew by tgan metric ... --json")
	}
	unknown := run(func(r *gate.Run) { r.Real.Identity = "" })
	_, err := gate.Compare(unknown, run(nil), gate.Tolerances{})
	require.NoError(t, err, "what is not known is not compared")
}

// Several sets are compared by their names, in any order.
func TestSeveralSets(t *testing.T) {
	base := run(func(r *gate.Run) {
		r.Fakes = append(r.Fakes, gate.Measured{Set: gate.Set{Source: "other"}, Scores: scores()})
		r.Fakes[1].Scores[0].Value = 20
	})
	now := run(func(r *gate.Run) { r.Fakes = []gate.Measured{base.Fakes[1], base.Fakes[0]} })
	list, err := gate.Compare(base, now, gate.Tolerances{})
	require.NoError(t, err)
	require.Equal(t, 0., list[0].Worse)
	l, err := gate.ParseLimit("fid>15")
	require.NoError(t, err)
	words, err := now.Broken([]gate.Limit{l})
	require.NoError(t, err)
	require.Equal(t, []string{"other: fid is 20, --fail-if fid>15"}, words)
	now.Fakes[0].Source = "third"
	_, err = gate.Compare(base, now, gate.Tolerances{})
	require.ErrorContains(t, err, "no fake images third")
}

func TestReadRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.json")
	_, err := gate.ReadRun(path)
	require.ErrorContains(t, err, "make it by tgan metric")
	text, err := json.Marshal(run(nil))
	require.NoError(t, err)
	for content, want := range map[string]string{
		"[]": "a JSON object", "": "a JSON object", "{": "unexpected end", "{}": "schema 0, not 1", `{"schema":2}`: "schema 2, not 1",
		`{"schema":1}`: "fakes is empty", `{"schema":1,"fakes":[{"source":"a"}]}`: `scores of "a" is empty`,
		`{"schema":1,"fakes":[{"source":"a","scores":[{}]}]}`: "lacks metric or extractor", string(text): "",
	} {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		got, err := gate.ReadRun(path)
		if want == "" {
			require.NoError(t, err)
			require.Equal(t, run(nil), got)
			continue
		}
		require.ErrorContains(t, err, want, content)
		require.ErrorContains(t, err, path)
	}
}

func FuzzLimit(f *testing.F) {
	f.Add("fid>12.3")
	f.Add("recall.low <= -1e3")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := gate.ParseLimit(text)
		if err == nil {
			_, _ = l.Broken(scores())
		}
	})
}

func FuzzRun(f *testing.F) {
	text, err := json.Marshal(run(nil))
	require.NoError(f, err)
	f.Add(text)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "run.json")
		require.NoError(t, os.WriteFile(path, data, 0o644))
		r, err := gate.ReadRun(path)
		if err == nil {
			list, err := gate.Compare(r, r, gate.Tolerances{})
			if err == nil {
				require.NotEmpty(t, list)
			}
		}
	})
}

func ExampleParseLimit() {
	limit, err := gate.ParseLimit("fid>12.3")
	if err != nil {
		panic(err)
	}
	words, err := limit.Broken([]metrics.Score{{Metric: "fid", Value: 13.25}})
	fmt.Println(words, err)
	// Output: fid is 13.25, --fail-if fid>12.3 <nil>
}
