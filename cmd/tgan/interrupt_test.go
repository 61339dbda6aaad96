package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tgan/internal/atomicfile"
)

// hugeZip writes a zip of a few pictures behind 4 GB of nothing, which take no room on the disk but time to hash.
func hugeZip(t *testing.T, path string) {
	const before = 4 << 30
	f, err := os.Create(path)
	require.NoError(t, err)
	_, err = f.WriteString("PK\x03\x04") // what it is known by
	require.NoError(t, err)
	_, err = f.Seek(before, 0)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	z.SetOffset(before)
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 32, 32))))
	for i := range 20 {
		w, err := z.Create(fmt.Sprintf("%02d.png", i))
		require.NoError(t, err)
		_, err = w.Write(picture.Bytes())
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
}

// hugeProfile asks for more images than the zip has, so that a plan that is made to its end fails.
const hugeProfile = `
name: huge
data:
  source: {train: {source: huge.zip, split: all, fit: crop, count: 21, seed: t}}
  target:
    train: {source: procedural/portraits, split: train, count: 5, seed: t}
    test: {source: procedural/portraits, split: test, count: 8, seed: t}
training: {dim: 2, batch: 4, critic_steps: 2}
pretrain: {steps: 3}
finetune: {steps: 4, evaluations: [0, 4]}
evaluation: {extractor: random-conv, fake: 8}
seeds: [1, 2]
`

// The first interrupt ends a command that hashes a large set for its plan.
func TestInterruptWhileAPlanIsMade(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "huge.zip")
	hugeZip(t, data)
	profile := filepath.Join(dir, "huge.yaml")
	require.NoError(t, os.WriteFile(profile, []byte(hugeProfile), 0o644))
	for _, args := range [][]string{{"run", "table1"}, {"run", "table1", "--dry-run"}, {"report", "table1"}} {
		cmd := exec.Command("tgan", append(args, "--profile", profile, "--data-root", dir, "--runs", filepath.Join(dir, "runs"))...)
		var stderr bytes.Buffer
		cmd.Stderr, cmd.Dir = &stderr, dir
		require.NoError(t, cmd.Start())
		open := fmt.Sprintf("/proc/%d/fd", cmd.Process.Pid)
		if _, err := os.Stat(open); err != nil {
			_ = cmd.Process.Kill()
			t.Skip("no /proc to see what the program reads")
		}
		require.Eventually(t, func() bool { return reads(open, data) }, 20*time.Second, time.Millisecond, "%v", args)
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		require.Error(t, cmd.Wait())
		require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode(), "%v: %s", args, stderr.String())
	}
}

// reads tells whether a folder of descriptors has the file.
func reads(descriptors, file string) bool {
	entries, err := os.ReadDir(descriptors)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if to, err := os.Readlink(filepath.Join(descriptors, e.Name())); err == nil && to == file {
			return true
		}
	}
	return false
}

// A second command leaves the temporary files of the one that owns the folder.
func TestOnlyTheOwnerSweeps(t *testing.T) {
	dir := t.TempDir()
	args := killable(dir)
	require.NoError(t, exec.Command("tgan", args...).Run())
	unlock, err := atomicfile.Lock(dir)
	require.NoError(t, err)
	defer unlock()
	temporary := filepath.Join(dir, samplesDir, ".000005.png.tmp-1")
	require.NoError(t, os.WriteFile(temporary, nil, 0o600))
	out, err := exec.Command("tgan", args...).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "another process works in "+dir+": wait for it, or choose another folder")
	require.FileExists(t, temporary)
}
