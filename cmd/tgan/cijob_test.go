package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// workflow is what of a job of GitHub Actions is looked at.
type workflow struct {
	On   any
	Jobs map[string]struct {
		RunsOn string `yaml:"runs-on"`
		Steps  []struct {
			Uses, Run string
			With      map[string]string
		}
	}
}

// commands returns the job's commands in order.
func (w workflow) commands(t *testing.T) []string {
	require.NotNil(t, w.On)
	require.Len(t, w.Jobs, 1)
	var all []string
	for _, job := range w.Jobs {
		require.NotEmpty(t, job.RunsOn)
		require.Equal(t, "actions/checkout@v4", job.Steps[0].Uses)
		for _, s := range job.Steps {
			require.True(t, (s.Uses == "") != (s.Run == ""), "a step uses or runs something")
			if s.Run != "" {
				all = append(all, s.Run)
			}
		}
	}
	return all
}

func TestOwnWorkflowRunsTheWholeCheck(t *testing.T) {
	text, err := os.ReadFile("../../.github/workflows/ci.yml")
	require.NoError(t, err)
	var w workflow
	require.NoError(t, yaml.Unmarshal(text, &w))
	require.Equal(t, []string{".ci/run"}, w.commands(t))
	info, err := os.Stat("../../.ci/run")
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&0o100, "it can be run")
}

// readmeJob returns the job that README shows for somebody else's generator.
func readmeJob(t *testing.T) workflow {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	block := regexp.MustCompile(`(?m)^    on: push\n(    .*\n)+`).Find(text)
	require.NotEmpty(t, block)
	require.LessOrEqual(t, bytes.Count(block, []byte("\n")), 10, "ten lines")
	var w workflow
	require.NoError(t, yaml.Unmarshal([]byte(strings.ReplaceAll("\n"+string(block), "\n    ", "\n")), &w))
	return w
}

// The commands of README's job pass with a generator that is as good as its baseline, and end with exit code 3 with one that adds noise. The
// checkout of tgan is a folder whose Makefile puts this program in place.
func TestReadmeJobCatchesARegressedGenerator(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), mode))
	}
	sh := func(command string) (string, int) {
		cmd := exec.Command("bash", "-e", "-c", command) // as GitHub Actions runs it
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, ".cache"))
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		if err != nil && cmd.ProcessState == nil {
			require.NoError(t, err)
		}
		t.Log(command, "\n", stdout.String(), stderr.String())
		return stdout.String() + stderr.String(), cmd.ProcessState.ExitCode()
	}
	program, err := exec.LookPath("tgan") // this one, by TestMain
	require.NoError(t, err)
	write("tgan/Makefile", "build:\n\tmkdir -p bin\n\tcp "+program+" bin/tgan\n", 0o644)
	write("generate.sh", "#!/bin/sh\nset -e\nrm -rf \"$1\"\nmkdir \"$1\"\ncp good/*.png \"$1\"\n", 0o755)
	run := func(command string) { _, code := sh(command); require.Zero(t, code) }
	run("tgan data convert procedural/faces --count 60 --to photos.zip --size 32")
	run("tgan data convert procedural/faces --count 60 --seed 2 --to good.zip --size 32")
	unpack(t, filepath.Join(dir, "good.zip"), filepath.Join(dir, "good"))
	run("tgan metric --real photos.zip --fake good --json > quality.json")

	commands := readmeJob(t).commands(t)
	job := func() (string, int) {
		for _, command := range commands {
			if out, code := sh(strings.ReplaceAll(command, "fid>12.3", "fid>300")); code != 0 { // the limit of so few images
				return out, code
			}
		}
		return "", 0
	}
	_, code := job()
	require.Zero(t, code)

	files, err := filepath.Glob(filepath.Join(dir, "good", "*.png"))
	require.NoError(t, err)
	require.Len(t, files, 60)
	for _, file := range files {
		require.NoError(t, addNoise(file))
	}
	out, code := job()
	require.Equal(t, exitUnmet, code)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Regexp(t, `^tgan: .*fid is [0-9.]+, worse than the baseline's [0-9.]+ by more than 5%`, lines[len(lines)-1])
}

// unpack writes the PNG files of a zip into a folder.
func unpack(t *testing.T, archive, dir string) {
	r, err := zip.OpenReader(archive)
	require.NoError(t, err)
	defer r.Close()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, f := range r.File {
		if filepath.Ext(f.Name) != ".png" {
			continue
		}
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(f.Name)), data, 0o644))
	}
}
