package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/atomicfile"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
	"tgan/reports"
)

// The files that say in the output folder what is trained there, and which sources there were to choose from.
const (
	transferRecord = "transfer.json"
	rankingFile    = "ranking.json"
)

// autoSource chooses the source by its rank.
const autoSource = "auto"

// adaptation are the flags of tgan transfer.
type adaptation struct {
	yardstick
	engine
	spec   models.Spec
	source string
	method string
	out    string
	steps  int
}

func newAdapt() *cobra.Command {
	a := adaptation{spec: models.DefaultSpec()}
	a.spec.LearningRate, a.spec.EMA = 5e-4, 0.99
	cmd := &cobra.Command{
		Use:   "transfer --target IMAGES --source CHECKPOINT|auto --out DIR",
		Short: "Fine-tune a source GAN to your images and report how good it became",
		Long: `Fine-tunes a source GAN to the target images and measures it against a fifth of them, which is held out. The source is a checkpoint, or
with "auto" the nearest of --sources as tgan recommend ranks them. DIR gets the generator (checkpoint.safetensors), samples, the progress of fixed
latent codes, interpolations, the nearest training images, metrics.jsonl, and a page, report.html. Interrupting is safe: the same command
continues to the same bytes, and with more --steps a finished training goes on.

Methods, METHOD or METHOD:VALUE:
` + models.TransferHelp(),
		Example: `  tgan transfer --target photos/ --source auto --sources sources/ --out photos-gan
  tgan transfer --target photos.zip --source faces/checkpoint.safetensors --method freeze-d --augment diffaugment --out photos-gan`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.run(cmd) },
	}
	f := cmd.Flags()
	a.yardstick.register(cmd)
	f.StringVar(&a.source, "source", autoSource, "checkpoint to start from, or a folder with one; auto takes the nearest of --sources")
	f.StringVar(&a.method, "method", string(models.TransferBoth), "transfer method, see above")
	f.StringVar(&a.out, "out", "", "folder for the result (required)")
	f.IntVar(&a.steps, "steps", 1000, "generator updates in all")
	f.IntVar(&a.spec.Batch, "batch", a.spec.Batch, "images a step")
	f.Float64Var(&a.spec.LearningRate, "lr", a.spec.LearningRate, "learning rate of Adam")
	f.StringVar((*string)(&a.spec.Augment), "augment", "", fmt.Sprintf("augmentation of what the critic sees: %v (default none)", models.Augmentations()))
	f.Float64Var(&a.spec.EMA, "ema", a.spec.EMA, "decay of an average of the generator that is sampled from (0: none)")
	f.StringVar(&a.spec.Seed, "seed", a.spec.Seed, "names the random streams, and the subset of --count")
	a.engine.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}

func (a *adaptation) run(cmd *cobra.Command) error {
	if err := a.check(); err != nil {
		return input(err)
	}
	pool, err := a.pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	candidates, err := a.choices(cmd)
	if err != nil {
		return err
	}
	target, id, reading, err := a.openTarget(cmd, candidates[0].Side)
	if err != nil {
		return err
	}
	defer target.Close()
	unlock, err := lockOut(a.out)
	if err != nil {
		return err
	}
	defer unlock()
	job := benchmarks.Adaptation{Dir: a.out, Steps: a.steps, Target: target, Warn: func(err error) { logger(cmd).Warn(err.Error()) }}
	if job.Source, job.Ranking, err = a.choose(cmd, pool, target.Train, candidates); err != nil {
		return err
	}
	if job.Spec, err = a.resolve(pool, job.Source, id); err != nil {
		return input(err)
	}
	if err := prepare(a.out, filepath.Dir(benchmarks.AdaptationProgress), transferRecord, job.Spec); err != nil {
		return input(err)
	}
	return a.train(cmd, pool, job, reading)
}

// check checks what can be checked without reading anything.
func (a *adaptation) check() error {
	switch {
	case a.target.Source == "" || a.out == "":
		return errors.New("--target and --out are required")
	case a.source == autoSource && len(a.sources) == 0:
		return fmt.Errorf("--source auto needs --sources, a folder with checkpoints; one is made by %s", benchmarks.HowToMakeASource)
	case a.source != autoSource && (len(a.sources) > 0 || a.side > 0):
		return errors.New("--sources and --size are to choose a source by: leave them out, or --source")
	case a.steps < 1:
		return fmt.Errorf("--steps is %d; it must be at least 1", a.steps)
	}
	if err := models.Transfer(a.method).Validate(); err != nil {
		return err
	}
	if err := a.spec.Validate(); err != nil {
		return err
	}
	return a.prepare(a.spec.Seed)
}

// choices returns the checkpoint that is named, or those to choose from.
func (a *adaptation) choices(cmd *cobra.Command) ([]benchmarks.Candidate, error) {
	if a.source == autoSource {
		return a.candidates(cmd)
	}
	c, err := benchmarks.OpenCandidate(a.source)
	return []benchmarks.Candidate{c}, input(err)
}

