package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tgan/metrics"
	"tgan/reports"
)

// shelf returns where statistics are kept by name.
func (m *measurement) shelf() (_ metrics.Shelf, ok bool) {
	if m.cache.dir == "" || m.cache.dir == cacheOff {
		return metrics.Shelf{}, false
	}
	return metrics.NewShelf(filepath.Join(m.cache.dir, "statistics")), true
}

// statistics returns the file of statistics that a source names, "" if it names something else.
func (m *measurement) statistics(source string) (string, error) {
	kept, ok := m.shelf()
	_, err := os.Stat(source)
	there := err == nil
	switch {
	case !ok || !kept.Has(source):
		if there && metrics.IsStatistics(source) {
			return source, nil
		}
		return "", nil
	case there:
		return "", fmt.Errorf("%s is a file or folder here, and the name of kept statistics: write .%c%s for the former, %s for the latter",
			source, filepath.Separator, source, kept.Path(source))
	}
	return kept.Path(source), nil
}

// save writes the statistics of a set to the file of --save-stats, or keeps them under that name.
func (m *measurement) save(cmd *cobra.Command, set *imageSet) error {
	moments, err := set.sample.Moments()
	if err != nil {
		return err
	}
	of := metrics.Statistics{Moments: moments, Origin: set.origin}
	if set.images != nil {
		origin := m.origin()
		if origin.Images, err = set.content(cmd.Context()); err != nil {
			return err
		}
		of.Origin = &origin
	}
	if m.savesFile() {
		return metrics.WriteStatistics(m.saveStats, of)
	}
	kept, _ := m.shelf()
	return kept.Put(m.saveStats, of)
}

// savesFile tells whether --save-stats is a file, not a name.
func (m *measurement) savesFile() bool {
	return filepath.Ext(m.saveStats) == ".npz" || strings.ContainsRune(m.saveStats, filepath.Separator)
}

// checkSave returns an error where --save-stats is a name that cannot be kept.
func (m *measurement) checkSave() error {
	if m.saveStats == "" || m.savesFile() {
		return nil
	}
	if _, ok := m.shelf(); !ok {
		return errors.New("--save-stats: a name is kept in the folder of --cache, which is off: name a .npz file")
	}
	if !metrics.IsShelfName(m.saveStats) {
		return fmt.Errorf("--save-stats: %q cannot name statistics: use letters, digits, '-', '_' and '.', or a file that ends in .npz", m.saveStats)
	}
	return nil
}

// printKept lists the statistics that are kept.
func (m *measurement) printKept(cmd *cobra.Command) error {
	kept, ok := m.shelf()
	if !ok {
		return input(errors.New("--list-stats: names are kept in the folder of --cache, which is off"))
	}
	list, err := kept.List()
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Schema     int            `json:"schema"`
			Statistics []metrics.Kept `json:"statistics"`
		}{1, list})
	}
	return reports.KeptStatistics(cmd.OutOrStdout(), list)
}
