package models

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// CheckpointFile is the checkpoint of a folder that a training wrote.
const CheckpointFile = "checkpoint.safetensors"

// FindCheckpoint returns the file of the checkpoint that a path stands for: a file that says it is one, or of a folder its CheckpointFile, or else
// the only checkpoint that lies in it, snapshots not counted. The rest of the file is not read. ok is false where there is none, as for a
// path that does not exist. Several checkpoints in a folder are an error that names two of them, and so is a file that cannot be read.
func FindCheckpoint(path string) (file string, ok bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("models: checkpoint: %w", err)
	}
	if !info.IsDir() {
		ok, err := isCheckpoint(path)
		return path, ok, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", false, fmt.Errorf("models: checkpoint: %w", err)
	}
	var found []string
	for _, e := range entries {
		file := filepath.Join(path, e.Name())
		if e.IsDir() || filepath.Ext(file) != ".safetensors" || e.Name() == SnapshotFile {
			continue
		}
		ok, err := isCheckpoint(file)
		if err != nil {
			return "", false, err
		}
		if ok && e.Name() == CheckpointFile {
			return file, true, nil
		}
		if ok {
			found = append(found, file)
		}
	}
	if len(found) > 1 {
		return "", false, fmt.Errorf("models: %s holds %d checkpoints, %s and %s among them: name the file", path, len(found), filepath.Base(found[0]), filepath.Base(found[1]))
	}
	if len(found) == 0 {
		return "", false, nil
	}
	return found[0], true, nil
}

// maxMarked bounds the header of a file that is looked at, in bytes: that of a checkpoint is far smaller.
const maxMarked = 1 << 22

// isCheckpoint tells whether a file says in its header that it is a checkpoint.
func isCheckpoint(path string) (is bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("models: checkpoint: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var size uint64
	if err := binary.Read(file, binary.LittleEndian, &size); err != nil || size > maxMarked {
		return false, unlessShort(err)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(file, text); err != nil {
		return false, unlessShort(err)
	}
	var header struct {
		Metadata map[string]string `json:"__metadata__"`
	}
	if json.Unmarshal(text, &header) != nil {
		return false, nil
	}
	return header.Metadata["format"] == format, nil
}

// unlessShort returns the error of reading a file but for that of its being too short.
func unlessShort(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return fmt.Errorf("models: checkpoint: %w", err)
}
