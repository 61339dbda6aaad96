package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"tgan/datasets/procedural"
	"tgan/internal/rng"
	"tgan/internal/tensorbundle/bundletest"
)

var update = flag.Bool("update", false, "write expected outputs of the scripts anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tgan": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"pictures": pictures, "noise": noise, "published": published, "serve": serve},
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".user-cache"))
			root, err := filepath.Abs("../..")
			env.Setenv("INCEPTION", filepath.Join(root, "metrics/testdata/inception_random.pth")) // random weights of every layer
			env.Setenv("STATISTICS", filepath.Join(root, "metrics/testdata/numpy_stats.npz"))     // of another program
			env.Setenv("LAYOUTS", filepath.Join(root, "datasets/testdata/fixtures"))              // small collections in published layouts
			env.Setenv("NEARLY", filepath.Join(root, "datasets/testdata/layouts"))                // and in layouts that are nearly those
			env.Setenv("CONTAINERS", filepath.Join(root, "datasets/testdata/containers"))         // and as other tools pack them
			return err
		},
	})
}

// pictures is the script command "pictures DIR N [SIDE]": it writes N PNG files a.png, b.png and so on of procedural portraits.
func pictures(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	side := 48
	if len(args) > 2 {
		side, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
	for i := range n {
		img := image.NewRGBA(image.Rect(0, 0, side, side))
		pix := make([]uint8, side*side*3)
		ts.Check(procedural.Render("portraits", "pictures", i, side, pix))
		for p := range side * side {
			img.SetRGBA(p%side, p/side, color.RGBA{R: pix[3*p], G: pix[3*p+1], B: pix[3*p+2], A: 255})
		}
		var b bytes.Buffer
		ts.Check(png.Encode(&b, img))
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), string(rune('a'+i))+".png"), b.Bytes(), 0o644))
	}
}

// published is the script command "published PREFIX CLASSES [NAME]": it writes a TensorFlow checkpoint of transfer_gan.py, of width 1 and weights from a stream
// of its own, without the variable of that name.
func published(ts *testscript.TestScript, _ bool, args []string) {
	classes, err := strconv.Atoi(args[1])
	ts.Check(err)
	variables := bundletest.TransferGAN(1, classes, func(name string, _ []int, data []float32) {
		stream := rng.New("published", name)
		for i := range data {
			data[i] = float32(stream.Uniform(-1, 1))
		}
	})
	if len(args) > 2 {
		variables = slices.DeleteFunc(variables, func(v bundletest.Variable) bool { return v.Name == args[2] })
	}
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(bundletest.Format{}.Write(ts.MkAbs(args[0]), variables...))
}

// noise is the script command "noise DIR": it adds grains, about a fifth of the range, to the PNG files of a folder.
func noise(ts *testscript.TestScript, _ bool, args []string) {
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.png"))
	ts.Check(err)
	for _, file := range files {
		ts.Check(addNoise(file))
	}
}

func addNoise(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	grains, out := rng.New(filepath.Base(file), "noise"), image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, out.Rect.Min, draw.Src)
	for i, v := range out.Pix {
		if i%4 != 3 {
			out.Pix[i] = uint8(min(max(float64(v)+50*grains.Norm(), 0), 255))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// killable is a training that takes a second or less and writes several snapshots.
func killable(out string, more ...string) []string {
	return append([]string{
		"train", "--data", "procedural/places", "--count", "20", "--out", out, "--steps", "160",
		"--dim", "2", "--batch", "4", "--critic-steps", "1", "--threads", "1",
	}, more...)
}

func treeHash(t *testing.T, dir string) string {
	h := sha256.New()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error { // in order of names
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		h.Write([]byte(rel))
		h.Write(data)
		return err
	}))
	return hex.EncodeToString(h.Sum(nil))
}

// A training killed at random moments and started again gives the bytes of one that was left alone.
func TestKilledTrainingContinuesToTheSameBytes(t *testing.T) {
	t.Run("plain", func(t *testing.T) { testKilled(t) })
	t.Run("conditional", func(t *testing.T) { testKilled(t, "--classes", "3", "--condition", "batch-norm") })
}

