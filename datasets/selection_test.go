package datasets_test

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/procedural"
)

// uneven is a collection of classes a, b and c with 30, 20 and 10 images; the red of a pixel is the class, the green the number.
func uneven(t testing.TB) string {
	var entries []entry
	for c, n := range []int{30, 20, 10} {
		for k := range n {
			m := image.NewRGBA(image.Rect(0, 0, 4, 4))
			for p := 0; p < len(m.Pix); p += 4 {
				copy(m.Pix[p:], []uint8{uint8(c), uint8(k), 0, 255})
			}
			entries = append(entries, entry{fmt.Sprintf("%c/%03d.png", 'a'+c, k), pngOf(t, m)})
		}
	}
	return writeZip(t, entries)
}

func labelsOf(m *datasets.Images) []int {
	labels := make([]int, m.Len())
	for i := range labels {
		labels[i] = m.Label(i)
	}
	return labels
}

func TestFirstClasses(t *testing.T) {
	spec := datasets.Spec{Source: uneven(t), Side: 4, Fit: datasets.Crop, Split: datasets.All, Classes: 2}
	m := open(t, spec, datasets.Options{})
	require.Equal(t, 50, m.Len())
	require.Equal(t, []string{"a", "b"}, m.Classes())
	for i := range m.Len() {
		require.Equal(t, uint8(m.Label(i)), m.At(i)[0])
		require.Less(t, m.Label(i), 2)
	}
	spec.Split = datasets.Train
	part := open(t, spec, datasets.Options{})
	spec.Classes = 0
	whole := open(t, spec, datasets.Options{})
	var kept []int
	for i, label := range labelsOf(whole) {
		if label < 2 {
			kept = append(kept, i)
		}
	}
	require.Equal(t, whole.Subset(kept).Digest(), part.Digest(), "splits do not depend on the choice of classes")
	spec.Classes, spec.Count = 4, 0
	_, err := datasets.Open(context.Background(), "", spec, datasets.Options{})
	require.EqualError(t, err, "datasets: open "+spec.Source+": classes is 4: the source has 3: lower it or leave it out")
}

func TestImagesOfEachClass(t *testing.T) {
	spec := datasets.Spec{Source: uneven(t), Side: 4, Fit: datasets.Crop, Split: datasets.All, PerClass: 9, Seed: "1"}
	m := open(t, spec, datasets.Options{Threads: 2})
	require.Equal(t, 27, m.Len())
	seen := map[string]bool{}
	for i := range m.Len() {
		require.Equal(t, i%3, m.Label(i))
		seen[string(m.At(i))] = true
	}
	require.Len(t, seen, 27)
	spec.PerClass = 4
	require.Equal(t, m.Subset([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).Digest(), open(t, spec, datasets.Options{}).Digest(), "nested")
	spec.Seed = "2"
	require.NotEqual(t, m.Subset([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).Digest(), open(t, spec, datasets.Options{}).Digest())
	spec.Classes, spec.PerClass = 2, 20
	require.Equal(t, 40, open(t, spec, datasets.Options{}).Len())
	spec.Classes, spec.PerClass = 0, 11
	_, err := datasets.Open(context.Background(), "", spec, datasets.Options{})
	require.EqualError(t, err, "datasets: open "+spec.Source+": split all has 10 images of class c, 11 were asked for: lower per_class to at most 10 or add images")
	survey, lookErr := datasets.Look(context.Background(), "", spec)
	require.NoError(t, lookErr)
	require.EqualError(t, survey.Holds(spec), err.Error())
	spec.PerClass = 10
	require.NoError(t, survey.Holds(spec))
}

func TestPerClassOfOneProceduralClassIsItsCount(t *testing.T) {
	spec := datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.Train, Count: 20, Seed: "s"}
	want := open(t, spec, datasets.Options{})
	spec.Count, spec.PerClass, spec.Classes = 0, 20, 1
	require.Equal(t, want.Digest(), open(t, spec, datasets.Options{}).Digest())
}

// Of every domain, classes take turns, splits share no image, and smaller sets start larger ones.
func TestProceduralClasses(t *testing.T) {
	for _, d := range procedural.Domains() {
		spec := datasets.Spec{Source: "procedural/" + d.Name, Side: 16, Split: datasets.Train, PerClass: 2, Classes: min(3, len(d.Classes)), Seed: "s"}
		chosen := min(3, len(d.Classes))
		c, err := datasets.OpenCollection(context.Background(), "", spec)
		require.NoError(t, err)
		require.Equal(t, d.Classes[:chosen], c.Classes())
		require.Equal(t, 2*chosen, c.Len())
		for k := range c.Len() {
			require.Equal(t, k%chosen, c.Label(k))
			number := k/chosen*len(d.Classes) + k%chosen
			require.Equal(t, fmt.Sprintf("%s/%08d", d.Name, number), c.Name(k))
			img, err := c.Decode(k)
			require.NoError(t, err)
			want := make([]uint8, 16*16*3)
			require.NoError(t, procedural.Render(d.Name, "s", number, 16, want))
			require.Equal(t, want[:3], img.Pix[:3])
		}
		spec.Split, spec.PerClass, spec.Count = datasets.Test, 0, chosen
		test, err := datasets.OpenCollection(context.Background(), "", spec)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%s/%08d", d.Name, 9*len(d.Classes)), test.Name(0))
	}
}

func TestStyleMovesADomain(t *testing.T) {
	spec := datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.All, Count: 2}
	plain := open(t, spec, datasets.Options{})
	spec.Style = 0.5
	require.NotEqual(t, plain.Digest(), open(t, spec, datasets.Options{}).Digest())
}

