package reports_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
	"tgan/reports"
	"tgan/results"
)

// suite is every benchmark of profile laptop with three seeds, with made-up numbers and pictures: one axis and two,
// source by target, a table at step 0, methods by sizes, curves, strips.
func suite(t *testing.T) (*benchmarks.Collection, *results.Store) {
	t.Helper()
	profile, err := benchmarks.LookupProfile("laptop")
	require.NoError(t, err)
	var definitions []benchmarks.Definition
	for _, name := range profile.Benchmarks {
		d, err := benchmarks.LookupDefinition(name)
		require.NoError(t, err)
		definitions = append(definitions, d)
	}
	profile.Seeds = []int{1, 2, 3}
	for name, schedule := range profile.Schedules {
		schedule.Seeds = nil
		profile.Schedules[name] = schedule
	}
	plan, err := benchmarks.NewPlan(t.Context(), definitions, profile, "", "fma")
	require.NoError(t, err)
	c := &benchmarks.Collection{Plan: plan, Trials: map[string]results.Trial{}}
	s, err := results.Open(t.TempDir())
	require.NoError(t, err)
	for _, planned := range plan.Trials {
		trial := inventTrial(planned)
		c.Trials[trial.Key] = trial
		if len(trial.Scores) > 0 {
			dir := s.Dir(trial.Key)
			require.NoError(t, os.MkdirAll(dir, 0o755))
			blue := trial.Key[0]
			require.NoError(t, os.WriteFile(filepath.Join(dir, benchmarks.SamplesFile), sheet(t, 16, blue), 0o644))
			require.NoError(t, os.WriteFile(filepath.Join(dir, benchmarks.ProgressFile), strip(t, 16, len(planned.Spec.Evaluation.Steps), blue), 0o644))
		}
	}
	return c, s
}

// inventTrial makes up scores that fall with the steps, by how the training starts and a little by the key.
func inventTrial(planned benchmarks.Trial) results.Trial {
	e := planned.Spec.Evaluation
	t := results.Trial{Key: planned.Key, Name: planned.Name, Outcome: results.Done, Files: []results.File{{Name: benchmarks.ProgressFile}}}
	sum := sha256.Sum256([]byte(planned.Key))
	noise := float64(binary.LittleEndian.Uint16(sum[:])) / (1 << 16)
	start := 50.0
	if planned.Spec.Transfer == models.Scratch {
		start = 400
	}
	for _, step := range e.Steps {
		fid := 30 + (start+40*noise)*20/float64(20+step)
		score := results.Score{Step: step, Extractor: e.Weights, Resize: "clean", NReal: e.Real.Count, NFake: e.Fake}
		for _, m := range e.Metrics {
			score.Metric, score.Value = m, fid
			if m == "kmmd" {
				score.Value = fid / 512
			}
			t.Scores = append(t.Scores, score)
		}
		if e.PerClass {
			for i, class := range []string{"bedroom", "bridge", results.ClassMean} {
				score.Metric, score.Class, score.Value = "fid", class, 2*fid+float64(i)
				t.Scores = append(t.Scores, score)
			}
			score.Class = ""
		}
		if e.IW != nil && (e.IWOverSteps || step == planned.Spec.Steps) {
			score.Metric, score.Value, score.Extractor = models.NameIW, -fid/16, e.IW.Critic()
			t.Scores = append(t.Scores, score)
		}
	}
	return t
}

// strip is a progress file: the row gives red, the column green, the trial blue.
func strip(t *testing.T, side, columns int, blue byte) []byte {
	t.Helper()
	var whole *image.RGBA
	for col := range columns {
		pix := make([]byte, benchmarks.StripRows*side*side*datasets.Channels)
		for i := range len(pix) / datasets.Channels {
			pix[i*datasets.Channels], pix[i*datasets.Channels+1], pix[i*datasets.Channels+2] = byte(i/side/side*30), byte(col*40), blue
		}
		images, err := datasets.NewImages(side, pix, make([]int, benchmarks.StripRows), []string{"generated"})
		require.NoError(t, err)
		column := datasets.Sheet(images, 1)
		size := column.Bounds().Size()
		if whole == nil {
			whole = image.NewRGBA(image.Rect(0, 0, size.X*columns, size.Y))
		}
		draw.Draw(whole, image.Rect(col*size.X, 0, (col+1)*size.X, size.Y), column, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, whole))
	return out.Bytes()
}

// suiteReport writes the report of the suite once for all tests, since drawing takes seconds.
func suiteReport(t *testing.T) string {
	t.Helper()
	suiteOnce.Do(func() {
		c, s := suite(t)
		dir, err := os.MkdirTemp("", "report")
		require.NoError(t, err)
		require.NoError(t, reports.Write(dir, c, s))
		suiteDir = dir
	})
	require.NotEmpty(t, suiteDir, "the report could not be written")
	return suiteDir
}

