package benchmarks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"tgan/datasets"
	"tgan/internal/atomicfile"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// The files of a finished trial beside its record.
const (
	CheckpointFile = models.CheckpointFile // both networks
	LossesFile     = "metrics.jsonl"       // losses and scores, a JSON object a line, in order of steps
	SamplesFile    = "samples.png"         // SampleColumns² images of latent codes that are the same for all trials
	ProgressFile   = "progress.png"        // a row each of the first StripRows latent codes, a column each evaluation; not of pre-trainings
)

// SampleColumns is the number of rows and of columns of SamplesFile.
const SampleColumns = 8

// sampleSeed names the latent codes of every trial's sample grid, so that grids can be compared image by image.
const sampleSeed = "grid"

// executor runs trials on one pool.
type executor struct {
	store *results.Store
	root  string // of the data
	cache string // of prepared images
	shelf *shelf // of procedural images
	pool  *kernel.Pool
	log   *slog.Logger

	measure   metrics.ExtractorSpec // what the profile measures with
	extractor metrics.Extractor     // made of it when a trial first needs it

	classifiers map[string]*metrics.Domain // by recipe
	judged      judged

	opened []*datasets.Images // by the trial at hand
	watch  *watch             // nil where time is not measured
}

// run computes a trial, from its snapshot if there is one, and publishes its record.
func (e *executor) run(ctx context.Context, trial Trial, progress func(step int)) error {
	if err := os.MkdirAll(e.store.Dir(trial.Key), 0o755); err != nil {
		return fmt.Errorf("benchmarks: create folder of trial: %w", err)
	}
	unlock, err := lock(e.store.Dir(trial.Key))
	if err != nil {
		return err
	}
	defer unlock()
	err = e.attempt(ctx, trial, progress)
	if damaged, ok := errors.AsType[*models.SnapshotError](err); ok {
		aside, err := atomicfile.SetAside(damaged.Path)
		if err != nil {
			return err
		}
		e.log.Warn("a snapshot cannot be used; it was set aside and the trial starts anew", "trial", trial.Name, "error", damaged, "aside", aside)
		return e.attempt(ctx, trial, progress)
	}
	return err
}

// lock makes the caller the owner of a trial's folder.
func lock(dir string) (unlock func(), err error) {
	unlock, err = atomicfile.Lock(dir)
	if errors.Is(err, atomicfile.ErrOwned) {
		err = &InputError{fmt.Errorf("%w: wait for the other run, or give this one another folder of trials", err)}
	}
	return unlock, err
}

func (e *executor) attempt(ctx context.Context, trial Trial, progress func(step int)) (err error) {
	defer func() { err = errors.Join(err, e.closeImages()) }()
	dir := e.store.Dir(trial.Key)
	trainer, err := e.trainer(ctx, trial.Spec)
	if err != nil {
		return err
	}
	visit, err := e.visitor(ctx, trial.Key, trial.Spec)
	if err != nil {
		return err
	}
	session := models.Session{
		Dir: dir, Steps: trial.Spec.Steps, Visits: trial.Spec.Evaluation.Steps, Visit: visit,
		Progress: func(step int, _ models.Losses) { progress(step) },
	}
	e.watch.enter(Training)
	log, err := session.Run(ctx, trainer)
	e.watch.enter(Storing)
	diverged, isDiverged := errors.AsType[*models.DivergedError](err)
	if err != nil && !isDiverged {
		return err
	}
	record, err := recordOf(trial, log)
	if err != nil {
		return err
	}
	if isDiverged {
		record.Outcome, record.DivergedAt = results.Diverged, diverged.Step
	}
	if err := WriteLog(filepath.Join(dir, LossesFile), log); err != nil {
		return err
	}
	e.watch.enter(Pictures)
	if err := WriteSamples(filepath.Join(dir, SamplesFile), trainer.Sampler()); err != nil {
		return err
	}
	e.watch.enter(Storing)
	if err := session.Publish(trainer, CheckpointFile); err != nil {
		return err
	}
	files := []string{CheckpointFile, LossesFile, SamplesFile}
	progressed := strip{dir: dir, steps: trial.Spec.Evaluation.Steps[:len(log.Visits)]}
	if len(log.Visits) > 0 {
		e.watch.enter(Pictures)
		start := func() (*models.Trainer, error) { return e.trainer(ctx, trial.Spec) }
		if err := progressed.join(ctx, start, e.warn); err != nil {
			return err
		}
		e.watch.enter(Storing)
		files = append(files, ProgressFile)
	}
	if err := e.store.Put(record, files...); err != nil {
		return err
	}
	return e.forget(trial)
}

