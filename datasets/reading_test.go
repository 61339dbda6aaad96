package datasets_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// fixtureFolders are the folders of fixtures; each thing in them is a set or no set at all.
var fixtureFolders = []string{"containers", "fixtures", "layouts"}

// forEachFixture calls do with a source of testdata and a label by which it can be read.
func forEachFixture(t *testing.T, do func(source, label string)) {
	for _, folder := range fixtureFolders {
		entries, err := os.ReadDir(filepath.Join("testdata", folder))
		require.NoError(t, err)
		for _, entry := range entries {
			source := folder + "/" + entry.Name()
			do(source, "")
			for name, labels := range map[string][]string{
				"celeba": {"Smiling"}, "celeba-kaggle": {"Smiling"}, "cifar100": {"coarse"}, "EMNIST-torchvision": {"letters"},
			} {
				if name == entry.Name() {
					do(source, labels[0])
				}
			}
		}
	}
}

// What is told of every fixture, as a line and as JSON, is in a golden file; so is the error of what is no set.
func TestReadingOfEveryFixture(t *testing.T) {
	var got strings.Builder
	forEachFixture(t, func(source, label string) {
		fmt.Fprintf(&got, "== %s %s\n", source, label)
		set, err := datasets.OpenSet(context.Background(), "testdata", datasets.Spec{Source: source, Label: label, SkipBad: true}, datasets.Options{Threads: 2})
		if err != nil {
			fmt.Fprintln(&got, err)
			return
		}
		defer set.Close()
		text, err := json.Marshal(set.Reading())
		require.NoError(t, err)
		fmt.Fprintf(&got, "%s\n%s\n", set.Reading(), text)
	})
	golden := filepath.Join("testdata", "readings.txt")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
		return
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}

func TestReadingInOneLine(t *testing.T) {
	r := datasets.Reading{Source: "photos/", Layout: "folder of classes", Classes: 3, Images: 1240, Smallest: 212, Largest: 610,
		Skipped: datasets.Skipped{Files: map[string]int{".heic": 20, ".tiff": 5, ".avif": 5}, Others: map[datasets.Reason]int{datasets.Hidden: 2}}}
	require.Equal(t, "photos/: folder of classes, 3 classes, 1,240 images (212 to 610 a class); skipped 30 files (20 .heic, 5 .avif, 5 .tiff), 2 hidden", r.String())
	r = datasets.Reading{Source: "a\nb", Layout: "zip of images", Classes: 1, Images: 1, Smallest: 1, Largest: 1,
		Parts: []datasets.PartCount{{Part: "train", Images: 1}, {Part: "none", Images: 2000}}, BadFiles: []string{"1", "2", "3", "4"},
		Skipped: datasets.Skipped{Others: map[datasets.Reason]int{datasets.Bad: 4}}}
	require.Equal(t, `a\x0ab: zip of images, 1 class, 1 image: 1 train, 2,000 in no part; skipped 4 bad (bad: 1, 2, 3, ...)`, r.String())
}

// Every command reads the same set of a spec: data preview (Open), training (OpenCached), metric (a Collection brought to a side) and data
// convert, whose zip is read again.
func TestCommandsReadTheSameSet(t *testing.T) {
	ctx := context.Background()
	forEachFixture(t, func(source, label string) {
		for _, split := range []string{datasets.All, datasets.Train} {
			spec := datasets.Spec{Source: source, Label: label, Side: 8, Fit: datasets.Crop, Split: split, SkipBad: true}
			shown, err := datasets.Open(ctx, "testdata", spec, datasets.Options{Threads: 2})
			if err != nil {
				_, again := datasets.OpenCollection(ctx, "testdata", spec)
				require.EqualError(t, again, err.Error())
				continue
			}
			name := source + " " + label + " " + split
			cached, err := datasets.OpenCached(ctx, t.TempDir(), "testdata", spec, datasets.Options{Threads: 2})
			require.NoError(t, err, name)
			require.Equal(t, shown.Digest(), cached.Digest(), name)
			require.Equal(t, shown.Classes(), cached.Classes(), name)
			require.NoError(t, cached.Close())

			measured, err := datasets.OpenCollection(ctx, "testdata", spec)
			require.NoError(t, err, name)
			squares, err := measured.Squares(spec.Fit, spec.Side)
			require.NoError(t, err)
			require.Equal(t, shown.Len(), squares.Len(), name)
			require.Equal(t, shown.Classes(), squares.Classes(), name)
			for i := range squares.Len() {
				require.Equal(t, shown.Label(i), squares.Label(i), name)
				want, err := shown.Decode(i)
				require.NoError(t, err)
				got, err := squares.Decode(i)
				require.NoError(t, err, name)
				require.Equal(t, want.Pix, got.Pix, name)
			}
			require.NoError(t, measured.Close())

			out := filepath.Join(t.TempDir(), "set.zip")
			made, err := datasets.Convert(ctx, out, "testdata", spec, datasets.Options{Threads: 2})
			require.NoError(t, err, name)
			require.Equal(t, shown.Classes(), made.Classes, name)
			require.Equal(t, shown.Digest(), open(t, datasets.Spec{Source: out, Side: 8, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{}).Digest(), name)
		}
	})
}
