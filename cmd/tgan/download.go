package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tgan/internal/atomicfile"
	"tgan/internal/fetch"
)

// download are the flags of what fetches published files.
type download struct {
	mirror  string
	timeout time.Duration
}

func (d *download) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&d.mirror, "mirror", "", "folder, or URL of one, that has the files; it is used in place of where they are published")
	cmd.Flags().DurationVar(&d.timeout, "timeout", 30*time.Second, "how long a server may be silent")
}

// States of a file on disk.
const (
	fileFetched   = "fetched"
	filePresent   = "present" // and right
	fileMissing   = "missing"
	fileWrong     = "wrong"
	fileUnchecked = "unchecked" // nothing is published to check it against
)

// fileState is what is said of one published file.
type fileState struct {
	File     string         `json:"file"`
	Path     string         `json:"path"`
	State    string         `json:"state"`
	Checksum fetch.Checksum `json:"checksum,omitempty"` // of the file on disk
	Problem  string         `json:"problem,omitempty"`
}

// get makes the files be in dir: it checks those that are there and fetches the others.
func (d *download) get(cmd *cobra.Command, files []fetch.File, dir string) ([]fileState, error) {
	if d.timeout <= 0 {
		return nil, input(fmt.Errorf("--timeout is %s; it must be more than 0", d.timeout))
	}
	if err := d.checkMirror(); err != nil {
		return nil, err
	}
	clean, err := makeFolders(dir)
	if err != nil {
		return nil, input(fmt.Errorf("--dir: %w: choose a folder that can be written", err))
	}
	defer clean()
	t := newTransfers(cmd, files)
	defer t.bar.stop()
	var states []fileState
	for _, f := range files {
		s, err := t.check(cmd.Context(), f, filepath.Join(dir, f.Name))
		if err != nil {
			return nil, err
		}
		switch s.State {
		case fileWrong:
			return nil, input(fmt.Errorf("%s: remove it and run again", s.Problem))
		case fileMissing:
			client := fetch.Client{Mirror: d.mirror, Stall: d.timeout, Progress: t.watch(f), Retrying: func(reason error) {
				logger(cmd).Warn("trying again", "reason", reason)
			}}
			sum, err := client.Fetch(cmd.Context(), f, dir)
			if errors.Is(err, fs.ErrNotExist) {
				return nil, input(err)
			}
			if err != nil {
				return nil, err
			}
			s = fileState{File: f.Name, Path: s.Path, State: fileFetched, Checksum: sum}
		}
		t.finish(f, s)
		states = append(states, s)
	}
	return states, nil
}

// makeFolders makes a folder and those above it. clean removes those of them that are then empty.
func makeFolders(dir string) (clean func(), err error) {
	var made []string // from the bottom up
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	clean = func() {
		for _, d := range made {
			_ = os.Remove(d) // fails where something is in it, as it should
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		clean()
		return nil, err
	}
	return clean, nil
}

// checkMirror returns an error if the mirror is a folder that is not there.
func (d *download) checkMirror() error {
	if d.mirror == "" || fetch.IsWeb(d.mirror) {
		return nil
	}
	info, err := os.Stat(d.mirror)
	if atomicfile.Unread(err) {
		return input(fmt.Errorf("--mirror: %w: see to the folder, or give another", err))
	}
	if err != nil || !info.IsDir() {
		return input(fmt.Errorf("--mirror: there is no folder %s: give a folder, or a URL that starts with http:// or https://", d.mirror))
	}
	return nil
}

// transfers shows how far the checking and fetching of files is.
type transfers struct {
	bar *progress
}

func newTransfers(cmd *cobra.Command, files []fetch.File) transfers {
	total := 0
	for _, f := range files {
		total += int(f.Bytes)
	}
	return transfers{newTransfer(cmd.ErrOrStderr(), total)}
}

// watch returns what is to be told how far a file is.
func (t transfers) watch(f fetch.File) func(done, total int64) {
	known := f.Bytes
	return func(done, total int64) {
		if most := max(done, total); most > known {
			t.bar.grow(int(most - known))
			known = most
		}
		t.bar.at(f.Name, int(done), "")
	}
}

// check tells the state of the file at path. It returns an error if it cannot be read.
func (t transfers) check(ctx context.Context, f fetch.File, path string) (fileState, error) {
	tell := t.watch(f)
	sum, err := f.Verify(ctx, path, func(done int64) { tell(done, -1) })
	s := fileState{File: f.Name, Path: path, State: filePresent, Checksum: sum}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.State = fileMissing
	case errors.Is(err, fetch.ErrWrong):
		s.State, s.Problem = fileWrong, err.Error()
	case err != nil:
		return s, err
	case f.Checksum == "":
		s.State = fileUnchecked
	}
	return s, nil
}

// finish tells that a file is done with.
func (t transfers) finish(f fetch.File, s fileState) {
	if info, err := os.Stat(s.Path); err == nil {
		t.bar.at(f.Name, int(info.Size()), f.Name+" "+s.State)
	}
}
