package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
)

// measurement are the flags of "tgan metric".
type measurement struct {
	engine
	real, fake string
	names      []string
	extractor  metrics.ExtractorSpec
	selection  datasets.Spec // without a source; a side of 0 is the images' own size
	settings   metrics.Settings
	intervals  bool
	cache      cache
	saveStats  string
	nearest    string
	iw         bool // among the metrics, which names do not list
	critic     models.IWSpec
}

func newMetric() *cobra.Command {
	m := measurement{settings: metrics.StandardSettings("")}
	cmd := &cobra.Command{
		Use:   "metric --real A --fake B",
		Short: "Measure how far one set of images is from another",
		Long: `Measures generated images B against real images A. Each is a source of images (a folder, an archive or another that tgan data
reads), a procedural domain, or a .npz file of statistics (mu and sigma, for fid alone). Images may differ in size: Inception and
domain take each at its own size by their protocol, random-conv and the critic of iw bring them to one side first. Numbers are
comparable only with the same extractor, protocol, size and numbers of images, which stand beside each.

Least numbers of real and fake images: ` + leastImages() + `.
Intervals need twice as many, and at least 4.`,
		Example: `  tgan metric --real photos.zip --fake generated/ --extractor inception-2048 --weights pt_inception-2015-12-05-6726825d.pth
  tgan metric --real photos.zip --fake generated/ --metrics fid,kid,prdc --intervals --json
  tgan metric --real photos.zip --save-stats photos.npz    statistics that pytorch-fid reads
  tgan metric --real photos.zip --fake generated/ --nearest pairs.png`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return m.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&m.real, "real", "", "real images, or their statistics (required)")
	f.StringVar(&m.fake, "fake", "", "images to judge, or their statistics")
	f.StringSliceVar(&m.names, "metrics", []string{metrics.NameFID, metrics.NameKMMD}, fmt.Sprintf("metrics, separated by commas: %v, and prdc for precision, recall, density, coverage", append(metrics.Names(), models.NameIW)))
	f.StringVar(&m.extractor.Name, "extractor", metrics.NameDomain, fmt.Sprintf("feature extractor: %v", metrics.Extractors()))
	f.StringVar(&m.extractor.Weights, "weights", "", "file of Inception weights: PyTorch .pth or safetensors")
	f.StringVar((*string)(&m.extractor.Resize), "protocol", "", fmt.Sprintf("resize protocol: %v (default pytorch-fid for Inception, else the extractor's only one)", metrics.Resizes()))
	f.IntVar(&m.selection.Side, "size", 0, fmt.Sprintf("pixels a side that all images are brought to first (default: their own size; %d for random-conv and procedural domains)", embeddedSide))
	f.StringVar((*string)(&m.selection.Fit), "fit", string(datasets.Crop), "how --size makes images square: crop or stretch")
	registerSkipBad(cmd, &m.selection)
	f.IntVar(&m.selection.Count, "count", 0, "use a seeded subset of so many images of each set (0: all)")
	f.StringVar(&m.settings.Seed, "seed", "1", "names every draw: the subset of --count, subsets of KID, intervals")
	f.IntVar(&m.settings.Subsets.Count, "kid-subsets", m.settings.Subsets.Count, "subsets that kid-subsets draws")
	f.IntVar(&m.settings.Subsets.Size, "kid-subset-size", m.settings.Subsets.Size, "images of each of them")
	f.BoolVar(&m.intervals, "intervals", false, "give every metric a confidence interval, from random halves of both sets")
	f.Float64Var(&m.settings.Level, "level", m.settings.Level, "confidence level of --intervals")
	f.IntVar(&m.settings.Draws, "draws", 100, "random halves of --intervals: the time of a metric is taken so many times")
	m.cache.register(cmd, "features and statistics of images")
	f.StringVar(&m.saveStats, "save-stats", "", "write the statistics of the real images to this .npz file, as pytorch-fid reads them")
	f.StringVar(&m.nearest, "nearest", "", "write for each fake image its nearest real one: a sheet of the closest pairs (.png), or all pairs (.json)")
	m.registerCritic(cmd)
	m.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}

// leastImages lists what each metric needs.
func leastImages() string {
	var each []string
	for _, name := range metrics.Names() {
		least := metrics.LeastImages(name)
		each = append(each, fmt.Sprintf("%s %d and %d", name, least.Real, least.Fake))
	}
	return strings.Join(append(each, fmt.Sprintf("%s %d and %d", models.NameIW, models.IWLeast, models.IWLeast)), ", ")
}