func TestCollection(t *testing.T) {
	spec := datasets.Spec{Source: uneven(t), Split: datasets.All, PerClass: 2}
	c, err := datasets.OpenCollection(context.Background(), "", spec)
	require.NoError(t, err)
	defer c.Close()
	require.Equal(t, 6, c.Len())
	require.Equal(t, []string{"a", "b", "c"}, c.Classes())
	var names []string
	for i := range c.Len() {
		img, err := c.Decode(i)
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, 4, 4), img.Rect)
		require.Equal(t, c.Label(i), int(img.Pix[0]))
		require.Equal(t, fmt.Sprintf("%c/%03d.png", 'a'+c.Label(i), img.Pix[1]), c.Name(i))
		names = append(names, c.Name(i))
	}
	slices.Sort(names)
	require.Len(t, slices.Compact(names), 6)

	p, err := datasets.OpenCollection(context.Background(), "", datasets.Spec{Source: "procedural/faces", Side: 32, Split: datasets.Test, Count: 3})
	require.NoError(t, err)
	defer p.Close()
	img, err := p.Decode(1)
	require.NoError(t, err)
	require.Equal(t, 32, img.Rect.Dx())
	require.Equal(t, "faces/00000019", p.Name(1))
	_, err = datasets.OpenCollection(context.Background(), "", datasets.Spec{Source: "procedural/faces", Split: datasets.Test, Count: 3})
	require.EqualError(t, err, "datasets: side is 0: it must be from 16 to 256 for a procedural domain")
}

func TestNamesOfClassesWithoutDecoding(t *testing.T) {
	ctx, files := context.Background(), uneven(t)
	for _, c := range []struct {
		spec datasets.Spec
		want []string
	}{
		{datasets.Spec{Source: files}, []string{"a", "b", "c"}},
		{datasets.Spec{Source: files, Classes: 2}, []string{"a", "b"}},
		{datasets.Spec{Source: "procedural/places", Classes: 3}, []string{"beach", "bridge", "canyon"}},
	} {
		names, err := datasets.ClassNames(ctx, "", c.spec)
		require.NoError(t, err)
		require.Equal(t, c.want, names)
	}
	_, err := datasets.ClassNames(ctx, "", datasets.Spec{Source: "procedural/faces", Classes: 99})
	require.ErrorContains(t, err, "datasets: look at procedural/faces: classes is 99: the source has 1")
	_, err = datasets.ClassNames(ctx, "", datasets.Spec{Source: "procedural/cats"})
	require.ErrorContains(t, err, `there is no procedural domain "cats"`)
	_, err = datasets.ClassNames(ctx, t.TempDir(), datasets.Spec{Source: "none"})
	require.ErrorContains(t, err, "datasets: look at none: ")
}

// Class 0 of EMNIST's letters has no image: it takes no turn.
func TestPerClassWithoutEmptyClasses(t *testing.T) {
	root := filepath.Join("testdata", "fixtures")
	c, err := datasets.OpenCollection(context.Background(), root, datasets.Spec{Source: "EMNIST", Split: datasets.All, PerClass: 1})
	require.NoError(t, err)
	defer c.Close()
	require.Equal(t, []string{"0", "1", "2"}, c.Classes())
	require.Equal(t, 2, c.Len())
	require.Equal(t, []int{1, 2}, []int{c.Label(0), c.Label(1)})
	_, err = datasets.OpenCollection(context.Background(), root, datasets.Spec{Source: "EMNIST", Split: datasets.All, PerClass: 2})
	require.ErrorContains(t, err, "split all has 1 images of class 1, 2 were asked for")
	_, err = datasets.OpenCollection(context.Background(), root, datasets.Spec{Source: "EMNIST", Split: datasets.All, PerClass: 1, Classes: 1})
	require.ErrorContains(t, err, "split all has no images of the first 1 classes")
}
