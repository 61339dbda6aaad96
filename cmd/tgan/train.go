package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/models"
	"tgan/results"
)

// The record in the output folder says what is trained there; samples at growing steps have a folder of their own in it.
const (
	recordFile = "train.json"
	samplesDir = "samples"
)

// training are the flags of tgan train.
type training struct {
	data     datasets.Spec
	spec     models.Spec
	out      string
	steps    int
	chosen   bool // --transfer was given
	init     string
	transfer string
	cache    cache
}

// trainRecord is everything but the number of steps that determines a training: a folder holds one.
type trainRecord struct {
	Images   datasets.Spec   `json:"images"`
	ImagesID string          `json:"images_id"`
	Training models.Spec     `json:"training"`
	Transfer models.Transfer `json:"transfer"`
	Init     string          `json:"init,omitempty"` // sha256 of the checkpoint

	Arithmetic string `json:"arithmetic"` // of the kernels
}

func newTrain() *cobra.Command {
	t := training{spec: models.DefaultSpec(), data: datasets.Spec{Split: datasets.All}}
	var g engine
	cmd := &cobra.Command{
		Use:   "train --data IMAGES --out DIR",
		Short: "Train one GAN, from scratch or from a checkpoint",
		Long: `Trains a WGAN-GP on a folder or zip of images, or on a procedural domain such as procedural/faces. DIR gets checkpoint.safetensors,
samples.png, samples at growing steps, and metrics.jsonl. Interrupting is safe: the same command continues to the same bytes, and
with more --steps a finished training goes on.

With --condition the generator is told a class, and the critic learns to tell classes: those of the images, a folder each. A checkpoint of a
training without classes can start one with them.

Transfer methods, METHOD or METHOD:VALUE:
` + models.TransferHelp(),
		Example: `  tgan train --data flowers.zip --out gan --steps 2000
  tgan train --data my-photos/ --out tuned --init gan/checkpoint.safetensors --steps 500
  tgan train --data procedural/places --classes 10 --count 2000 --condition batch-norm --out scenes`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return t.run(cmd, &g) },
	}
	f := cmd.Flags()
	f.StringVar(&t.data.Source, "data", "", "folder or zip of images, or procedural/NAME (required)")
	f.StringVar(&t.out, "out", "", "folder for the result (required)")
	f.IntVar(&t.steps, "steps", 2000, "generator updates in all")
	f.StringVar(&t.init, "init", "", "checkpoint to start from, or a folder with one")
	f.StringVar(&t.transfer, "transfer", string(models.TransferBoth), "transfer method from --init, see above")
	registerCollection(cmd, &t.data)
	f.IntVar(&t.data.Count, "count", 0, "train on a seeded subset of so many images (0: all)")
	f.IntVar(&t.data.Classes, "classes", 0, "train on the first so many classes (0: all)")
	f.StringVar((*string)(&t.spec.Condition), "condition", "", fmt.Sprintf("how the generator is told classes: %v (default not)", models.Conditions()))
	f.StringVar(&t.spec.Architecture, "arch", t.spec.Architecture, "network")
	f.IntVar(&t.spec.Dim, "dim", t.spec.Dim, "width of the network")
	f.IntVar(&t.spec.Batch, "batch", t.spec.Batch, "images a step")
	f.IntVar(&t.spec.CriticSteps, "critic-steps", t.spec.CriticSteps, "critic updates before each generator update")
	f.Float64Var(&t.spec.PenaltyWeight, "penalty", t.spec.PenaltyWeight, "weight of the gradient penalty")
	f.Float64Var(&t.spec.LearningRate, "lr", t.spec.LearningRate, "learning rate of Adam")
	f.StringVar((*string)(&t.spec.Augment), "augment", "", fmt.Sprintf("augmentation of what the critic sees: %v (default none)", models.Augmentations()))
	f.Float64Var(&t.spec.EMA, "ema", 0, "decay of an average of the generator that is sampled from, such as 0.999 (0: none)")
	f.StringVar(&t.spec.Seed, "seed", t.spec.Seed, "names the random streams of weights, latent codes and data order")
	t.cache.register(cmd, "decoded and resized images")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}