func testKilled(t *testing.T, more ...string) {
	whole := t.TempDir()
	begin := time.Now()
	require.NoError(t, exec.Command("tgan", killable(whole, more...)...).Run())
	duration := time.Since(begin)
	want := treeHash(t, whole)

	moments := rng.New("kill", "moments")
	killed := 0
	for range 10 {
		dir := t.TempDir()
		cmd := exec.Command("tgan", killable(dir, more...)...)
		require.NoError(t, cmd.Start())
		timer := time.AfterFunc(time.Duration(moments.Float64()*float64(duration)), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			require.Equal(t, "signal: killed", err.Error())
			killed++
		}
		timer.Stop()
		require.NoError(t, exec.Command("tgan", killable(dir, more...)...).Run())
		require.Equal(t, want, treeHash(t, dir))
	}
	require.GreaterOrEqual(t, killed, 5, "most kills must hit the training")
}

// An interrupted training exits 130 and the same command completes it.
func TestInterruptedTrainingContinues(t *testing.T) {
	whole, dir := t.TempDir(), t.TempDir()
	require.NoError(t, exec.Command("tgan", killable(whole)...).Run())

	cmd := exec.Command("tgan", killable(dir)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		_, err := os.Stat(filepath.Join(dir, "samples", "000005.png"))
		return err == nil
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode())
	require.Contains(t, stderr.String(), "tgan: interrupted; the same command continues from here\n")
	require.NoFileExists(t, filepath.Join(dir, "checkpoint.safetensors"))

	require.NoError(t, exec.Command("tgan", killable(dir)...).Run())
	require.Equal(t, treeHash(t, whole), treeHash(t, dir))
}

// An interrupted transfer exits 130, and the same command completes it to the bytes of one that was left alone, its report included.
func TestInterruptedTransferContinues(t *testing.T) {
	source, whole, dir := t.TempDir(), t.TempDir(), t.TempDir()
	require.NoError(t, exec.Command("tgan", killable(source)...).Run())
	transfer := func(out string) *exec.Cmd {
		return exec.Command("tgan", "transfer", "--target", "procedural/portraits", "--count", "16", "--source", "auto", "--sources", source,
			"--out", out, "--steps", "120", "--batch", "4", "--fake", "16", "--method", "miner:20", "--augment", "ada", "--threads", "1")
	}
	require.NoError(t, transfer(whole).Run())

	cmd := transfer(dir)
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		_, err := os.Stat(filepath.Join(dir, "progress", "column-5.png"))
		return err == nil
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode())
	require.NoFileExists(t, filepath.Join(dir, "report.html"))

	require.NoError(t, transfer(dir).Run())
	require.Equal(t, treeHash(t, whole), treeHash(t, dir))
}

// A command that keeps nothing does not wait for the end of its work when it is interrupted.
// A disk that fails is no wrong input, wherever it is met: a script may try again.
func TestExitCodes(t *testing.T) {
	read := func(cause error) error {
		return fmt.Errorf("open set: %w", &fs.PathError{Op: "read", Path: "a.png", Err: cause})
	}
	for _, c := range []struct {
		name string
		err  error
		want int
	}{
		{"bad disk", input(read(syscall.EIO)), exitFailed}, {"lost server", input(read(syscall.ESTALE)), exitFailed},
		{"too many open files", input(read(syscall.EMFILE)), exitFailed}, {"full disk", input(read(syscall.ENOSPC)), exitFailed},
		{"missing", input(read(syscall.ENOENT)), exitInput}, {"no right", input(read(syscall.EACCES)), exitInput}, {"flag", input(errors.New("--steps")), exitInput},
		{"work", read(syscall.EACCES), exitFailed}, {"unmet", &unmetError{errors.New("worse")}, exitUnmet},
	} {
		require.Equal(t, c.want, exitCode(c.err), c.name)
	}
}

func TestAtOnce(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	ctx, interrupt := context.WithCancel(t.Context())
	cmd := atOnce(&cobra.Command{RunE: func(*cobra.Command, []string) error {
		interrupt()
		<-forever
		return nil
	}})
	cmd.SetArgs([]string{})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	require.ErrorIs(t, cmd.ExecuteContext(ctx), errStopped)
	want := errors.New("of the work")
	cmd = atOnce(&cobra.Command{RunE: func(*cobra.Command, []string) error { return want }})
	cmd.SetArgs([]string{})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	require.ErrorIs(t, cmd.ExecuteContext(t.Context()), want)
}
