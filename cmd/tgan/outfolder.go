package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tgan/internal/atomicfile"
	"tgan/models"
)

// What tgan train and tgan transfer share: a training in the folder of --out, which goes on when the command is given again.

// lockOut creates the output folder and keeps other commands out of it until unlock is called.
func lockOut(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, input(fmt.Errorf("--out: %w: choose a folder that can be written", err))
	}
	unlock, err = atomicfile.Lock(dir)
	if errors.Is(err, atomicfile.ErrOwned) {
		err = input(fmt.Errorf("%w: wait for it, or choose another folder", err))
	}
	return unlock, err
}

// prepare creates the folder of pictures in the output folder and the record, or checks that the folder holds the same training. Only the owner of
// the output folder may call it.
func prepare(dir, pictures, name string, r any) error {
	pictures = filepath.Join(dir, pictures)
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		return fmt.Errorf("--out: %w: choose a folder that can be written", err)
	}
	if err := atomicfile.Sweep(pictures); err != nil {
		return err
	}
	want, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, name)
	have, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return atomicfile.Write(path, append(want, '\n'))
	case err != nil:
		return err
	case !bytes.Equal(bytes.TrimSpace(have), want):
		return fmt.Errorf("--out %s holds a training with other data or settings (see %s): choose another folder", dir, path)
	}
	return nil
}

// curable adds to the error of a session that cannot go on what can be done about it.
func curable(err error) error {
	if damaged, ok := errors.AsType[*models.SnapshotError](err); ok {
		return input(fmt.Errorf("%w; or remove %s to start anew", err, damaged.Path))
	}
	return err
}
