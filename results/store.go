package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"tgan/internal/atomicfile"
)

// record is the file that makes a trial finished.
const record = "trial.json"

// Store is a folder of trials.
type Store struct{ dir string }

// CorruptError tells that a finished trial's files are not what its record says. The trial can be computed anew.
type CorruptError struct {
	Path  string // the file
	Cause string
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("results: %s is damaged: %s", e.Path, e.Cause)
}

// Open returns the store in a folder, which is created if it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("results: create store: %w: choose a folder that can be written", err)
	}
	return &Store{dir: dir}, nil
}

// Dir returns the folder of a trial, which may not exist yet.
func (s *Store) Dir(key string) string { return filepath.Join(s.dir, key) }

// Get returns the record of a finished trial after verifying its files; ok is false if the trial is not finished.
// The error is a *CorruptError if a file is missing or differs.
func (s *Store) Get(key string) (trial Trial, ok bool, err error) {
	path := filepath.Join(s.Dir(key), record)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return Trial{}, false, nil
	}
	if err != nil {
		return Trial{}, false, fmt.Errorf("results: %w", err)
	}
	if trial, err = open(data); err != nil {
		return Trial{}, false, &CorruptError{path, err.Error()}
	}
	if trial.Key != key {
		return Trial{}, false, &CorruptError{path, "it is the record of trial " + trial.Key}
	}
	for _, f := range trial.Files {
		path := filepath.Join(s.Dir(key), f.Name)
		sum, err := HashFile(path)
		if err != nil {
			return Trial{}, false, &CorruptError{path, err.Error()}
		}
		if sum != f.SHA256 {
			return Trial{}, false, &CorruptError{path, "its sha256 is " + sum + ", the record says " + f.SHA256}
		}
	}
	return trial, true, nil
}

// Put publishes the record of a trial whose files, named in files, are complete in its folder. It fills in their hashes.
func (s *Store) Put(trial Trial, files ...string) error {
	trial.Files = nil
	slices.Sort(files)
	for _, name := range files {
		sum, err := HashFile(filepath.Join(s.Dir(trial.Key), name))
		if err != nil {
			return fmt.Errorf("results: put trial %s: %w", trial.Key, err)
		}
		trial.Files = append(trial.Files, File{Name: name, SHA256: sum})
	}
	if err := trial.Validate(); err != nil {
		return err
	}
	data, err := seal(trial)
	if err != nil {
		return fmt.Errorf("results: put trial %s: %w", trial.Key, err)
	}
	return atomicfile.Write(filepath.Join(s.Dir(trial.Key), record), data)
}

// envelope is the content of a record: the hash is over the trial's JSON without white space, so that a record that was cut or edited
// is told from a good one.
type envelope struct {
	SHA256 string          `json:"sha256"`
	Trial  json.RawMessage `json:"trial"`
}

func seal(trial Trial) ([]byte, error) {
	body, err := json.Marshal(trial)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(envelope{hash(body), body}, "", "  ")
	return append(data, '\n'), err
}

func open(data []byte) (trial Trial, err error) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return Trial{}, err
	}
	var body bytes.Buffer
	if err := json.Compact(&body, e.Trial); err != nil {
		return Trial{}, err
	}
	if hash(body.Bytes()) != e.SHA256 {
		return Trial{}, errors.New("the record does not match its own sha256")
	}
	return trial, json.Unmarshal(body.Bytes(), &trial)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Remove deletes everything of a trial.
func (s *Store) Remove(key string) error {
	if !validKey(key) {
		return fmt.Errorf("results: remove: key %q is not a sha256", key)
	}
	if err := os.RemoveAll(s.Dir(key)); err != nil {
		return fmt.Errorf("results: remove: %w", err)
	}
	return nil
}

// HashFile returns the sha256 of a file's content, in hex, as File has it.
func HashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
