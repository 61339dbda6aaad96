package benchmarks

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// The fixed sets of images, larger than any extractor of ours reads, so that they are resized.
const (
	fixedImages = 100
	fixedSide   = 48 // pixels
)

// Tolerances of what has to be so whatever the bits are.
const (
	fixedTolerance  = 1e-9 // relative: order of summation, and no more
	updateTolerance = 1e-3 // relative: Adam's epsilon beside the gradients
)

// FixedDistance returns the FID of two fixed sets of procedural images by an extractor, which resizes them.
func FixedDistance(ctx context.Context, extractor metrics.Extractor, resize metrics.Resize, threads int) (_ float64, err error) {
	var sets [2]*datasets.Images
	for i, name := range []string{"faces", "portraits"} {
		spec := datasets.Spec{Source: "procedural/" + name, Side: fixedSide, Split: datasets.Test, Count: fixedImages, Seed: "fixed"}
		images, err := datasets.Open(ctx, "", spec, datasets.Options{Threads: threads})
		if err != nil {
			return 0, err
		}
		defer images.Close()
		sets[i] = images
	}
	evaluator, err := metrics.NewEvaluator(ctx, extractor, resize, []string{metrics.NameFID}, sets[0])
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, evaluator.Close()) }()
	scores, err := evaluator.Measure(ctx, sets[1])
	if err != nil {
		return 0, err
	}
	return scores[0].Value, nil
}

// Protocol returns the extractor and resize protocol that all scores of a collection have, as recorded; an error if they have several or none.
func Protocol(c *Collection, t Table) (extractor, resize string, err error) {
	for _, cell := range t.Cells {
		for _, trial := range c.Runs(cell) {
			for _, s := range trial.Scores {
				if extractor == "" {
					extractor, resize = s.Extractor, s.Resize
				}
				if s.Extractor != extractor || s.Resize != resize {
					return "", "", fmt.Errorf("benchmarks: trial %q is measured by %s, %s, another by %s, %s", trial.Name, s.Extractor, s.Resize, extractor, resize)
				}
			}
		}
	}
	if extractor == "" {
		return "", "", fmt.Errorf("benchmarks: %s: nothing is measured", t.Definition.Name)
	}
	return extractor, resize, nil
}

// Invariants looks at what has to be so however training goes: the protocol is the reference's and measures fixed images as it did; an
// untrained transferred generator draws what its source draws, and not what a fresh one does; the first update moves weights by the learning
// rate. The runner's plan is finished.
func (r *Runner) Invariants(ctx context.Context, ref results.Reference, c *Collection, t Table) ([]Finding, error) {
	pool := kernel.NewPool(max(1, r.Threads), r.ISA)
	defer pool.Close()
	e := r.executor(c.Plan, pool, newShelf())
	extractor, resize, err := Protocol(c, t)
	if err != nil {
		return nil, err
	}
	protocol := Finding{What: "extractor and resize protocol", Reference: ref.Extractor + ", " + ref.Resize, Found: extractor + ", " + resize}
	protocol.Failed = protocol.Reference != protocol.Found
	opened, err := e.openExtractor()
	if err != nil {
		return nil, err
	}
	distance, err := FixedDistance(ctx, opened, e.measure.Resize, pool.Threads())
	if err != nil {
		return nil, err
	}
	fixed := Finding{
		What: "FID of fixed images", Reference: fmt.Sprintf("%.12g", ref.Fixed), Found: fmt.Sprintf("%.12g", distance),
		Failed: !(math.Abs(distance-ref.Fixed) <= fixedTolerance*ref.Fixed),
	}
	findings := []Finding{protocol, fixed}
	transfers, err := e.transfers(ctx, c, t)
	if err != nil {
		return nil, err
	}
	update, err := e.firstUpdate(ctx, c, t)
	if err != nil {
		return nil, err
	}
	return append(append(findings, transfers...), update), nil
}