// recordOf returns the record of a trial that came to its end.
func recordOf(trial Trial, log models.Log) (record results.Trial, err error) {
	record = results.Trial{Key: trial.Key, Name: trial.Name, Outcome: results.Done, Scores: []results.Score{}}
	if record.Spec, err = json.Marshal(trial.Spec); err != nil {
		return record, fmt.Errorf("benchmarks: record: %w", err)
	}
	for _, v := range log.Visits {
		var scores []results.Score
		if err := json.Unmarshal(v.Result, &scores); err != nil {
			return record, fmt.Errorf("benchmarks: scores at step %d: %w", v.Step, err)
		}
		record.Scores = append(record.Scores, scores...)
	}
	return record, nil
}

// forget removes what a finished trial needs no more: a kill between its record and this leaves it.
func (e *executor) forget(trial Trial) error {
	dir := e.store.Dir(trial.Key)
	return errors.Join(models.Session{Dir: dir}.Forget(), strip{dir: dir, steps: trial.Spec.Evaluation.Steps}.forget())
}

// open opens images, of a source whose identity is id, until the trial ends.
func (e *executor) open(ctx context.Context, spec datasets.Spec, id string) (*datasets.Images, error) {
	opts := datasets.Options{Threads: e.pool.Threads(), Identity: id, Warn: e.warn}
	var images *datasets.Images
	var err error
	if spec.Procedural() {
		images, err = e.shelf.open(spec, func() (*datasets.Images, error) { return datasets.Open(ctx, e.root, spec, opts) })
	} else if images, err = datasets.OpenCached(ctx, e.cache, e.root, spec, opts); err == nil {
		e.opened = append(e.opened, images)
	}
	if err != nil && ctx.Err() == nil {
		return nil, &InputError{err}
	}
	return images, err
}

// warn logs what a trial gets over.
func (e *executor) warn(err error) { e.log.Warn(err.Error()) }

// closeImages closes what the trial opened.
func (e *executor) closeImages() error {
	var err error
	for _, images := range e.opened {
		err = errors.Join(err, images.Close())
	}
	e.opened = nil
	return err
}

// InputError tells that data or a file given by the user is at fault.
type InputError struct{ err error }

func (e *InputError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.err }

// trainer returns the trial's training at its start.
func (e *executor) trainer(ctx context.Context, spec TrialSpec) (*models.Trainer, error) {
	images, err := e.open(ctx, spec.Images, spec.ImagesID)
	if err != nil {
		return nil, err
	}
	trainer, err := models.NewTrainer(e.pool, spec.Training, images)
	if err != nil || spec.Source == "" {
		return trainer, err
	}
	source, err := models.LoadCheckpoint(filepath.Join(e.store.Dir(spec.Source), CheckpointFile))
	if err != nil {
		return nil, err
	}
	return trainer, trainer.StartFrom(source, spec.Transfer)
}