func (t *training) run(cmd *cobra.Command, g *engine) error {
	ctx := cmd.Context()
	if t.data.Source == "" || t.out == "" {
		return input(errors.New("--data and --out are required"))
	}
	t.chosen = cmd.Flags().Changed("transfer")
	if t.steps < 1 {
		return input(fmt.Errorf("--steps is %d; it must be at least 1", t.steps))
	}
	pool, err := g.pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	from, err := openSource(cmd, "", t.data, g.threads)
	if err != nil {
		return input(err)
	}
	defer from.close()
	record, source, err := t.resolve(ctx, from, pool.ISA())
	if err != nil {
		return input(err)
	}
	cacheDir, err := t.cache.folder(cmd)
	if err != nil {
		return err
	}
	images, err := datasets.OpenCached(ctx, cacheDir, "", record.Images, datasets.Options{
		Threads: g.threads, Identity: record.ImagesID, Set: from.set, Warn: func(err error) { logger(cmd).Warn(err.Error()) },
	})
	if err != nil {
		return input(err)
	}
	defer images.Close()
	trainer, err := models.NewTrainer(pool, t.spec, images)
	if err != nil {
		return input(err)
	}
	if source != nil {
		if err := trainer.StartFrom(source, record.Transfer); err != nil {
			return input(err)
		}
	}
	unlock, err := lockOut(t.out)
	if err != nil {
		return err
	}
	defer unlock()
	if err := prepare(t.out, samplesDir, recordFile, record); err != nil {
		return input(err)
	}
	losses, err := t.train(cmd, trainer)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Checkpoint string        `json:"checkpoint"`
			Samples    string        `json:"samples"`
			Steps      int           `json:"steps"`
			Images     int           `json:"images"`
			Losses     models.Losses `json:"losses"`

			Reading *datasets.Reading `json:"reading,omitempty"`
		}{filepath.Join(t.out, benchmarks.CheckpointFile), filepath.Join(t.out, benchmarks.SamplesFile), trainer.Steps(), images.Len(), losses, from.reading})
	}
	fmt.Fprintf(cmd.OutOrStdout(), "trained %d steps on %d images: %s\n", trainer.Steps(), images.Len(), filepath.Join(t.out, benchmarks.CheckpointFile))
	return nil
}

// train runs the session and publishes its result. It returns the losses of the last step done by this call.
func (t *training) train(cmd *cobra.Command, trainer *models.Trainer) (last models.Losses, err error) {
	bar := newProgress(cmd.ErrOrStderr(), t.steps)
	show := bar.training(t.out, t.steps)
	session := models.Session{
		Dir: t.out, Steps: t.steps, Visits: benchmarks.LogSpaced(t.steps),
		Visit: func(_ context.Context, tr *models.Trainer) (json.RawMessage, error) {
			name := fmt.Sprintf("%s/%06d.png", samplesDir, tr.Steps())
			return json.RawMessage(fmt.Sprintf("%q", name)), benchmarks.WriteSamples(filepath.Join(t.out, name), tr.Sampler())
		},
		Progress: func(step int, l models.Losses) {
			last = l
			show(step, l)
		},
	}
	log, err := session.Run(cmd.Context(), trainer)
	bar.stop()
	if err != nil {
		return last, curable(err)
	}
	if err := session.Publish(trainer, benchmarks.CheckpointFile); err != nil {
		return last, err
	}
	if err := benchmarks.WriteLog(filepath.Join(t.out, benchmarks.LossesFile), log); err != nil {
		return last, err
	}
	return last, benchmarks.WriteSamples(filepath.Join(t.out, benchmarks.SamplesFile), trainer.Sampler())
}

// resolve checks the flags and reads what they name.
func (t *training) resolve(ctx context.Context, from opened, isa kernel.ISA) (trainRecord, *models.Checkpoint, error) {
	if err := t.countClasses(ctx, from); err != nil {
		return trainRecord{}, nil, err
	}
	if err := t.spec.Validate(); err != nil {
		return trainRecord{}, nil, err
	}
	arch, err := models.LookupArchitecture(t.spec.Architecture)
	if err != nil {
		return trainRecord{}, nil, err
	}
	r := trainRecord{Images: t.data, Training: t.spec, Transfer: models.Scratch}
	r.Arithmetic = isa.Arithmetic()
	r.Images.Side = arch.Side
	if r.Images.Count > 0 {
		r.Images.Seed = t.spec.Seed
	}
	if r.ImagesID, err = from.identity(ctx, r.Images); err != nil {
		return trainRecord{}, nil, err
	}
	if err := models.Transfer(t.transfer).ValidateFor(t.spec); err != nil {
		return trainRecord{}, nil, err
	}
	if t.init == "" {
		if t.chosen && models.Transfer(t.transfer) != models.Scratch {
			return trainRecord{}, nil, fmt.Errorf("--transfer %s needs a checkpoint to start from: give --init", t.transfer)
		}
		return r, nil, nil
	}
	r.Transfer = models.Transfer(t.transfer)
	source, err := models.LoadCheckpoint(t.init)
	if err != nil {
		return trainRecord{}, nil, err
	}
	r.Init, err = results.HashFile(source.Path())
	return r, source, err
}

// countClasses completes the spec of a conditional training.
func (t *training) countClasses(ctx context.Context, from opened) error {
	if err := t.spec.Condition.Validate(); err != nil || t.spec.Condition == "" {
		return err
	}
	names, err := from.classNames(ctx, t.data)
	if err != nil {
		return err
	}
	var notes []string
	if from.reading != nil {
		notes = from.reading.Notes
	}
	if err := datasets.CheckClasses(t.data.Source, names, notes); err != nil {
		return fmt.Errorf("--condition %s: %w", t.spec.Condition, err)
	}
	t.spec.Classes = len(names)
	return nil
}
