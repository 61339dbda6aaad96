package tensorbundle

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

const (
	indexEnding = ".index"
	// stateFile is where TensorFlow's Saver keeps the name of its last checkpoint, as the text of a CheckpointState.
	stateFile = "checkpoint"
	// maxState bounds its bytes.
	maxState = 1 << 20
)

// lastCheckpoint finds the name in a stateFile.
var lastCheckpoint = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\s*model_checkpoint_path:\s*("(?:[^"\\\n]|\\.)*")`)
})

// resolve returns the prefix that the path stands for.
func resolve(path string) (string, error) {
	if prefix, ok := strings.CutSuffix(path, indexEnding); ok {
		return prefix, nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return resolveFolder(path)
	case err == nil:
		if _, missing := os.Stat(path + indexEnding); missing != nil {
			return "", fmt.Errorf("%s is no checkpoint of TensorFlow's V2 format: name NAME or NAME.index of a NAME.index and its NAME.data-*", path)
		}
	}
	return path, nil
}

// resolveFolder returns the prefix of a folder's last checkpoint.
func resolveFolder(dir string) (string, error) {
	text, err := readState(filepath.Join(dir, stateFile))
	if os.IsNotExist(err) {
		return onlyPrefix(dir)
	}
	if err != nil {
		return "", err
	}
	var name string
	m := lastCheckpoint().FindSubmatch(text)
	if m != nil {
		name, err = strconv.Unquote(string(m[1]))
	}
	if m == nil || err != nil || name == "" {
		return "", fmt.Errorf("%s names no model_checkpoint_path: name the checkpoint itself", filepath.Join(dir, stateFile))
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if _, err := os.Stat(name + indexEnding); err != nil { // the folder was moved since
		name = filepath.Join(dir, filepath.Base(name))
	}
	return name, nil
}

// readState reads a stateFile.
func readState(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxState {
		return nil, fmt.Errorf("%s: %d bytes: too long for TensorFlow's list of checkpoints: name the checkpoint itself", path, info.Size())
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// onlyPrefix returns the prefix of the one index of a folder.
func onlyPrefix(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), indexEnding); ok && !e.IsDir() {
			names = append(names, name)
		}
	}
	switch len(names) {
	case 1:
		return filepath.Join(dir, names[0]), nil
	case 0:
		return "", fmt.Errorf("%s holds no checkpoint of TensorFlow's V2 format, which has a NAME.index and its NAME.data-*", dir)
	}
	return "", fmt.Errorf("%s holds %d checkpoints and no file %q that names the last: name one of %s", dir, len(names), stateFile, strings.Join(names, ", "))
}