// visitor returns what measures the generator in training; it is nil if the trial measures nothing.
func (e *executor) visitor(ctx context.Context, key string, spec TrialSpec) (func(context.Context, *models.Trainer) (json.RawMessage, error), error) {
	if len(spec.Evaluation.Steps) == 0 {
		return nil, nil
	}
	real, err := e.open(ctx, spec.Evaluation.Real, spec.Evaluation.RealID)
	if err != nil {
		return nil, err
	}
	extractor, err := e.openExtractor()
	if err != nil {
		return nil, &InputError{err}
	}
	if name := extractor.Name(); name != spec.Evaluation.Weights {
		return nil, &InputError{fmt.Errorf("benchmarks: the extractor is %s, the trial was planned with %s: its weights have changed, run again", name, spec.Evaluation.Weights)}
	}
	evaluator, err := e.evaluator(ctx, spec.Evaluation, extractor, real)
	if err != nil {
		return nil, err
	}
	judge := &judge{spec: spec, pool: e.pool, real: real, evaluator: evaluator, watch: e.watch}
	if recipe := spec.Evaluation.Accuracy; recipe != nil {
		classifier, err := e.classifier(ctx, *recipe)
		if err != nil {
			return nil, err
		}
		if judge.examiner, err = newExaminer(ctx, *recipe, classifier, real); err != nil {
			return nil, err
		}
	}
	strip := strip{dir: e.store.Dir(key), steps: spec.Evaluation.Steps}
	return func(ctx context.Context, t *models.Trainer) (json.RawMessage, error) {
		defer e.watch.enter(e.watch.enter(Measuring))
		scores, err := judge.measure(ctx, t)
		if err != nil {
			return nil, err
		}
		e.watch.enter(Pictures)
		if err := strip.add(t); err != nil {
			return nil, err
		}
		return json.Marshal(scores)
	}, nil
}

// openExtractor returns what the profile measures with, which is opened once for all trials of the executor.
func (e *executor) openExtractor() (_ metrics.Extractor, err error) {
	if e.extractor == nil {
		e.extractor, err = metrics.OpenExtractor(e.measure, e.pool)
	}
	return e.extractor, err
}

// judged is the evaluator of the last trial: the next one is mostly measured against the same real images.
type judged struct {
	by        string // JSON of the images and metrics
	evaluator *metrics.Evaluator
}

// evaluator returns what measures against a trial's real images.
func (e *executor) evaluator(ctx context.Context, t TrialEvaluation, extractor metrics.Extractor, real *datasets.Images) (*metrics.Evaluator, error) {
	by, err := json.Marshal(TrialEvaluation{Real: t.Real, RealID: t.RealID, Metrics: t.Metrics})
	if err != nil {
		return nil, fmt.Errorf("benchmarks: evaluation: %w", err)
	}
	if e.judged.evaluator != nil && e.judged.by == string(by) {
		return e.judged.evaluator, nil
	}
	if err := e.close(); err != nil {
		return nil, err
	}
	evaluator, err := metrics.NewEvaluator(ctx, extractor, e.measure.Resize, t.Metrics, real)
	if err == nil {
		e.judged = judged{string(by), evaluator}
	}
	return evaluator, err
}

// close gives back what is kept from trial to trial.
func (e *executor) close() error {
	last := e.judged.evaluator
	e.judged = judged{}
	if last == nil {
		return nil
	}
	return last.Close()
}

// classifier returns the classifier of a recipe, which is trained once for all trials of the executor.
func (e *executor) classifier(ctx context.Context, recipe AccuracyRecipe) (*metrics.Domain, error) {
	key, err := json.Marshal(recipe)
	if err != nil {
		return nil, fmt.Errorf("benchmarks: accuracy: %w", err)
	}
	if c, ok := e.classifiers[string(key)]; ok {
		return c, nil
	}
	images, err := e.open(ctx, recipe.Images, recipe.ImagesID)
	if err != nil {
		return nil, err
	}
	c, err := recipe.train(ctx, e.pool, images)
	if err != nil {
		return nil, err
	}
	e.classifiers[string(key)] = c
	return c, nil
}

// WriteLog publishes losses and scores as JSON lines, in order of steps, losses before scores.
func WriteLog(path string, log models.Log) error {
	return atomicfile.WriteTo(path, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		visits := log.Visits
		flush := func(before int) error {
			for len(visits) > 0 && visits[0].Step < before {
				if err := enc.Encode(visits[0]); err != nil {
					return err
				}
				visits = visits[1:]
			}
			return nil
		}
		for _, l := range log.Losses {
			if err := flush(l.Step); err != nil {
				return err
			}
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return flush(1 << 62)
	})
}

// WriteSamples publishes the grid of the fixed latent codes. Each column is of one class if the generator is conditional.
func WriteSamples(path string, s *models.Sampler) error {
	images, err := DrawGrid(s, SampleColumns*SampleColumns, SampleColumns, sampleSeed)
	if err != nil {
		return err
	}
	return datasets.WriteSheet(path, images, SampleColumns)
}