// embeddedSide is the side of images where the extractor or the domain needs one and none is given.
const embeddedSide = 32

// prepare checks the flags and fills in what depends on others.
func (m *measurement) prepare() error {
	if m.real == "" || m.fake == "" && m.saveStats == "" || len(m.names) == 0 {
		return errors.New("--real, --fake (or --save-stats) and at least one of --metrics are required")
	}
	if m.fake == "" && m.nearest != "" {
		return errors.New("--nearest needs --fake")
	}
	if ext := filepath.Ext(m.nearest); m.nearest != "" && ext != ".png" && ext != ".json" {
		return fmt.Errorf("--nearest %s: name a .png or a .json file", m.nearest)
	}
	m.iw = slices.Contains(m.names, models.NameIW)
	m.names = slices.DeleteFunc(m.names, func(name string) bool { return name == models.NameIW })
	var err error
	if m.names, err = metrics.Expand(m.names); err != nil {
		return fmt.Errorf("%w, and %s", err, models.NameIW)
	}
	if len(m.names) == 0 && m.intervals {
		return errors.New("--intervals: iw has none: name another metric, or leave it out")
	}
	if m.extractor.Resize == "" {
		m.extractor.Resize = metrics.DefaultResize(m.extractor.Name)
	}
	if m.extractor.Name == metrics.NameRandomConv && m.selection.Side == 0 {
		m.selection.Side = embeddedSide
	}
	if !m.intervals {
		m.settings.Draws = 0
	} else if err := (metrics.Resampling{Draws: m.settings.Draws, Level: m.settings.Level}).Validate(); err != nil {
		return fmt.Errorf("--intervals: %w", err)
	}
	m.selection.Split, m.selection.Seed = datasets.All, m.settings.Seed
	return nil
}

func (m *measurement) run(cmd *cobra.Command) error {
	if err := m.prepare(); err != nil {
		return input(err)
	}
	sets, err := m.open(cmd)
	if err != nil {
		return input(err)
	}
	defer closeSets(sets)
	if len(sets) > 1 {
		if err := metrics.Suffice(m.names, sets[0].len(), sets[1].len(), m.settings); err != nil {
			return input(err)
		}
	}
	if err := m.extract(cmd, sets); err != nil {
		return input(err)
	}
	if m.saveStats != "" {
		moments, err := sets[0].sample.Moments()
		if err == nil {
			err = metrics.WriteMoments(m.saveStats, moments)
		}
		if err != nil {
			return input(fmt.Errorf("--save-stats: %w", err))
		}
	}
	if m.fake == "" {
		return nil
	}
	var scores []metrics.Score
	if len(m.names) > 0 {
		var err error
		if scores, err = m.measure(cmd, sets[0].sample, sets[1].sample); err != nil {
			return input(err)
		}
	}
	if m.nearest != "" {
		if err := m.writeNearest(sets[0], sets[1]); err != nil {
			return input(fmt.Errorf("--nearest: %w", err))
		}
	}
	for i := range scores {
		scores[i].Extractor, scores[i].Resize = m.madeBy(sets)
	}
	if m.iw {
		score, err := m.judge(cmd, sets)
		if err != nil {
			return input(err)
		}
		scores = append(scores, score)
	}
	for _, s := range scores {
		for _, warning := range s.Warnings {
			logger(cmd).Warn(warning, "metric", s.Metric)
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, withReadings(scores, sets))
	}
	return printScores(cmd.OutOrStdout(), scores, m.selection.Side)
}

// measureSteps is the number of steps that a measurement is told in.
const measureSteps = 1000

// measure measures the samples, and shows how far it is.
func (m *measurement) measure(cmd *cobra.Command, real, fake *metrics.Sample) ([]metrics.Score, error) {
	p := newMeasuring(cmd.ErrOrStderr(), measureSteps)
	defer p.stop()
	settings, last := m.settings, -1
	settings.Progress = func(done, total int) {
		if step := int(float64(done) / float64(max(1, total)) * measureSteps); step > last {
			p.at("", step, "")
			last = step
		}
	}
	return metrics.Measure(real, fake, m.names, settings)
}

// openCache returns the cache that the flag asks for; nil for none.
func (m *measurement) openCache(cmd *cobra.Command) (*metrics.Cache, error) {
	dir, err := m.cache.folder(cmd)
	if err != nil || dir == "" {
		return nil, err
	}
	return metrics.OpenCache(filepath.Join(dir, "features"), func(message string) { logger(cmd).Warn(message) })
}
