package benchmarks

import (
	"errors"
	"fmt"
	"slices"

	"tgan/internal/exact"
	"tgan/results"
)

// CheckAlpha is the level of a check as a whole: how often a program that is as good as the reference's is blamed.
const CheckAlpha = 0.01

// Finding is one thing that a check looked at.
type Finding struct {
	What      string   `json:"what"`      // a cell's quantity, or what has to be so whatever the bits are
	Reference string   `json:"reference"` // for people
	Found     string   `json:"found"`
	P         *float64 `json:"p,omitempty"` // one-sided, corrected for the number of points; nil where nothing is left to chance
	Failed    bool     `json:"failed"`
}

// Compare tests each point of the reference against the values of a run of at least two of its seeds: is it worse? By Welch's one-sided test on
// logarithms, corrected after Holm, at level CheckAlpha. A trial that diverged fails all points of its cell. The seeds are those of the
// reference, so that equal values are known to be equal; a changed program's are as good as independent soon, and where they are not the
// test is the more lenient.
func Compare(r results.Reference, c *Collection, t Table, store *results.Store) ([]Finding, error) {
	var findings []Finding
	var p []float64
	var tested []int
	for _, cell := range t.Cells {
		points, err := cellPoints(c, t, cell, store)
		if diverged, is := errors.AsType[*divergedTrialError](err); is {
			findings = append(findings, Finding{What: fmt.Sprint(cell.Levels), Reference: "no divergence", Found: diverged.Error(), Failed: true})
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, have := range points {
			f := Finding{What: fmt.Sprintf("%v %s at step %d", cell.Levels, have.Quantity, have.Step)}
			i := slices.IndexFunc(r.Points, func(w results.Point) bool {
				return slices.Equal(w.Levels, have.Levels) && w.Quantity == have.Quantity && w.Step == have.Step
			})
			if i < 0 {
				f.Reference, f.Found, f.Failed = "none", "a point that the reference lacks: make it anew by tgan check --update", true
				findings = append(findings, f)
				continue
			}
			want := logarithms(r.Points[i].Values)
			f.Reference, f.Found = geometric(want), geometric(logarithms(have.Values))
			p, tested = append(p, welch(want, logarithms(have.Values))), append(tested, len(findings))
			findings = append(findings, f)
		}
	}
	for i, corrected := range holm(p) {
		f := &findings[tested[i]]
		f.P, f.Failed = &corrected, corrected < CheckAlpha
	}
	return findings, nil
}

// Identical tells whether the values of a run are those of the reference to the bit, for the seeds of the plan.
func Identical(r results.Reference, c *Collection, t Table, store *results.Store) bool {
	points, err := Points(c, t, store)
	if err != nil || len(points) != len(r.Points) {
		return false
	}
	for i, have := range points {
		want := r.Points[i]
		if !slices.Equal(have.Levels, want.Levels) || have.Quantity != want.Quantity || have.Step != want.Step {
			return false
		}
		for s, seed := range t.Schedule.Seeds {
			if at := slices.Index(r.Seeds, seed); at < 0 || want.Values[at] != have.Values[s] {
				return false
			}
		}
	}
	return true
}

func logarithms(values []float64) []float64 {
	logs := make([]float64, len(values))
	for i, v := range values {
		logs[i] = exact.Log(v)
	}
	return logs
}

// geometric writes the mean of values given by their logarithms.
func geometric(logs []float64) string {
	sum := 0.0
	for _, l := range logs {
		sum += l
	}
	return short(exact.Exp(sum/float64(len(logs)))) + fmt.Sprintf(" (n %d)", len(logs))
}
