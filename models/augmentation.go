package models

import (
	"fmt"
	"math"
	"slices"

	"tgan/internal/exact"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// Augmentation names how images are distorted before the critic sees them; empty is not at all. It goes with every transfer method.
type Augmentation string

// The augmentations.
const (
	DiffAugment Augmentation = "diffaugment" // colour, translation and cutout, always
	ADA         Augmentation = "ada"         // mirroring, quarter turns, translation and colour, each with a probability that adapts
)

// Augmentations returns all names.
func Augmentations() []Augmentation { return []Augmentation{DiffAugment, ADA} }

// Validate returns an error that lists the names if a is not one, nor empty.
func (a Augmentation) Validate() error {
	if a != "" && !slices.Contains(Augmentations(), a) {
		return fmt.Errorf("models: unknown augmentation %q; known: %v", string(a), Augmentations())
	}
	return nil
}

// open returns how the augmentation draws, and what adapts its probability, or nil.
func (a Augmentation) open(s Spec) (func(s *rng.Stream, side int, probability float64) distortion, *adaptive) {
	if a == ADA {
		return drawADA, newAdaptive(s.Batch)
	}
	return drawDiffAugment, nil
}

// drawDiffAugment is the policy color,translation,cutout of Zhao et al. 2020, which always acts: DiffAugment_pytorch.py of the authors' repository.
func drawDiffAugment(s *rng.Stream, side int, _ float64) distortion {
	d := distortion{brightness: s.Uniform(-0.5, 0.5), gains: [2]float64{s.Uniform(0, 2), s.Uniform(0.5, 1.5)}}
	reach := part(side, 0.125)
	down, right := s.IntN(2*reach+1)-reach, s.IntN(2*reach+1)-reach
	hole := part(side, 0.5)
	row, column := s.IntN(side+1-hole%2)-hole/2, s.IntN(side+1-hole%2)-hole/2
	d.moves = [ops.MoveValues]int{0, 0, down, right, row, column, row + hole, column + hole}
	return d
}

// drawADA is the pipeline of Karras et al. 2020 as far as it maps pixels to pixels: mirroring, quarter turns, whole translations, brightness,
// contrast and saturation, each with the probability, by the published strengths. Left out is what resamples (scaling, turns by other
// angles, parts of a pixel) and the turns of colours. Contrast is about the image's mean here, and what comes in at the edges is gray.
// Every part takes its numbers whether it acts or not.
func drawADA(s *rng.Stream, side int, probability float64) distortion {
	acts := func() bool { return s.Float64() < probability }
	d := distortion{gains: [2]float64{1, 1}}
	if mirror, ok := s.IntN(2), acts(); ok {
		d.moves[0] = mirror
	}
	if turns, ok := s.IntN(4), acts(); ok {
		d.moves[1] = turns
	}
	reach := 0.125 * float64(side)
	down, right := math.Round(s.Uniform(-reach, reach)), math.Round(s.Uniform(-reach, reach))
	if acts() {
		d.moves[2], d.moves[3] = int(down), int(right)
	}
	if brightness, ok := s.Norm(), acts(); ok {
		d.brightness = 0.2 * brightness
	}
	if contrast, ok := s.Norm(), acts(); ok {
		d.gains[1] = exact.Exp(0.5 * math.Ln2 * contrast)
	}
	if saturation, ok := s.Norm(), acts(); ok {
		d.gains[0] = exact.Exp(math.Ln2 * saturation)
	}
	return d
}

// part is a share of the side in whole pixels, rounded.
func part(side int, share float64) int { return int(float64(side)*share + 0.5) }

// The adaptive probability follows how often the critic is right about real images. Karras et al. 2020, section 3.1, and train.py of the
// authors' repository, where trainings that start from another network are given adaptiveImages.
const (
	adaptiveTarget  = 0.6    // mean sign of the critic's values that it aims for
	adaptiveUpdates = 4      // critic updates between two changes
	adaptiveImages  = 100000 // real images seen in the time in which the probability can go from 0 to 1
)

// adaptive is the state of an adaptive probability. The published sign is that of the critic's value; a Wasserstein critic is defined up
// to a constant only, so the sign here is that of the value's distance from the middle between the means of real and of generated images.
type adaptive struct {
	unit    float64 // of the probability: the size of a change
	level   int     // probability in units
	signs   int     // sum since the last change
	images  int     // real ones since the last change
	updates int
}

func newAdaptive(batch int) *adaptive {
	return &adaptive{unit: float64(batch*adaptiveUpdates) / adaptiveImages}
}

func (a *adaptive) probability() float64 { return min(1, a.unit*float64(a.level)) }

// observe counts the signs of one update's values, N real and then N generated, and changes the probability when it is time.
func (a *adaptive) observe(values []float32) {
	middle := 0.0
	for _, v := range values {
		middle += float64(v) / float64(len(values))
	}
	for _, v := range values[:len(values)/2] {
		switch {
		case float64(v) > middle:
			a.signs++
		case float64(v) < middle:
			a.signs--
		}
		a.images++
	}
	if a.updates++; a.updates < adaptiveUpdates {
		return
	}
	if float64(a.signs) > adaptiveTarget*float64(a.images) {
		a.level = min(a.level+1, int(math.Ceil(1/a.unit)))
	} else {
		a.level = max(a.level-1, 0)
	}
	a.signs, a.images, a.updates = 0, 0, 0
}

// adaptiveValues is the length of the state in a snapshot.
const adaptiveValues = 4

// state returns what a snapshot keeps: whole numbers below 2^24, which float32 holds exactly.
func (a *adaptive) state() []float32 {
	return []float32{float32(a.level), float32(a.signs), float32(a.images), float32(a.updates)}
}

func (a *adaptive) resume(state []float32) {
	a.level, a.signs, a.images, a.updates = int(state[0]), int(state[1]), int(state[2]), int(state[3])
}
