package reports

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"strconv"
	"strings"

	"tgan/benchmarks"
	"tgan/metrics"
	"tgan/models"
)

//go:embed adaptation.html.tmpl
var adaptationTemplate string

// adaptationPage is a report as its two forms show it.
type adaptationPage struct {
	Title, Lead string
	Sections    []adaptationSection
}

// adaptationSection is a heading with what stands below it, in this order.
type adaptationSection struct {
	Heading string
	Text    []string
	Rows    [][]string // a table; the first row is its header
	File    string     // a picture beside the page
	Alt     string
	Pixels  bool // the picture is a sheet of small images
	After   []string
	Command string
}

func newAdaptationPage(r benchmarks.AdaptationResult) adaptationPage {
	first, last := r.Curve[0], r.Curve[len(r.Curve)-1]
	p := adaptationPage{
		Title: "A GAN fine-tuned to " + r.Spec.Target.Source,
		Lead: fmt.Sprintf("%s, trained for %s before, was fine-tuned for %s on %s by %s. FID against %s that it never saw went from %s to %s, KMMD from %s to %s; lower is better.",
			r.Source.Path, count(r.Source.Step, "generator update"), count(r.Steps, "generator update"), count(r.NTrain, "image"), r.Spec.Transfer,
			count(r.NHeldOut, "held-out image"), short(first.FID), short(last.FID), short(first.KMMD), short(last.KMMD)),
	}
	p.Sections = append(p.Sections, adaptationSection{
		Heading: "Samples", File: benchmarks.SamplesFile, Pixels: true, Alt: "A grid of 64 generated images",
		Text: []string{"64 images of the finished generator, not chosen: the first 64 latent codes of a fixed seed."},
	}, adaptationSection{
		Heading: "From the source to the target", File: benchmarks.AdaptationProgress, Pixels: true,
		Alt:  fmt.Sprintf("Images of %d latent codes, one a row, at growing numbers of updates from left to right", benchmarks.StripRows),
		Text: []string{fmt.Sprintf("Each row is one latent code, each column the generator after %s updates. Column 0 is the source as it was.", stepList(r.Curve))},
	})
	p.Sections = append(p.Sections, numbers(r), adaptationSection{
		Heading: "The same by KMMD", File: metrics.NameKMMD + ".svg", Alt: "Diagram of KMMD over generator updates; the numbers are in the table above",
		Text: []string{"With few images KMMD is the steadier of the two: it fits no covariance."},
	}, adaptationSection{
		Heading: "Between images", File: benchmarks.InterpolationFile, Pixels: true, Alt: "Strips of images that change from one to another, a strip a row",
		Text: []string{"Each row goes from one latent code to another on the great circle. A generator that has learned more than single images changes gradually."},
	}, memorisation(r.Memorisation))
	if len(r.Ranking) > 0 {
		p.Sections = append(p.Sections, choice(r.Ranking))
	}
	return adaptationPage{p.Title, p.Lead, append(p.Sections, settings(r), next())}
}

// numbers shows the metrics over the training.
func numbers(r benchmarks.AdaptationResult) adaptationSection {
	s := adaptationSection{
		Heading: "Numbers", File: metrics.NameFID + ".svg", Alt: "Diagram of FID over generator updates; the numbers are in the table",
		Rows: [][]string{{"updates", "FID", "KMMD"}},
	}
	best := r.Curve[0]
	for _, c := range r.Curve {
		s.Rows = append(s.Rows, []string{strconv.Itoa(c.Step), short(c.FID), short(c.KMMD)})
		if c.FID.Value < best.FID.Value {
			best = c
		}
	}
	s.Rows = append(s.Rows, []string{"the training images themselves", short(r.Reference.FID), short(r.Reference.KMMD)})
	last := r.Curve[len(r.Curve)-1]
	s.After = []string{fmt.Sprintf("Measured on %s. The last row is what %s score, about as low as can be expected: it is not 0 because images are few.",
		made(last.FID), count(r.Reference.FID.NFake, "real image"))}
	switch {
	case best.Step == 0:
		s.After = append(s.After, "FID was lowest before training: this training did not help. Look at the pictures, lower --lr, or try another source.")
	case best.Step != last.Step:
		s.After = append(s.After, fmt.Sprintf("FID was lowest after %s, and rose from there: --steps %d in another folder gives that generator.", count(best.Step, "update"), best.Step))
	default:
		s.After = append(s.After, "FID was lowest at the end: more --steps, in the same folder, may improve it still.")
	}
	for _, w := range last.FID.Warnings {
		s.After = append(s.After, "Caution: "+w+".")
	}
	return s
}

