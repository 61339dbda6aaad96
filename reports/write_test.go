package reports_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/reports"
	"tgan/results"
)

var update = flag.Bool("update", false, "rewrite golden files")

// content reads all files of a folder, in order of name.
func content(t *testing.T, dir string) (names []string, data [][]byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		names, data = append(names, e.Name()), append(data, b)
	}
	return names, data
}

func TestWriteMatchesGoldenFiles(t *testing.T) {
	for _, test := range []struct {
		name    string
		seeds   []int
		metrics []string
	}{{"three", []int{1, 2, 3}, []string{"fid", "kmmd"}}, {"one", []int{1}, []string{"fid"}}} {
		t.Run(test.name, func(t *testing.T) {
			c := collection(test.seeds...)
			c.Plan.Tables[0].Definition.Metrics = test.metrics
			dir, golden := filepath.Join(t.TempDir(), "new", "report"), filepath.Join("testdata", test.name)
			require.NoError(t, reports.Write(dir, c, store(t, c)))
			if *update {
				require.NoError(t, reports.Write(golden, c, store(t, c)))
			}
			names, data := content(t, dir)
			wantNames, want := content(t, golden)
			require.Equal(t, wantNames, names)
			for i := range names {
				require.True(t, bytes.Equal(want[i], data[i]), "%s differs; look at it and run the test with -update", names[i])
			}
		})
	}
}

func TestWriteTwiceGivesTheSameBytes(t *testing.T) {
	c := collection(1, 2, 3)
	s, first, second := store(t, c), t.TempDir(), t.TempDir()
	require.NoError(t, reports.Write(first, c, s))
	require.NoError(t, reports.Write(second, c, s))
	require.NoError(t, reports.Write(second, c, s), "over an earlier report")
	names, data := content(t, first)
	otherNames, other := content(t, second)
	require.Equal(t, names, otherNames)
	require.Equal(t, data, other)
	require.Len(t, names, 16)
}

func TestWriteWithoutTrials(t *testing.T) {
	c := collection(1, 2)
	s, dir := store(t, c), t.TempDir()
	require.NoError(t, reports.Write(dir, c, s))
	c.Trials = map[string]results.Trial{}
	require.NoError(t, reports.Write(dir, c, s))
	names, _ := content(t, dir)
	require.Equal(t, []string{"report.html", "results.json", "sizes.csv", "sizes.md", "sizes.tex"}, names, "pictures of the earlier report are gone")
}

