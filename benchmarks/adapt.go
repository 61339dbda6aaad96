package benchmarks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
)

// The files of an adaptation, beside CheckpointFile, LossesFile and SamplesFile.
const (
	InterpolationFile = "interpolation.png" // a strip a row, from one latent code to another
	NearestFile       = "nearest.png"       // pairs of a generated image and its nearest training image, the most suspicious first
	progressDir       = "progress"          // ProgressFile, and its columns
)

// AdaptationProgress is the path of ProgressFile in an adaptation's folder: a row a latent code, a column each step of LogSpaced.
const AdaptationProgress = progressDir + "/" + ProgressFile

// The strips of InterpolationFile.
const (
	interpolationRows    = 6
	interpolationColumns = 10
)

// AdaptationSpec is everything that determines the fine-tuning of a source GAN to a user's own images, but for the number of steps.
type AdaptationSpec struct {
	Target     datasets.Spec   `json:"target"` // of the images to learn
	TargetID   string          `json:"target_id"`
	Source     string          `json:"source"` // sha256 of the checkpoint
	Transfer   models.Transfer `json:"transfer"`
	Training   models.Spec     `json:"training"`
	Extractor  string          `json:"extractor"` // metrics.Extractor.Name
	Resize     metrics.Resize  `json:"resize"`
	Fake       int             `json:"fake"` // images drawn for each measurement
	Arithmetic string          `json:"arithmetic"`
}

// Adaptation is a fine-tuning in a folder, which can be interrupted and goes on to the same bytes.
type Adaptation struct {
	Dir      string
	Spec     AdaptationSpec
	Steps    int // generator updates in all
	Target   *Target
	Source   Candidate
	Ranking  []Ranked // that chose the source; nil if it was named
	Gauge    *Gauge   // against the held-out images
	Progress func(step int, losses models.Losses)
	Warn     func(err error) // is told what was lost and is made anew
}

// MeasuredStep is a measurement of the generator in training.
type MeasuredStep struct {
	Step int `json:"step"`
	Measurement
}

// AdaptationResult is what came out, for a report.
type AdaptationResult struct {
	Spec      AdaptationSpec `json:"spec"`
	Steps     int            `json:"steps"`
	Source    Candidate      `json:"source"`
	Ranking   []Ranked       `json:"ranking,omitempty"`
	NTrain    int            `json:"n_train"`
	NHeldOut  int            `json:"n_held_out"`
	Curve     []MeasuredStep `json:"curve"`     // by step; the last is that of the checkpoint
	Reference Measurement    `json:"reference"` // the training images against the held-out ones: what real images score

	Memorisation Memorisation `json:"memorisation"`
}

// LogSpaced returns the steps 0, 1, 2, 5, 10, 20, 50 and so on, up to the last.
func LogSpaced(steps int) []int {
	visits := []int{0}
	for unit := 1; unit <= steps; unit *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if unit*digit <= steps {
				visits = append(visits, unit*digit)
			}
		}
	}
	return visits
}

// Run trains and writes into the folder, which exists with that of AdaptationProgress, all files but the report. It returns a *models.DivergedError when a loss is not finite, a
// *models.SnapshotError when the folder's training cannot go on, and ends with ctx after writing a snapshot.
func (a *Adaptation) Run(ctx context.Context, pool *kernel.Pool) (r AdaptationResult, err error) {
	r = AdaptationResult{
		Spec: a.Spec, Steps: a.Steps, Source: a.Source, Ranking: a.Ranking, NTrain: a.Target.Train.Len(), NHeldOut: a.Target.HeldOut.Len(),
	}
	trainer, err := a.trainer(pool)
	if err != nil {
		return r, err
	}
	if r.Reference, err = a.Gauge.MeasureImages(ctx, a.Target.Train); err != nil {
		return r, err
	}
	columns := strip{dir: filepath.Join(a.Dir, progressDir), steps: LogSpaced(a.Steps)}
	session := models.Session{
		Dir: a.Dir, Steps: a.Steps, Visits: columns.steps, Progress: a.Progress,
		Visit: func(ctx context.Context, t *models.Trainer) (json.RawMessage, error) {
			m, err := a.Gauge.Measure(ctx, t.Sampler())
			if err != nil {
				return nil, err
			}
			if err := columns.add(t); err != nil {
				return nil, err
			}
			return json.Marshal(m)
		},
	}
	log, err := session.Run(ctx, trainer)
	if err != nil {
		return r, err
	}
	if !slices.Contains(columns.steps, a.Steps) { // a longer training does not come by here, so its snapshot must not know
		result, err := session.Visit(ctx, trainer)
		if err != nil {
			return r, err
		}
		log.Visits = append(log.Visits, models.Visit{Step: a.Steps, Result: result})
		last := strip{dir: columns.dir, steps: []int{a.Steps}}
		columns.steps = append(columns.steps, a.Steps)
		defer func() { err = errors.Join(err, last.forget()) }()
	}
	if r.Curve, err = curveOf(log); err != nil {
		return r, err
	}
	if err := columns.join(ctx, func() (*models.Trainer, error) { return a.trainer(pool) }, a.Warn); err != nil {
		return r, err
	}
	if err := WriteLog(filepath.Join(a.Dir, LossesFile), log); err != nil {
		return r, err
	}
	if err := session.Publish(trainer, CheckpointFile); err != nil {
		return r, err
	}
	r.Memorisation, err = a.pictures(ctx, trainer.Sampler())
	return r, err
}

// curveOf reads what the visits of an adaptation have measured.
func curveOf(log models.Log) ([]MeasuredStep, error) {
	var curve []MeasuredStep
	for _, v := range log.Visits {
		step := MeasuredStep{Step: v.Step}
		if err := json.Unmarshal(v.Result, &step.Measurement); err != nil {
			return nil, fmt.Errorf("benchmarks: adaptation: scores at step %d: %w", v.Step, err)
		}
		curve = append(curve, step)
	}
	return curve, nil
}

// trainer returns the training at its start.
func (a *Adaptation) trainer(pool *kernel.Pool) (*models.Trainer, error) {
	trainer, err := models.NewTrainer(pool, a.Spec.Training, a.Target.Train)
	if err != nil {
		return nil, err
	}
	source, err := models.LoadCheckpoint(a.Source.Path)
	if err != nil {
		return nil, err
	}
	return trainer, trainer.StartFrom(source, a.Spec.Transfer)
}

// pictures writes the pictures of the trained generator.
func (a *Adaptation) pictures(ctx context.Context, s *models.Sampler) (Memorisation, error) {
	if err := WriteSamples(filepath.Join(a.Dir, SamplesFile), s); err != nil {
		return Memorisation{}, err
	}
	strips, err := Strips(s, interpolationRows, interpolationColumns, models.Slerp, sampleSeed)
	if err != nil {
		return Memorisation{}, err
	}
	if err := datasets.WriteSheet(filepath.Join(a.Dir, InterpolationFile), strips, interpolationColumns); err != nil {
		return Memorisation{}, err
	}
	m, pairs, err := a.Gauge.memorised(ctx, s, a.Target)
	if err != nil {
		return m, err
	}
	return m, datasets.WriteSheet(filepath.Join(a.Dir, NearestFile), pairs, 2*nearestColumns)
}