func memorisation(m benchmarks.Memorisation) adaptationSection {
	return adaptationSection{
		Heading: "Is it copying?", File: benchmarks.NearestFile, Pixels: true,
		Alt:  "Pairs of a generated image, on the left, and the training image nearest to it, on the right",
		Text: []string{fmt.Sprintf("Pairs of a generated image (left) and its nearest training image (right), the most suspicious of %s first.", count(m.NFake, "generated image"))},
		After: []string{fmt.Sprintf("%.0f %% of generated images are farther from their nearest training image than that is from its own nearest; of the %s it is %.0f %%. "+
			"Far fewer among generated images would mean copies (authenticity, extractor %s, %s).",
			100*m.Generated, count(m.NHeldOut, "held-out image"), 100*m.HeldOut, m.Extractor, count(m.NTrain, "training image"))},
	}
}

// choice shows the ranking of the sources.
func choice(ranked []benchmarks.Ranked) adaptationSection {
	s := adaptationSection{Heading: "Why this source", Rows: [][]string{{"source", "FID", "KMMD"}}}
	for _, r := range ranked {
		s.Rows = append(s.Rows, []string{r.Path, short(r.FID), short(r.KMMD)})
	}
	s.Text = []string{"The distance of what each source draws from the training images, before any training; the nearest was taken."}
	s.After = append([]string{"Measured on " + made(ranked[0].FID) + ".", benchmarks.RankingGuide}, benchmarks.RankingWarnings(ranked)...)
	return s
}

func settings(r benchmarks.AdaptationResult) adaptationSection {
	t := r.Spec.Training
	augment := "none"
	if t.Augment != "" {
		augment = string(t.Augment)
	}
	return adaptationSection{Heading: "Settings", Rows: [][]string{
		{"setting", "value"},
		{"source", fmt.Sprintf("%s (sha256 %.12s…)", r.Source.Path, r.Source.SHA256)},
		{"images", fmt.Sprintf("%d to learn, %d held out, %d pixels a side, fit %s", r.NTrain, r.NHeldOut, r.Spec.Target.Side, r.Spec.Target.Fit)},
		{"method", string(r.Spec.Transfer)},
		{"augmentation", augment},
		{"network", fmt.Sprintf("%s, dim %d", t.Architecture, t.Dim)},
		{"batch", fmt.Sprintf("%d, with %s for one of the generator", t.Batch, count(t.CriticSteps, "critic update"))},
		{"Adam", fmt.Sprintf("rate %g, betas %g and %g", t.LearningRate, t.Beta1, t.Beta2)},
		{"average of the generator", fmt.Sprintf("%g a step", t.EMA)},
		{"seed", t.Seed},
	}}
}

func next() adaptationSection {
	return adaptationSection{
		Heading: "What next", Text: []string{"In the folder of this page:"},
		Command: fmt.Sprintf("tgan sample --checkpoint %[1]s --out more.png --n 256\ntgan sample --checkpoint %[1]s --out strips.png --interpolate %[2]s\ntgan export --checkpoint %[1]s --out generator.onnx",
			benchmarks.CheckpointFile, models.Slerp),
	}
}

// short writes a score with four digits.
func short(s metrics.Score) string { return strconv.FormatFloat(s.Value, 'g', 4, 64) }

// stepList writes the steps of a curve in words.
func stepList(curve []benchmarks.MeasuredStep) string {
	var words []string
	for _, c := range curve {
		words = append(words, strconv.Itoa(c.Step))
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// html returns the page with its pictures inside. read returns a picture.
func (p adaptationPage) html(read func(name string) ([]byte, error)) ([]byte, error) {
	t, err := template.New("adaptation").Funcs(template.FuncMap{
		"style": func() template.CSS { return pageStyle },
		"picture": func(name string) (template.URL, error) {
			data, err := read(name)
			kind := "image/png"
			if path.Ext(name) == ".svg" {
				kind = "image/svg+xml"
			}
			return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)), err
		},
	}).Parse(adaptationTemplate)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, p)
	return out.Bytes(), err
}

// markdown returns the page with links to its pictures.
func (p adaptationPage) markdown() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n\n%s\n", p.Title, p.Lead)
	for _, s := range p.Sections {
		fmt.Fprintf(&out, "\n## %s\n", s.Heading)
		for _, line := range s.Text {
			fmt.Fprintf(&out, "\n%s\n", line)
		}
		if s.File != "" {
			fmt.Fprintf(&out, "\n![%s](%s)\n", s.Alt, s.File)
		}
		for i, row := range s.Rows {
			if i == 0 {
				out.WriteByte('\n')
			}
			fmt.Fprintf(&out, "| %s |\n", strings.Join(row, " | "))
			if i == 0 {
				fmt.Fprintf(&out, "|%s\n", strings.Repeat(":--|", len(row)))
			}
		}
		for _, line := range s.After {
			fmt.Fprintf(&out, "\n%s\n", line)
		}
		if s.Command != "" {
			fmt.Fprintf(&out, "\n    %s\n", strings.ReplaceAll(s.Command, "\n", "\n    "))
		}
	}
	return out.Bytes()
}