// transfers compares scores before training with those of the source's samples, for each cell whose generator starts from a source.
func (e *executor) transfers(ctx context.Context, c *Collection, t Table) ([]Finding, error) {
	var findings []Finding
	fresh := map[string]bool{} // values of generators without a source
	for _, cell := range t.Cells {
		for _, trial := range c.Runs(cell) {
			if spec, ok := c.Plan.trial(trial.Key); ok && spec.Source == "" {
				s, _ := trial.At(metrics.NameFID, 0)
				fresh[fmt.Sprint(spec.Training.Seed, s.Value)] = true
			}
		}
	}
	for _, cell := range t.Cells {
		for _, trial := range c.Runs(cell) {
			spec, ok := c.Plan.trial(trial.Key)
			if !ok || spec.Source == "" {
				continue
			}
			want, err := e.sourceScore(ctx, spec)
			if err != nil {
				return nil, err
			}
			have, ok := trial.At(metrics.NameFID, 0)
			f := Finding{What: trial.Name + ": FID before training", Reference: fmt.Sprintf("%.12g, of its source's samples", want), Found: fmt.Sprintf("%.12g", have.Value)}
			f.Failed = !ok || have.Value != want
			if fresh[fmt.Sprint(spec.Training.Seed, have.Value)] {
				f.Found, f.Failed = f.Found+", that of fresh weights", true
			}
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// trial returns the specification of a trial.
func (p *Plan) trial(key string) (TrialSpec, bool) {
	for _, t := range p.Trials {
		if t.Key == key {
			return t.Spec, true
		}
	}
	return TrialSpec{}, false
}

// sourceScore returns the FID of what a trial's source draws by the trial's own latent codes.
func (e *executor) sourceScore(ctx context.Context, spec TrialSpec) (_ float64, err error) {
	defer func() { err = errors.Join(err, e.closeImages()) }()
	source, err := models.LoadCheckpoint(filepath.Join(e.store.Dir(spec.Source), CheckpointFile))
	if err != nil {
		return 0, err
	}
	sampler, err := models.NewSampler(e.pool, source)
	if err != nil {
		return 0, err
	}
	real, err := e.open(ctx, spec.Evaluation.Real, spec.Evaluation.RealID)
	if err != nil {
		return 0, err
	}
	extractor, err := e.openExtractor()
	if err != nil {
		return 0, err
	}
	evaluator, err := metrics.NewEvaluator(ctx, extractor, e.measure.Resize, []string{metrics.NameFID}, real)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, evaluator.Close()) }()
	fake, err := Draw(sampler, spec.Evaluation.Fake, spec.Training.Seed+"/evaluation")
	if err != nil {
		return 0, err
	}
	scores, err := evaluator.Measure(ctx, fake)
	if err != nil {
		return 0, err
	}
	return scores[0].Value, nil
}

// firstUpdate does one step of the profile's training. Adam's first update moves each weight by the rate in the direction of its gradient,
// Kingma and Ba 2015, section 2.1; the generator has just one in a step.
func (e *executor) firstUpdate(ctx context.Context, c *Collection, t Table) (_ Finding, err error) {
	defer func() { err = errors.Join(err, e.closeImages()) }()
	spec, ok := c.Plan.trial(t.Cells[0].Trials[0])
	if !ok {
		return Finding{}, fmt.Errorf("benchmarks: %s: its first trial is not in the plan", t.Definition.Name)
	}
	images, err := e.open(ctx, spec.Images, spec.ImagesID)
	if err != nil {
		return Finding{}, err
	}
	trainer, err := models.NewTrainer(e.pool, spec.Training, images)
	if err != nil {
		return Finding{}, err
	}
	before := generatorWeights(trainer)
	if _, err := trainer.Step(); err != nil {
		return Finding{}, err
	}
	largest := 0.0
	for i, v := range generatorWeights(trainer) {
		largest = max(largest, math.Abs(float64(v)-float64(before[i])))
	}
	rate := spec.Training.LearningRate
	return Finding{
		What: "largest change of a weight by the first update", Reference: short(rate) + ", the learning rate", Found: short(largest),
		Failed: math.Abs(largest-rate) > updateTolerance*rate,
	}, nil
}

func generatorWeights(t *models.Trainer) []float32 {
	var all []float32
	for _, name := range t.Params().Names() {
		if strings.HasPrefix(name, "generator/") {
			all = append(all, t.Params().Value(name).Data().([]float32)...)
		}
	}
	return all
}
