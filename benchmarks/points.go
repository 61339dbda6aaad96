package benchmarks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"gonum.org/v1/gonum/stat"

	"tgan/results"
)

// QuantityPenalty is the mean of the logged gradient penalties of a training, before their weight: how far the critic is from having slopes of
// norm 1.
const QuantityPenalty = "penalty"

// Points returns the raw values of a table's cells over its seeds: each metric at each evaluation after training has begun, and the
// gradient penalty. All trials must be finished and none diverged; the error names one that is not so.
func Points(c *Collection, t Table, store *results.Store) ([]results.Point, error) {
	var points []results.Point
	for _, cell := range t.Cells {
		own, err := cellPoints(c, t, cell, store)
		if err != nil {
			return nil, err
		}
		points = append(points, own...)
	}
	return points, nil
}

func cellPoints(c *Collection, t Table, cell Cell, store *results.Store) ([]results.Point, error) {
	var points []results.Point
	for _, metric := range t.Definition.Metrics {
		for _, step := range trained(t.Schedule.Evaluations) {
			points = append(points, results.Point{Levels: cell.Levels, Quantity: metric, Step: step})
		}
	}
	measured := len(points)
	points = append(points, results.Point{Levels: cell.Levels, Quantity: QuantityPenalty, Step: t.Schedule.Steps})
	for _, key := range cell.Trials {
		trial, ok := c.Trials[key]
		if !ok {
			return nil, fmt.Errorf("benchmarks: %s, %v: trial %s is not finished", t.Definition.Name, cell.Levels, key)
		}
		if trial.Outcome == results.Diverged {
			return nil, &divergedTrialError{trial.Name, trial.DivergedAt}
		}
		for i := range points[:measured] {
			p := &points[i]
			score, ok := trial.At(p.Quantity, p.Step)
			if !ok {
				return nil, fmt.Errorf("benchmarks: trial %q has no %s at step %d", trial.Name, p.Quantity, p.Step)
			}
			p.Values = append(p.Values, max(score.Value, smallestScore))
		}
		penalty, err := meanPenalty(filepath.Join(store.Dir(key), LossesFile))
		if err != nil {
			return nil, err
		}
		points[measured].Values = append(points[measured].Values, max(penalty, smallestScore))
	}
	return points, nil
}

// divergedTrialError tells that a trial has no values because its training diverged.
type divergedTrialError struct {
	name string
	step int // generator updates
}

func (e *divergedTrialError) Error() string {
	return fmt.Sprintf("benchmarks: trial %q diverged at step %d", e.name, e.step)
}

// meanPenalty reads the penalties of a finished trial's log.
func meanPenalty(path string) (float64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("benchmarks: %w", err)
	}
	var values []float64
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var line struct{ Penalty *float64 }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return 0, fmt.Errorf("benchmarks: %s: %w", path, err)
		}
		if line.Penalty != nil { // else it is one of scores
			values = append(values, *line.Penalty)
		}
	}
	if len(values) == 0 {
		return 0, fmt.Errorf("benchmarks: %s: no losses are logged: train for more steps", path)
	}
	return stat.Mean(values, nil), nil
}
