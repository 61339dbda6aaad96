package procedural_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/procedural"
)

func TestImagesDiffer(t *testing.T) {
	var all [][]uint8
	for _, d := range procedural.Domains() {
		for _, seed := range []string{"", "a", "b"} {
			all = append(all, draw(t, d.Name, seed, 16, 150)...)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	require.Len(t, slices.CompactFunc(all, bytes.Equal), len(procedural.Domains())*3*150)
}

// A picture is neither flat nor burnt out, and two pictures differ in more than grain.
func TestImagesArePictures(t *testing.T) {
	for _, d := range procedural.Domains() {
		images := draw(t, d.Name, "look", 32, 200)
		for i, image := range images {
			mean, spread := moments(image)
			require.True(t, mean > 25 && mean < 225, "%s %d: mean %v", d.Name, i, mean)
			require.Greater(t, spread, 8.0, "%s %d", d.Name, i)
			if i > 0 {
				require.Greater(t, distance(image, images[i-1]), 12.0, "%s %d", d.Name, i)
			}
		}
	}
}

// Classes go round, have names of their own, and two images of one class differ in more than grain.
func TestClassesAreBalancedAndVaried(t *testing.T) {
	for _, d := range procedural.Domains() {
		names := slices.Clone(d.Classes)
		slices.Sort(names)
		require.Len(t, slices.Compact(names), len(d.Classes), d.Name)
		k := len(d.Classes)
		images := draw(t, d.Name, "classes", 32, 3*k) // checks the labels
		for c := range k {
			for _, pair := range [][2]int{{c, c + k}, {c, c + 2*k}, {c + k, c + 2*k}} {
				require.Greater(t, distance(images[pair[0]], images[pair[1]]), 10.0, "%s: %s %v", d.Name, d.Classes[c], pair)
			}
		}
	}
}

// The diverse source and the target of many kinds have that many classes.
func TestManyClasses(t *testing.T) {
	for name, least := range map[string]int{"objects": 50, "flowers": 17} {
		d, err := procedural.Find(name)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(d.Classes), least, name)
	}
}

// Portraits are in one tone: their colours stray less from their gray than those of faces.
func TestPortraitsAreInOneTone(t *testing.T) {
	stray := func(domain string) (sum float64) {
		for _, image := range draw(t, domain, "tone", 32, 100) {
			var warmth []uint8 // a single tone has red minus blue nearly alike everywhere
			for p := 0; p < len(image); p += 3 {
				if x, y := p/3%32, p/3/32; x < 8 || x >= 24 || y < 8 || y >= 24 { // leave out the frame
					continue
				}
				warmth = append(warmth, uint8(128+(int(image[p])-int(image[p+2]))/2))
			}
			_, spread := moments(warmth)
			sum += spread
		}
		return sum / 100
	}
	require.Less(t, stray("portraits"), 0.6*stray("faces"))
}

func TestEverySideIsDrawn(t *testing.T) {
	for _, d := range procedural.Domains() {
		for _, side := range []int{procedural.MinSide, 17, 48, 128, procedural.MaxSide} {
			draw(t, d.Name, "side", side, 2)
		}
	}
}

func TestBadArguments(t *testing.T) {
	image := make([]uint8, 32*32*3)
	var list []string
	for _, d := range procedural.Domains() {
		list = append(list, d.Name)
	}
	names := strings.Join(list, ", ")
	for _, c := range []struct {
		name, domain string
		i, side      int
		dst          []uint8
		want         string
	}{
		{"domain", "cats", 0, 32, image, `procedural: no domain "cats": there are ` + names},
		{"small side", "faces", 0, 15, image, "procedural: side is 15: it must be from 16 to 256"},
		{"large side", "faces", 0, 257, image, "procedural: side is 257: it must be from 16 to 256"},
		{"number", "faces", -1, 32, image, "procedural: image -1: numbers start at 0"},
		{"buffer", "faces", 0, 32, image[1:], "procedural: 3071 bytes for an image of side 32: need 3072"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.EqualError(t, procedural.Render(c.domain, "", c.i, c.side, c.dst), c.want)
		})
	}
	_, err := procedural.Find("cats")
	require.EqualError(t, err, `procedural: no domain "cats": there are `+names)
}

// moments returns the mean and the mean absolute deviation.
func moments(v []uint8) (mean, spread float64) {
	for _, b := range v {
		mean += float64(b) / float64(len(v))
	}
	for _, b := range v {
		spread += max(float64(b)-mean, mean-float64(b)) / float64(len(v))
	}
	return mean, spread
}

// distance returns the mean absolute difference.
func distance(a, b []uint8) (sum float64) {
	for k := range a {
		d := float64(a[k]) - float64(b[k])
		sum += max(d, -d) / float64(len(a))
	}
	return sum
}

func BenchmarkPaint(b *testing.B) {
	for _, d := range procedural.Domains() {
		for _, side := range []int{32, 64} {
			b.Run(fmt.Sprintf("%s/%d", d.Name, side), func(b *testing.B) {
				p, err := procedural.NewPainter(d.Name, "bench", side, 0)
				require.NoError(b, err)
				dst := make([]uint8, side*side*3)
				for i := 0; b.Loop(); i++ {
					_, err := p.Paint(i, dst)
					require.NoError(b, err)
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
			})
		}
	}
}

func ExampleRender() {
	const side = 32
	image := make([]uint8, side*side*3)
	if err := procedural.Render("faces", "any text", 7, side, image); err != nil {
		fmt.Println(err)
		return
	}
	d, err := procedural.Find("faces")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %s\n", d.Name, d.Description)
	// Output:
	// faces: photograph-like faces of people: one dense class, the source
}