var (
	suiteOnce sync.Once
	suiteDir  string
)

func TestMain(m *testing.M) {
	code := m.Run()
	if suiteDir != "" {
		if err := os.RemoveAll(suiteDir); err != nil {
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(suiteReport(t), name))
	require.NoError(t, err)
	return string(data)
}

func TestGainsAreOverScratchOnEitherAxis(t *testing.T) {
	md := read(t, "table4.md")
	require.Regexp(t, `(?m)^\| gains for flowers +\| +\| +[+-]\d`, md, "nothing at the baseline")
	require.Contains(t, md, "Gain: by how much a mean is better, in percent of that of scratch.")
	require.Contains(t, md, "the best mean of its row")
	require.Contains(t, md, "| FID    | gains for flowers   |         |  +24.9 % |", "the paper's, over its own scratch")
	require.Contains(t, md, "FID beside the paper's")
	require.Contains(t, read(t, "table1.md"), "gain of both")
	require.Contains(t, read(t, "methods.md"), "gain of both + ada")
	require.NotContains(t, read(t, "table5.md"), "gains for", "no cell of it is training from scratch")
}

func TestClassesStandOnThePageOnce(t *testing.T) {
	page := read(t, "report.html")
	require.Equal(t, 1, bytes.Count([]byte(page), []byte(">FID of each class during training</caption>")))
	require.Contains(t, page, `<th scope="col" class="number">bridge</th>`)
	require.Contains(t, read(t, "table6.tex"), "FID of each class during training")
	require.Contains(t, page, `<a href="table6-classes.csv">`)
}

func TestFiguresHaveALineALevelThatIsCompared(t *testing.T) {
	svg := read(t, "table4-fid-over-steps.svg")
	for _, target := range []string{"flowers", "kitchens", "portraits", "streets"} {
		require.Contains(t, svg, ">"+target+"</text>")
	}
	require.Contains(t, svg, ">bedrooms</text>")
	require.NoFileExists(t, filepath.Join(suiteReport(t), "table5-fid-over-steps.svg"), "compared before training")
	require.NoFileExists(t, filepath.Join(suiteReport(t), "methods-fid-over-size.svg"), "one number of images")
}

func TestCurvesOfThePaperAreDashed(t *testing.T) {
	for _, name := range []string{"figure1a-fid-over-steps-relative.svg", "figure1a-iw-over-steps-relative.svg", "table2-fid-over-size-relative.svg"} {
		svg := read(t, name)
		require.Contains(t, svg, "stroke-dasharray", name)
		require.Contains(t, svg, ">the paper</text>", name)
	}
	require.NotContains(t, read(t, "figure1a-fid-over-steps.svg"), "stroke-dasharray")
}

func TestSamplesAreThoseOfTheTablesStep(t *testing.T) {
	data := []byte(read(t, "table5-samples.png"))
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	x, y := img.Bounds().Dx()-12-64-7*68+32, img.Bounds().Dy()-12-32
	for code := range benchmarks.SampleColumns {
		r, g, _, _ := img.At(x+code*68, y).RGBA()
		require.Equal(t, []uint32{uint32(code * 30), 0}, []uint32{r >> 8, g >> 8}, "latent code %d at step 0", code)
	}
}

func TestStripsAreShownWhereTrialsKeptThem(t *testing.T) {
	require.FileExists(t, filepath.Join(suiteReport(t), "figure4-progress.png"))
	page := read(t, "report.html")
	require.Regexp(t, `alt="What 4 latent codes of bedrooms become after 0, (\d+, )+\d+ generator updates"`, page)
	c := collection(1)
	dir := t.TempDir()
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	names, _ := content(t, dir)
	require.False(t, slices.Contains(names, "sizes-progress.png"))
}

func TestWriteNamesAStripThatCannotBeUsed(t *testing.T) {
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"not a picture", []byte("x"), "unexpected EOF"},
		{"another size", sheet(t, 16, 0), "pixels are not a strip of 8 latent codes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := collection(1)
			s := store(t, c)
			key := c.Plan.Tables[0].Cells[0].Trials[0]
			trial := c.Trials[key]
			trial.Files = []results.File{{Name: benchmarks.ProgressFile}}
			c.Trials[key] = trial
			path := filepath.Join(s.Dir(key), benchmarks.ProgressFile)
			require.NoError(t, os.WriteFile(path, test.data, 0o644))
			err := reports.Write(filepath.Join(t.TempDir(), "report"), c, s)
			require.ErrorContains(t, err, "reports: sizes: progress "+path)
			require.ErrorContains(t, err, test.want)
		})
	}
}
