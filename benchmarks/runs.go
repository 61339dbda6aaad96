package benchmarks

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tgan/results"
)

// Runs are trainings that are finished, by place and seed: a place is a cell of a benchmark, or what a trial is called but for its seed.
type Runs struct {
	Source string // as it was named
	places []string
	of     map[string]map[int]results.Trial
}

// ReadRuns reads the trainings that a path names: a results.json, a folder with one, the folder of a trial, or a folder of such.
func ReadRuns(path string) (Runs, error) {
	r := Runs{Source: path, of: map[string]map[int]results.Trial{}}
	info, err := os.Stat(path)
	if err != nil {
		return r, fmt.Errorf("benchmarks: compare: %w", err)
	}
	switch {
	case !info.IsDir():
		err = r.addDocument(path)
	case isFile(filepath.Join(path, results.DocumentFile)):
		err = r.addDocument(filepath.Join(path, results.DocumentFile))
	case isFile(filepath.Join(path, results.RecordFile)):
		var dir string
		if dir, err = filepath.Abs(path); err == nil { // "." has no name of a trial
			err = r.addTrials(filepath.Dir(dir), filepath.Base(dir))
		}
	default:
		err = r.addStore(path)
	}
	if err == nil && len(r.places) == 0 {
		err = fmt.Errorf("benchmarks: compare: %s has no finished training with scores: name a %s, or a folder of trials", path, results.DocumentFile)
	}
	return r, err
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// addDocument adds the finished trials of a results.json.
func (r *Runs) addDocument(path string) error {
	d, err := results.ReadDocument(path)
	if err != nil {
		return err
	}
	for _, b := range d.Benchmarks {
		for _, c := range b.Cells {
			for _, s := range c.Seeds {
				if s.Outcome == results.Missing {
					continue
				}
				place := b.Name + ": " + strings.Join(c.Levels, ", ")
				if err := r.add(place, s.Seed, results.Trial{Key: s.Trial, Outcome: s.Outcome, DivergedAt: s.DivergedAt, Scores: s.Scores}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// addStore adds all trials of a folder.
func (r *Runs) addStore(dir string) error {
	entries, err := os.ReadDir(dir) // in order of names
	if err != nil {
		return fmt.Errorf("benchmarks: compare: %w", err)
	}
	var keys []string
	for _, e := range entries {
		if e.IsDir() && isFile(filepath.Join(dir, e.Name(), results.RecordFile)) && !strings.Contains(e.Name(), ".") { // no trial that was set aside
			keys = append(keys, e.Name())
		}
	}
	return r.addTrials(dir, keys...)
}

// addTrials adds the trials of a store that were measured; files are verified.
func (r *Runs) addTrials(dir string, keys ...string) error {
	store, err := results.Open(dir)
	if err != nil {
		return err
	}
	for _, key := range keys {
		trial, ok, err := store.Get(key)
		if err != nil {
			return err
		}
		if !ok || len(trial.Scores) == 0 {
			continue
		}
		place, seed, err := placeOf(trial)
		if err == nil {
			err = r.add(place, seed, trial)
		}
		if err != nil {
			return err
		}
	}
	slices.Sort(r.places)
	return nil
}

// placeOf returns what a trial is called without its seed, and the seed.
func placeOf(t results.Trial) (place string, seed int, err error) {
	var spec struct {
		Training struct {
			Seed string `json:"seed"`
		} `json:"training"`
	}
	if err := json.Unmarshal(t.Spec, &spec); err != nil {
		return "", 0, fmt.Errorf("benchmarks: compare: trial %q: spec: %w", t.Name, err)
	}
	number, _, _ := strings.Cut(spec.Training.Seed, "/")
	if seed, err = strconv.Atoi(number); err != nil {
		return "", 0, fmt.Errorf("benchmarks: compare: trial %q has seed %q, which is no number of a profile", t.Name, spec.Training.Seed)
	}
	return regexp.MustCompile(`, seed \d+`).ReplaceAllString(t.Name, ""), seed, nil
}

func (r *Runs) add(place string, seed int, trial results.Trial) error {
	if r.of[place] == nil {
		r.of[place] = map[int]results.Trial{}
		r.places = append(r.places, place)
	}
	if other, ok := r.of[place][seed]; ok && other.Key != trial.Key {
		return fmt.Errorf("benchmarks: compare: %s has two trainings of %q with seed %d, of different settings (%s and %s): name a %s, which has one of them",
			r.Source, place, seed, other.Key[:min(8, len(other.Key))], trial.Key[:min(8, len(trial.Key))], results.DocumentFile)
	}
	r.of[place][seed] = trial
	return nil
}

// seeds returns those of a place, in order.
func (r *Runs) seeds(place string) []int {
	var list []int
	for seed := range r.of[place] {
		list = append(list, seed)
	}
	slices.Sort(list)
	return list
}

// step returns the last evaluation of a metric at a place that other runs have too; ok is false where there is none.
func (r *Runs) step(place string, other *Runs, otherPlace, metric string) (last int, ok bool) {
	have := other.steps(otherPlace, metric)
	for _, step := range r.steps(place, metric) {
		if slices.Contains(have, step) && (!ok || step > last) {
			last, ok = step, true
		}
	}
	return last, ok
}

// steps returns the evaluations of a metric by any seed of a place.
func (r *Runs) steps(place, metric string) []int {
	var list []int
	for _, seed := range r.seeds(place) {
		for _, s := range r.of[place][seed].Scores {
			if s.Metric == metric && s.Class == "" && !slices.Contains(list, s.Step) {
				list = append(list, s.Step)
			}
		}
	}
	return list
}

// metrics returns those of a place, in the order of its scores.
func (r *Runs) metrics(place string) []string {
	var list []string
	for _, seed := range r.seeds(place) {
		for _, s := range r.of[place][seed].Scores {
			if s.Class == "" && !slices.Contains(list, s.Metric) {
				list = append(list, s.Metric)
			}
		}
	}
	return list
}

// made returns what made the scores of a metric at a step, in words; an error where seeds differ in it.
func (r *Runs) made(place, metric string, step int) (string, error) {
	words := ""
	for _, seed := range r.seeds(place) {
		s, ok := r.of[place][seed].At(metric, step)
		if !ok {
			continue
		}
		own := fmt.Sprintf("extractor %s, protocol %s, %d real and %d fake images", s.Extractor, s.Resize, s.NReal, s.NFake)
		if words != "" && own != words {
			return "", errors.New("seeds of " + r.Source + " differ: " + words + "; " + own)
		}
		words = own
	}
	return words, nil
}

// read returns a metric of one seed.
func (r *Runs) read(place string, seed int, metric string, step int) reading {
	trial, ok := r.of[place][seed]
	if !ok {
		return reading{missing: true}
	}
	return readingOf(trial, metric, step)
}
