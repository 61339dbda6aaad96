package results_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/failfs"
	"tgan/results"
)

var key = strings.Repeat("0123456789abcdef", 4)

func finished(t testing.TB, dir string) (*results.Store, results.Trial) {
	s, err := results.Open(dir)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(s.Dir(key), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(s.Dir(key), "samples.png"), []byte("pixels"), 0o644))
	trial := results.Trial{
		Key: key, Name: "a trial", Spec: json.RawMessage(`{}`), Outcome: results.Done,
		Scores: []results.Score{{Step: 10, Metric: "fid", Value: 1.25, Extractor: "random-conv-v1", Resize: "none", NReal: 100, NFake: 50}},
	}
	require.NoError(t, s.Put(trial, "samples.png"))
	return s, trial
}

func TestPutThenGet(t *testing.T) {
	s, want := finished(t, t.TempDir())
	got, ok, err := s.Get(key)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, want.Scores, got.Scores)
	require.Len(t, got.Files, 1)
	score, ok := got.At("fid", 10)
	require.True(t, ok)
	require.Equal(t, 1.25, score.Value)
	_, ok = got.At("fid", 11)
	require.False(t, ok)
	_, ok = got.AtClass("fid", results.ClassMean, 10)
	require.False(t, ok)
	got.Scores = append([]results.Score{{Step: 10, Metric: "fid", Class: results.ClassMean, Value: 7}}, got.Scores...)
	score, ok = got.AtClass("fid", results.ClassMean, 10)
	require.True(t, ok)
	require.EqualValues(t, 7, score.Value)
	score, ok = got.At("fid", 10)
	require.True(t, ok)
	require.Equal(t, 1.25, score.Value, "a class is not all classes")
}

func TestUnfinishedTrialIsNotThere(t *testing.T) {
	s, err := results.Open(t.TempDir())
	require.NoError(t, err)
	_, ok, err := s.Get(key)
	require.NoError(t, err)
	require.False(t, ok)
}

func TestDamageIsNamed(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		path   string
	}{
		{"changed file", func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "samples.png"), []byte("pixelz"), 0o644))
		}, "samples.png"},
		{"edited record", func(t *testing.T, dir string) {
			path := filepath.Join(dir, "trial.json")
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(data), "1.25", "1.24", 1)), 0o644))
		}, "trial.json"},
		{"cut record", func(t *testing.T, dir string) { require.NoError(t, os.Truncate(filepath.Join(dir, "trial.json"), 40)) }, "trial.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := finished(t, t.TempDir())
			c.damage(t, s.Dir(key))
			_, ok, err := s.Get(key)
			require.False(t, ok)
			corrupt, is := errors.AsType[*results.CorruptError](err)
			require.True(t, is, "%v", err)
			require.Equal(t, c.path, filepath.Base(corrupt.Path))
			for n := 1; n <= 2; n++ {
				aside, err := s.SetAside(key)
				require.NoError(t, err)
				require.Equal(t, fmt.Sprintf("%s.damaged-%d", s.Dir(key), n), aside)
				require.DirExists(t, aside)
				_, ok, err = s.Get(key)
				require.NoError(t, err)
				require.False(t, ok)
				require.NoError(t, os.Mkdir(s.Dir(key), 0o755))
			}
		})
	}
}

func TestAMissingFileIsNoDamage(t *testing.T) {
	s, _ := finished(t, t.TempDir())
	path := filepath.Join(s.Dir(key), "samples.png")
	require.NoError(t, os.Remove(path))
	_, ok, err := s.Get(key)
	require.False(t, ok)
	require.Equal(t, &results.IncompleteError{Path: path}, err)
}

// Whatever cannot be read may be good: no operation that fails makes a trial damaged, incomplete or missing.
func TestWhatCannotBeReadIsNotDamaged(t *testing.T) {
	dir := t.TempDir()
	s, _ := finished(t, dir)
	for _, cause := range []error{syscall.EIO, syscall.ESTALE, syscall.EACCES, syscall.EMFILE, syscall.EINTR} {
		operations := 0
		for n := 1; ; n++ {
			files := failfs.New(os.DirFS(dir), n, cause)
			_, ok, err := s.Through(files).Get(key)
			if !files.Failed() {
				require.True(t, ok)
				break
			}
			operations++
			if err == nil { // the size of the record, which is only a hint
				require.True(t, ok)
				continue
			}
			require.ErrorIs(t, err, cause)
			_, corrupt := errors.AsType[*results.CorruptError](err)
			_, incomplete := errors.AsType[*results.IncompleteError](err)
			require.False(t, ok || corrupt || incomplete, "operation %d: %v", n, err)
			require.Regexp(t, `^results: .*/(trial.json|samples.png) cannot be read: .*: nothing was changed, `, err.Error())
		}
		require.Equal(t, 7, operations, "of record and samples")
	}
}

func TestNotANumberIsNotAScore(t *testing.T) {
	s, trial := finished(t, t.TempDir())
	trial.Scores[0].Value = math.NaN()
	require.ErrorContains(t, s.Put(trial), "not a number is an outcome")
	trial.Scores = nil
	trial.Outcome = "lost"
	require.ErrorContains(t, s.Put(trial), `outcome "lost"`)
	_, err := s.SetAside("../..")
	require.ErrorContains(t, err, "not a sha256")
}

func ExampleStore() {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := results.Open(dir)
	if err != nil {
		panic(err)
	}
	_, done, err := s.Get(strings.Repeat("0", 64))
	fmt.Println(done, err)
	// Output: false <nil>
}