func TestResultsHaveFullPrecision(t *testing.T) {
	c := collection(1, 2, 3)
	cell := c.Plan.Tables[0].Cells[2]
	trial := c.Trials[cell.Trials[0]]
	trial.Scores[0].Value = 0.1 + 0.2
	dir := t.TempDir()
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	data, err := os.ReadFile(filepath.Join(dir, "results.json"))
	require.NoError(t, err)
	var doc struct {
		Profile    string
		Benchmarks []struct {
			Cells []struct {
				Levels []string
				Count  int
				Seeds  []struct {
					Seed       int
					Trial      string
					Outcome    string
					DivergedAt int `json:"diverged_at"`
					Scores     []results.Score
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(data, &doc))
	cells := doc.Benchmarks[0].Cells
	require.Len(t, cells, 6)
	require.Equal(t, 1000, cells[2].Count)
	require.Equal(t, trial.Scores, cells[2].Seeds[0].Scores)
	require.Equal(t, "diverged", cells[0].Seeds[1].Outcome)
	require.Equal(t, 30, cells[0].Seeds[1].DivergedAt)
	require.Equal(t, "missing", cells[5].Seeds[2].Outcome)
	require.Equal(t, cell.Trials[2], cells[2].Seeds[2].Trial)
}

func TestSampleSheetHasACodeAColumn(t *testing.T) {
	c := collection(1)
	dir := t.TempDir()
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	data, err := os.ReadFile(filepath.Join(dir, "sizes-samples.png"))
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	const pitch, side = 68, 64
	right, bottom := img.Bounds().Dx()-12, img.Bounds().Dy()-12
	for row := range 5 { // the sixth cell is missing
		for col := range benchmarks.SampleColumns {
			x, y := right-side-(benchmarks.SampleColumns-1-col)*pitch, bottom-side-(5-row)*pitch
			for _, corner := range [][2]int{{x, y}, {x + side - 1, y + side - 1}} {
				got, ok := color.RGBAModel.Convert(img.At(corner[0], corner[1])).(color.RGBA)
				require.True(t, ok)
				require.Equal(t, byte(col*30), got.R, "row %d, column %d", row, col)
				require.Zero(t, got.G, "the first row of the grid")
			}
		}
	}
}

func TestWriteNamesWhatCannotBeUsed(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, path string)
		want  string
	}{
		{"missing grid", func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }, "no such file"},
		{"a picture that cannot be read", func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path))
			require.NoError(t, os.Mkdir(path, 0o755)) // opening it goes well, reading it fails
		}, "is a directory: see to the disk and run again"},
		{"not a picture", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, []byte("x"), 0o644)) }, "unexpected EOF"},
		{"another size", func(t *testing.T, path string) {
			data := sheet(t, 16, 0)
			img, err := png.Decode(bytes.NewReader(data))
			require.NoError(t, err)
			cut, ok := img.(interface {
				SubImage(r image.Rectangle) image.Image
			})
			require.True(t, ok)
			var out bytes.Buffer
			require.NoError(t, png.Encode(&out, cut.SubImage(image.Rect(0, 0, 100, 100))))
			require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
		}, "100×100 pixels are not a grid of 8×8 images"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := collection(1)
			s, dir := store(t, c), filepath.Join(t.TempDir(), "report")
			path := filepath.Join(s.Dir(c.Plan.Tables[0].Cells[0].Trials[0]), benchmarks.SamplesFile)
			test.spoil(t, path)
			err := reports.Write(dir, c, s)
			require.ErrorContains(t, err, "reports: sizes: samples ")
			require.ErrorContains(t, err, path+": "+test.want)
			require.NoDirExists(t, dir, "nothing is half-written")
		})
	}
}

func TestWriteNamesAFolderThatIsAFile(t *testing.T) {
	c := collection(1)
	path := filepath.Join(t.TempDir(), "taken")
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	err := reports.Write(path, c, store(t, c))
	require.EqualError(t, err, "reports: create "+path+": not a directory: choose a folder that can be written")
}

func TestTextMatchesGoldenFile(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, reports.Text(&out, collection(1, 2, 3)))
	golden := filepath.Join("testdata", "text.txt")
	if *update {
		require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}

func TestOneAxis(t *testing.T) {
	c := collection(1, 2)
	table := &c.Plan.Tables[0]
	table.Definition.Axes = table.Definition.Axes[1:]
	table.Definition.Paper = benchmarks.Paper{}
	table.Cells = slices.Clone(table.Cells[3:])
	for i := range table.Cells {
		table.Cells[i].Levels = table.Cells[i].Levels[1:]
	}
	dir := t.TempDir()
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	names, _ := content(t, dir)
	require.Contains(t, names, "sizes-fid-over-size.svg")
	var out bytes.Buffer
	require.NoError(t, reports.Text(&out, c))
	require.Contains(t, out.String(), "value")
	require.NotContains(t, out.String(), "gain")
}

// One number of images is no axis: all points would stand above each other.
func TestOneSizeHasNoFigureOverSize(t *testing.T) {
	c, dir := collection(1, 2), t.TempDir()
	s := store(t, c)
	require.NoError(t, reports.Write(dir, c, s))
	require.FileExists(t, filepath.Join(dir, "sizes-fid-over-size-relative.png"))
	table := &c.Plan.Tables[0]
	table.Cells = slices.DeleteFunc(table.Cells, func(cell benchmarks.Cell) bool { return cell.Count != 100 })
	require.NoError(t, reports.Write(dir, c, s))
	names, _ := content(t, dir)
	require.Contains(t, names, "sizes-fid-over-steps.png")
	for _, name := range names {
		require.NotContains(t, name, "over-size")
	}
}
