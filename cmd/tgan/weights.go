package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tgan/internal/atomicfile"
	"tgan/internal/fetch"
	"tgan/metrics"
)

func newWeights() *cobra.Command {
	cmd := helpOnly(&cobra.Command{
		Use:   "weights",
		Short: "Weights of feature extractors: list, fetch, check",
		Long: `Gets the published files of weights that the Inception extractors of "tgan metric" take. They are kept in the folder of this user's
data, tgan/weights in $XDG_DATA_HOME or ~/.local/share, and found there.`,
		Example: `  tgan weights fetch
  tgan weights fetch --mirror /mnt/archive      on a machine without network`,
	})
	cmd.AddCommand(newWeightsList(), newWeightsFetch(), newWeightsVerify())
	return cmd
}

// weightsDir returns the folder where files of weights are kept.
func weightsDir() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "tgan", "weights"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", input(fmt.Errorf("no folder for weights (%w): give --dir", err))
	}
	return filepath.Join(home, ".local", "share", "tgan", "weights"), nil
}

// foundWeights is a published file of weights, and where it is on this machine.
type foundWeights struct {
	metrics.PublishedWeights
	Path  string `json:"path"` // where it is kept
	Found bool   `json:"found"`
}

// lookForWeights tells which published files are in dir, by their sizes. A file that may be there, but cannot be looked at, is an error.
func lookForWeights(dir string) ([]foundWeights, error) {
	published, err := metrics.Published()
	if err != nil {
		return nil, err
	}
	var all []foundWeights
	for _, w := range published {
		f := foundWeights{PublishedWeights: w, Path: filepath.Join(dir, w.File.Name)}
		info, err := os.Stat(f.Path)
		if atomicfile.Unread(err) {
			return nil, fmt.Errorf("weights: %w: see to the folder, or give another", err)
		}
		f.Found = err == nil && info.Mode().IsRegular() && info.Size() == w.File.Bytes
		all = append(all, f)
	}
	return all, nil
}

// weightsFolder is the flag that names another folder than this user's.
type weightsFolder struct{ path string }

func (d *weightsFolder) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.path, "dir", "", "folder of the files (default tgan/weights in this user's data)")
}

func (d *weightsFolder) open() (string, error) {
	if d.path != "" {
		return d.path, nil
	}
	return weightsDir()
}

func newWeightsList() *cobra.Command {
	var folder weightsFolder
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List published files of weights",
		Example: `  tgan weights list --json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := folder.open()
			if err != nil {
				return err
			}
			all, err := lookForWeights(dir)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, all)
			}
			for _, w := range all {
				state := "not here; tgan weights fetch"
				if w.Found {
					state = "here: " + w.Path
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s, %s, %s\n  %s; for %s\n  %s\n",
					w.File.Name, fetch.Size(w.File.Bytes), w.Licence, w.About, strings.Join(w.Extractors, ", "), state)
			}
			return nil
		},
	}
	folder.register(cmd)
	return cmd
}

func newWeightsFetch() *cobra.Command {
	var folder weightsFolder
	var d download
	cmd := &cobra.Command{
		Use:   "fetch",
		Short: "Fetch the published files of weights, verified and resumable",
		Long: `Fetches the published files of weights and checks their sizes and checksums. What was cut off is continued by the same command; what
is there and right is left alone. Without network, bring the file by hand: --mirror names the folder that it is in.`,
		Example: `  tgan weights fetch
  tgan weights fetch --mirror /mnt/archive`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := folder.open()
			if err != nil {
				return err
			}
			files, err := weightFiles()
			if err != nil {
				return err
			}
			states, err := d.get(cmd, files, dir)
			if err != nil {
				return err
			}
			return printStates(cmd, states)
		},
	}
	folder.register(cmd)
	d.register(cmd)
	return cmd
}

func newWeightsVerify() *cobra.Command {
	var folder weightsFolder
	cmd := &cobra.Command{
		Use:     "verify",
		Short:   "Check the files of weights on disk",
		Long:    `Reads the files of weights and compares their sizes and checksums with what is published. The exit code is 1 if one is missing or wrong.`,
		Example: `  tgan weights verify --dir /mnt/archive`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := folder.open()
			if err != nil {
				return err
			}
			files, err := weightFiles()
			if err != nil {
				return err
			}
			var jobs []verification
			for _, f := range files {
				jobs = append(jobs, verification{filepath.Join(dir, f.Name), []fetch.File{f}})
			}
			return verify(cmd, jobs)
		},
	}
	folder.register(cmd)
	return cmd
}

// weightFiles returns the published files of weights.
func weightFiles() ([]fetch.File, error) {
	published, err := metrics.Published()
	if err != nil {
		return nil, err
	}
	var files []fetch.File
	for _, w := range published {
		files = append(files, w.File)
	}
	return files, nil
}