// openTarget opens the target and returns its identity and what was read.
func (a *adaptation) openTarget(cmd *cobra.Command, side int) (*benchmarks.Target, string, *datasets.Reading, error) {
	dir, err := a.cache.folder(cmd)
	if err != nil {
		return nil, "", nil, err
	}
	a.target.Side = side
	source, err := openSource(cmd, "", a.target, a.threads)
	if err != nil {
		return nil, "", nil, input(err)
	}
	defer source.close()
	id, err := source.identity(cmd.Context(), a.target)
	if err != nil {
		return nil, "", nil, input(err)
	}
	target, err := benchmarks.OpenTarget(cmd.Context(), dir, a.target, datasets.Options{
		Threads: a.threads, Identity: id, Set: source.set, Warn: func(err error) { logger(cmd).Warn(err.Error()) },
	})
	if err != nil {
		return nil, "", nil, input(err)
	}
	return target, id, source.reading, nil
}

// choose returns the source, and the ranking if there was a choice. The first choice of a folder stays, whatever sources come later.
func (a *adaptation) choose(cmd *cobra.Command, pool *kernel.Pool, images *datasets.Images, candidates []benchmarks.Candidate) (benchmarks.Candidate, []benchmarks.Ranked, error) {
	if a.source != autoSource {
		return candidates[0], nil, nil
	}
	path := filepath.Join(a.out, rankingFile)
	ranked, err := readRanking(path)
	if errors.Is(err, os.ErrNotExist) {
		if ranked, err = a.rank(cmd, pool, images, candidates, a.spec.Seed); err != nil {
			return benchmarks.Candidate{}, nil, err
		}
		text, err := json.MarshalIndent(ranked, "", "  ")
		if err != nil {
			return benchmarks.Candidate{}, nil, err
		}
		if err := atomicfile.Write(path, append(text, '\n')); err != nil {
			return benchmarks.Candidate{}, nil, err
		}
	} else if err != nil {
		return benchmarks.Candidate{}, nil, input(err)
	}
	chosen := ranked[0].Candidate
	for _, c := range candidates {
		if c.SHA256 == chosen.SHA256 {
			logger(cmd).Info("source chosen", "checkpoint", c.Path, "fid", ranked[0].FID.Value, "of", len(ranked))
			return chosen, ranked, nil
		}
	}
	return chosen, nil, input(fmt.Errorf("%s names the source %s, which is not among --sources as it was: bring it back, or choose another folder with --out", path, chosen.Path))
}

func readRanking(path string) ([]benchmarks.Ranked, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var ranked []benchmarks.Ranked
	if err := json.Unmarshal(text, &ranked); err != nil {
		return nil, fmt.Errorf("%s is no ranking of sources: remove it (%w)", path, err)
	}
	if len(ranked) == 0 {
		return nil, fmt.Errorf("%s ranks no source: remove it", path)
	}
	return ranked, nil
}

// resolve returns everything that determines the training.
func (a *adaptation) resolve(pool *kernel.Pool, source benchmarks.Candidate, id string) (benchmarks.AdaptationSpec, error) {
	spec := a.spec
	spec.Architecture, spec.Dim = source.Architecture, source.Dim
	extractor, err := metrics.OpenExtractor(a.extractor, pool)
	if err != nil {
		return benchmarks.AdaptationSpec{}, err
	}
	return benchmarks.AdaptationSpec{
		Target: a.target, TargetID: id, Source: source.SHA256, Transfer: models.Transfer(a.method), Training: spec,
		Extractor: extractor.Name(), Resize: a.extractor.Resize, Fake: a.fake, Arithmetic: pool.ISA().Arithmetic(),
	}, models.Transfer(a.method).ValidateFor(spec)
}

// train runs the job and writes its report.
func (a *adaptation) train(cmd *cobra.Command, pool *kernel.Pool, job benchmarks.Adaptation, reading *datasets.Reading) (err error) {
	if job.Gauge, err = benchmarks.NewGauge(cmd.Context(), pool, a.extractor, job.Target.HeldOut, a.fake, a.spec.Seed+"/evaluation"); err != nil {
		return input(err)
	}
	defer func() { err = errors.Join(err, job.Gauge.Close()) }()
	bar := newProgress(cmd.ErrOrStderr(), a.steps)
	job.Progress = bar.training(a.out, a.steps)
	result, err := job.Run(cmd.Context(), pool)
	bar.stop()
	if diverged, ok := errors.AsType[*models.DivergedError](err); ok {
		return fmt.Errorf("%w; lower --lr, or stop before it with --steps %d in another folder", err, diverged.Step-1)
	}
	if err != nil {
		return curable(err)
	}
	if err := reports.WriteAdaptation(a.out, result); err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			benchmarks.AdaptationResult
			Reading *datasets.Reading `json:"reading,omitempty"` // of the target
		}{result, reading})
	}
	first, last := result.Curve[0], result.Curve[len(result.Curve)-1]
	fmt.Fprintf(cmd.OutOrStdout(), "%s fine-tuned for %d steps on %d images (%s): FID %.4g before, %.4g after, against %d held out; report in %s\n",
		job.Source.Path, a.steps, result.NTrain, a.method, first.FID.Value, last.FID.Value, result.NHeldOut, filepath.Join(a.out, reports.AdaptationPage))
	return nil
}
