package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"tgan/internal/atomicfile"
)

// RecordFile is the file that makes a trial finished.
const RecordFile = "trial.json"

// Store is a folder of trials.
type Store struct {
	dir   string
	files fs.FS // what is in dir, to read
}

// CorruptError tells that a file of a finished trial was read whole and is not what its record says. The trial can be set aside and computed
// anew.
type CorruptError struct {
	Path  string // the file
	Cause string
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("results: %s is damaged: %s; tgan run sets the trial aside and computes it anew", e.Path, e.Cause)
}

// IncompleteError tells that a trial has a record but not all files that it names. The trial can be computed anew.
type IncompleteError struct {
	Path string // the file that is not there
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("results: %s is missing; tgan run computes the trial anew", e.Path)
}

// Open returns the store in a folder, which is created if it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("results: create store: %w: choose a folder that can be written", err)
	}
	return &Store{dir: dir, files: os.DirFS(dir)}, nil
}

// Through returns the store of the same folder that reads records and files through another file system, whose root is the folder.
func (s *Store) Through(files fs.FS) *Store { return &Store{dir: s.dir, files: files} }

// Dir returns the folder of a trial, which may not exist yet.
func (s *Store) Dir(key string) string { return filepath.Join(s.dir, key) }

// Get returns the record of a finished trial after verifying its files; ok is false if the trial is not finished.
// The error is a *CorruptError if a file was read and differs, and an *IncompleteError if one is missing. Any other error tells that a file
// could not be read, which says nothing about the trial.
func (s *Store) Get(key string) (trial Trial, ok bool, err error) {
	file := filepath.Join(s.Dir(key), RecordFile)
	data, err := fs.ReadFile(s.files, path.Join(key, RecordFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Trial{}, false, nil
	}
	if err != nil {
		return Trial{}, false, unreadable(file, err)
	}
	if trial, err = open(data); err != nil {
		return Trial{}, false, &CorruptError{file, err.Error()}
	}
	if trial.Key != key {
		return Trial{}, false, &CorruptError{file, "it is the record of trial " + trial.Key}
	}
	for _, f := range trial.Files {
		file := filepath.Join(s.Dir(key), f.Name)
		sum, err := sumOf(s.files.Open(path.Join(key, f.Name)))
		if errors.Is(err, fs.ErrNotExist) {
			return Trial{}, false, &IncompleteError{file}
		}
		if err != nil {
			return Trial{}, false, unreadable(file, err)
		}
		if sum != f.SHA256 {
			return Trial{}, false, &CorruptError{file, "its sha256 is " + sum + ", the record says " + f.SHA256}
		}
	}
	return trial, true, nil
}

// unreadable is the error of a file that may be good.
func unreadable(file string, err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return fmt.Errorf("results: %s cannot be read: %w: nothing was changed, see to the disk and run again", file, err)
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
	return atomicfile.Write(filepath.Join(s.Dir(trial.Key), RecordFile), data)
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

// SetAside gives the folder of a damaged trial the first free name of KEY.damaged-1, KEY.damaged-2 and so on, and returns it. Only the owner
// of the folder may call it.
func (s *Store) SetAside(key string) (aside string, err error) {
	if !validKey(key) {
		return "", fmt.Errorf("results: set aside: key %q is not a sha256", key)
	}
	return atomicfile.SetAside(s.Dir(key))
}

// HashFile returns the sha256 of a file's content, in hex, as File has it.
func HashFile(path string) (string, error) { return sumOf(os.Open(path)) }

// sumOf returns the sha256 of what was opened, in hex, and closes it.
func sumOf[F io.ReadCloser](f F, err error) (string, error) {
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
