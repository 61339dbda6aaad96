package benchmarks

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tgan/internal/kernel"
	"tgan/models"
)

// Ranked is a candidate with the distance of its images from the target's.
type Ranked struct {
	Candidate
	Measurement
	KMMDRank int `json:"kmmd_rank"` // place by KMMD, from 1; that by FID is the place in the list
}

// Recommend ranks candidates by the distance between what they draw and the target images of the gauge, as table 5 of the paper: nearest
// first by FID, then by KMMD, then by path. progress may be nil; it is told how many are done.
func Recommend(ctx context.Context, pool *kernel.Pool, gauge *Gauge, candidates []Candidate, progress func(done int)) ([]Ranked, error) {
	ranked := make([]Ranked, len(candidates))
	for i, c := range candidates {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		measured, err := gauge.drawn(ctx, pool, c.Path)
		if err != nil {
			return nil, fmt.Errorf("benchmarks: source %s: %w", c.Path, err)
		}
		ranked[i] = Ranked{Candidate: c, Measurement: measured}
		if progress != nil {
			progress(i + 1)
		}
	}
	order := func(by func(r Ranked) float64) func(a, b Ranked) int {
		return func(a, b Ranked) int { return cmp.Or(cmp.Compare(by(a), by(b)), cmp.Compare(a.Path, b.Path)) }
	}
	slices.SortFunc(ranked, order(func(r Ranked) float64 { return r.KMMD.Value }))
	for i := range ranked {
		ranked[i].KMMDRank = i + 1
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(a.FID.Value, b.FID.Value), cmp.Compare(a.KMMDRank, b.KMMDRank))
	})
	return ranked, nil
}

// drawn measures the generator of a checkpoint file.
func (g *Gauge) drawn(ctx context.Context, pool *kernel.Pool, path string) (Measurement, error) {
	c, err := models.LoadCheckpoint(path)
	if err != nil {
		return Measurement{}, err
	}
	s, err := models.NewSampler(pool, c)
	if err != nil {
		return Measurement{}, err
	}
	return g.Measure(ctx, s)
}

// RankingGuide says how far a ranking can be trusted. Source: tables 4 and 5 of the paper, claim C11 of docs/paper.md.
const RankingGuide = "A rough guide: in the paper the nearest source was the best one to fine-tune for three of four targets, and the worst of four for the fourth."

// fewTargets is the number of target images below which a ranking deserves a word of warning: FID's bias and scatter are large.
const fewTargets = 200

// RankingWarnings returns what speaks against trusting a ranking of one source or more.
func RankingWarnings(ranked []Ranked) []string {
	var out []string
	first := ranked[0]
	if n := first.FID.NReal; n < fewTargets {
		out = append(out, fmt.Sprintf("only %d target images: distances scatter and FID is biased upwards, so take the order, above all of sources near each other, with care", n))
	}
	out = append(out, first.FID.Warnings...)
	if first.KMMDRank > 1 {
		out = append(out, fmt.Sprintf("FID and KMMD disagree about the nearest source: by KMMD %s comes %d of %d", first.Path, first.KMMDRank, len(ranked)))
	}
	return out
}
