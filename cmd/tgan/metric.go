package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tgan/benchmarks/gate"
	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
	"tgan/reports"
)

// measurement are the flags of "tgan metric".
type measurement struct {
	engine
	real      string
	fakes     []string
	n         int // images of each checkpoint
	names     []string
	extractor metrics.ExtractorSpec
	selection datasets.Spec // without a source; a side of 0 is the images' own size
	settings  metrics.Settings
	intervals bool
	cache     cache
	saveStats string
	listStats bool
	nearest   string
	gates     gates
	iw        bool // among the metrics, which names do not list
	critic    models.IWSpec
}

func newMetric() *cobra.Command {
	m := measurement{settings: metrics.StandardSettings("")}
	cmd := &cobra.Command{
		Use:   "metric --real A --fake B",
		Short: "Measure how far sets of images, or what generators draw, are from real images",
		Long: `Measures generated images B against real images A. Each is a source of images (a folder, an archive or another that tgan data
reads), a procedural domain, a checkpoint of tgan train or a folder with one (--n images are drawn by --seed, those that tgan sample
writes), a .npz file of statistics (mu and sigma, for fid alone), or the name of statistics that --save-stats NAME has kept. --fake may
be given several times. Images may differ in size: Inception and domain take each at its own size by their protocol, random-conv and
the critic of iw bring them to one side first. Numbers are comparable only with the same extractor, protocol, size and numbers of
images, which stand beside each.

As a gate: exit code 3, and one line, where a --fail-if is met, or where a number is worse by more than --tolerance than in the
measurement of --baseline, which must have the same real images, extractor, protocol, size and numbers of images.

Least numbers of real and fake images: ` + leastImages() + `.
Intervals need twice as many, and at least 4.`,
		Example: `  tgan metric --real photos.zip --fake generated/ --extractor inception-2048 --weights pt_inception-2015-12-05-6726825d.pth
  tgan metric --real photos.zip --fake gan/ --fake other.safetensors --n 10000     a table of two generators
  tgan metric --real photos.zip --fake generated/ --metrics fid,kid,prdc --intervals --json
  tgan metric --real photos.zip --fake gan/ --fail-if 'fid>12.3' --fail-if 'recall<0.4' --metrics fid,recall
  tgan metric --real photos.zip --fake gan/ --intervals --fail-if 'fid.low>12.3'   fails where even the interval's lower bound is above
  tgan metric --real photos.zip --fake gan/ --json > quality.json                  to be committed, and compared with:
  tgan metric --real photos.zip --fake gan/ --baseline quality.json --tolerance 5%,kmmd=0.01
  tgan metric --real photos.zip --save-stats photos; tgan metric --list-stats; tgan metric --real photos --fake gan/
  tgan metric --real photos.zip --save-stats photos.npz                            statistics that pytorch-fid reads
  tgan metric --real photos.zip --fake generated/ --nearest pairs.png`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return m.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&m.real, "real", "", "real images, a checkpoint, or statistics (required)")
	f.StringArrayVar(&m.fakes, "fake", nil, "images to judge, a checkpoint, or statistics; may be given several times")
	f.IntVar(&m.n, "n", 10_000, "images that are drawn from each checkpoint, by --seed")
	f.StringSliceVar(&m.names, "metrics", []string{metrics.NameFID, metrics.NameKMMD}, fmt.Sprintf("metrics, separated by commas: %v, and prdc for precision, recall, density, coverage", append(metrics.Names(), models.NameIW)))
	f.StringVar(&m.extractor.Name, "extractor", metrics.NameDomain, fmt.Sprintf("feature extractor: %v", metrics.Extractors()))
	f.StringVar(&m.extractor.Weights, "weights", "", "file of Inception weights: PyTorch .pth or safetensors")
	f.StringVar((*string)(&m.extractor.Resize), "protocol", "", fmt.Sprintf("resize protocol: %v (default pytorch-fid for Inception, else the extractor's only one)", metrics.Resizes()))
	f.IntVar(&m.selection.Side, "size", 0, fmt.Sprintf("pixels a side that all images are brought to first (default: their own size; %d for random-conv and procedural domains)", embeddedSide))
	f.StringVar((*string)(&m.selection.Fit), "fit", string(datasets.Crop), "how --size makes images square: crop or stretch")
	registerSkipBad(cmd, &m.selection)
	f.IntVar(&m.selection.Count, "count", 0, "use a seeded subset of so many images of each set (0: all)")
	f.StringVar(&m.settings.Seed, "seed", "1", "names every draw: images of checkpoints, the subset of --count, subsets of KID, intervals")
	f.IntVar(&m.settings.Subsets.Count, "kid-subsets", m.settings.Subsets.Count, "subsets that kid-subsets draws")
	f.IntVar(&m.settings.Subsets.Size, "kid-subset-size", m.settings.Subsets.Size, "images of each of them")
	f.BoolVar(&m.intervals, "intervals", false, "give every metric a confidence interval, from random halves of both sets")
	f.Float64Var(&m.settings.Level, "level", m.settings.Level, "confidence level of --intervals")
	f.IntVar(&m.settings.Draws, "draws", 100, "random halves of --intervals: the time of a metric is taken so many times")
	m.cache.register(cmd, "features and statistics of images")
	f.StringVar(&m.saveStats, "save-stats", "", "keep the statistics of the real images in the folder of --cache under a name that --real and --fake take; or write them to this .npz file, as pytorch-fid reads them")
	f.BoolVar(&m.listStats, "list-stats", false, "list the statistics that are kept by name")
	m.gates.register(cmd)
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
	if m.real == "" || len(m.fakes) == 0 && m.saveStats == "" || len(m.names) == 0 || slices.Contains(m.fakes, "") {
		return errors.New("--real, --fake (or --save-stats) and at least one of --metrics are required")
	}
	if len(m.fakes) != 1 && m.nearest != "" {
		return errors.New("--nearest needs one --fake")
	}
	if ext := filepath.Ext(m.nearest); m.nearest != "" && ext != ".png" && ext != ".json" {
		return fmt.Errorf("--nearest %s: name a .png or a .json file", m.nearest)
	}
	if len(m.fakes) == 0 && m.gates.given() {
		return errors.New("--fail-if and --baseline need --fake")
	}
	for i, name := range m.names {
		m.names[i] = strings.ToLower(strings.TrimSpace(name))
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
	if err := m.checkSave(); err != nil {
		return err
	}
	return m.gates.prepare()
}

func (m *measurement) run(cmd *cobra.Command) error {
	if m.listStats {
		return m.printKept(cmd)
	}
	if err := m.prepare(); err != nil {
		return input(err)
	}
	sets, err := m.open(cmd)
	if err != nil {
		return input(err)
	}
	defer closeSets(sets)
	if err := m.suits(cmd, sets); err != nil {
		return input(err)
	}
	if err := m.extract(cmd, sets); err != nil {
		return input(err)
	}
	if m.saveStats != "" {
		if err := m.save(cmd, sets[0]); err != nil {
			return input(fmt.Errorf("--save-stats: %w", err))
		}
	}
	if len(m.fakes) == 0 {
		return nil
	}
	run, err := m.measure(cmd, sets)
	if err != nil {
		return input(err)
	}
	if m.nearest != "" {
		if err := m.writeNearest(sets[0], sets[1]); err != nil {
			return input(fmt.Errorf("--nearest: %w", err))
		}
	}
	if err := m.gates.compare(&run); err != nil {
		return input(err)
	}
	if wantsJSON(cmd) {
		err = printJSON(cmd, run)
	} else {
		err = reports.Measured(cmd.OutOrStdout(), run)
	}
	if err != nil {
		return err
	}
	return m.gates.judge(run)
}

// suits checks what depends on the sets before any image is decoded. Where statistics cannot give what is measured unless asked otherwise, what
// they give is measured, and that is told.
func (m *measurement) suits(cmd *cobra.Command, sets []*imageSet) error {
	if slices.ContainsFunc(sets, func(s *imageSet) bool { return s.images == nil }) && !cmd.Flags().Changed("metrics") {
		m.names = []string{metrics.NameFID}
		logger(cmd).Warn("statistics give no kmmd: fid alone is measured; give images for more, or --metrics fid to be silent")
	}
	names := slices.Clone(m.names)
	if m.iw {
		names = append(names, models.NameIW)
	}
	if err := m.gates.askable(names, func(metric string) bool { return m.intervals && metric != models.NameIW }); err != nil {
		return err
	}
	for _, fake := range sets[1:] {
		if err := metrics.Suffice(m.names, sets[0].len(), fake.len(), m.settings); err != nil {
			return err
		}
	}
	return nil
}

// measure returns the scores of each fake set, whose samples are there.
func (m *measurement) measure(cmd *cobra.Command, sets []*imageSet) (gate.Run, error) {
	run := gate.Run{Schema: gate.Schema, Side: m.selection.Side, Real: gate.Set{Source: m.real, Reading: sets[0].opened.reading}}
	if run.Side > 0 {
		run.Fit = string(m.selection.Fit)
	}
	identities := make([]string, len(sets))
	if wantsJSON(cmd) || m.gates.baseline != "" {
		for i, s := range sets {
			var err error
			if identities[i], err = s.content(cmd.Context()); err != nil {
				return run, err
			}
		}
	}
	run.Real.Identity = identities[0]
	var told []string
	for i, fake := range sets[1:] {
		pair := []*imageSet{sets[0], fake}
		var scores []metrics.Score
		var err error
		if len(m.names) > 0 {
			if scores, err = m.score(cmd, pair[0].sample, pair[1].sample); err != nil {
				return run, err
			}
		}
		for i := range scores {
			scores[i].Extractor, scores[i].Resize = m.madeBy(pair)
		}
		if m.iw {
			score, err := m.judge(cmd, pair)
			if err != nil {
				return run, err
			}
			scores = append(scores, score)
		}
		for _, s := range scores {
			for _, warning := range s.Warnings {
				if !slices.Contains(told, s.Metric+warning) {
					told = append(told, s.Metric+warning)
					logger(cmd).Warn(warning, "metric", s.Metric)
				}
			}
		}
		run.Fakes = append(run.Fakes, gate.Measured{Set: gate.Set{Source: fake.spec.Source, Identity: identities[i+1], Reading: fake.opened.reading}, Scores: scores})
	}
	return run, nil
}

// measureSteps is the number of steps that a measurement is told in.
const measureSteps = 1000

// score measures the samples, and shows how far it is.
func (m *measurement) score(cmd *cobra.Command, real, fake *metrics.Sample) ([]metrics.Score, error) {
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
