package models

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
	"tgan/internal/safetensors"
	"tgan/metrics"
)

// stripes are noisy images of 32 pixels a side, with stripes whose direction and width are the class: 4 classes in turn.
type stripes struct{ n int }

func (s stripes) Len() int        { return s.n }
func (s stripes) Side() int       { return 32 }
func (s stripes) Label(i int) int { return i % 4 }
func (s stripes) At(i int) []uint8 {
	r := rng.New("stripes", "image").Sub(uint64(i))
	pix := make([]uint8, 32*32*3)
	width, phase := 2+2*(s.Label(i)/2), r.IntN(8)
	for k := range pix {
		at := k / 3 % 32
		if s.Label(i)%2 == 1 {
			at = k / 3 / 32
		}
		pix[k] = uint8(60 + 80*((at+phase)/width%2) + r.IntN(80))
	}
	return pix
}

// Decode is At for the extractors of package metrics.
func (s stripes) Decode(i int) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for k, v := range s.At(i) {
		img.Pix[k/3*4+k%3] = v
	}
	return img, nil
}

func classifierSpec(steps int) ClassifierSpec {
	return ClassifierSpec{Classes: 4, Batch: 8, Steps: steps, LearningRate: 2e-3, Seed: "test"}
}

func newTestClassifier(t testing.TB, threads int, isa kernel.ISA, spec ClassifierSpec, images LabelledImages) *Classifier {
	pool := kernel.NewPool(threads, isa)
	t.Cleanup(pool.Close)
	c, err := NewClassifier(pool, spec, images)
	require.NoError(t, err)
	return c
}

func folded(t testing.TB, c *Classifier) safetensors.File {
	file, err := c.Folded()
	require.NoError(t, err)
	classes, err := json.Marshal([]string{"a", "b", "c", "d"})
	require.NoError(t, err)
	file.Metadata["classes"] = string(classes)
	return file
}

func TestClassifierLearns(t *testing.T) {
	c := newTestClassifier(t, 2, kernel.Detect(), classifierSpec(40), stripes{64})
	var losses []float64
	require.NoError(t, c.Train(t.Context(), func(_ int, loss, _ float64) { losses = append(losses, loss) }))
	require.Len(t, losses, 40)
	require.InDelta(t, math.Log(4), losses[0], 0.8, "as good as chance at first")
	last := (losses[37] + losses[38] + losses[39]) / 3
	t.Logf("loss from %.3f to %.3f", losses[0], last)
	require.Less(t, last, losses[0]/4)

	// The folded network tells images that it has not seen.
	e, err := metrics.NewDomainFrom(c.pool, folded(t, c))
	require.NoError(t, err)
	images := stripes{160}
	told, err := e.Classify(t.Context(), images)
	require.NoError(t, err)
	right := 0
	for i := 64; i < 160; i++ {
		if told[i] == images.Label(i) {
			right++
		}
	}
	require.GreaterOrEqual(t, right, 90, "of 96")
}

func TestClassifierThreadsDoNotChangeBits(t *testing.T) {
	want := map[string][]byte{} // by arithmetic
	for isa := kernel.Portable; isa <= kernel.Detect(); isa++ {
		for _, threads := range []int{1, 3} {
			c := newTestClassifier(t, threads, isa, classifierSpec(2), stripes{16})
			require.NoError(t, c.Train(t.Context(), nil))
			var got bytes.Buffer
			require.NoError(t, safetensors.Write(&got, folded(t, c)))
			if want[isa.Arithmetic()] == nil {
				want[isa.Arithmetic()] = got.Bytes()
			}
			require.Equal(t, want[isa.Arithmetic()], got.Bytes(), "%v, %d threads", isa, threads)
		}
	}
}

// Where a batch is all there is, its statistics are those of the population: the network in training and the folded one agree.
func TestFoldedClassifierIsTheTrainedOne(t *testing.T) {
	images := stripes{8}
	c := newTestClassifier(t, 1, kernel.Detect(), classifierSpec(5), images)
	require.NoError(t, c.Train(t.Context(), nil))
	size := 32 * 32 * 3
	for i := range images.Len() {
		for j, v := range images.At(i) {
			ops.Float32s(c.train.images)[i*size+j] = signed(float64(v))
		}
	}
	require.NoError(t, c.train.machine.Run())

	e, err := metrics.NewDomainFrom(c.pool, folded(t, c))
	require.NoError(t, err)
	features, err := e.Features(context.Background(), images, nil)
	require.NoError(t, err)
	head, bias := c.params.Value("head/weight").Data().([]float32), c.params.Value("head/bias").Data().([]float32)
	for i := range images.Len() {
		for k := range 4 {
			want := float64(bias[k])
			for f, v := range features.RawRowView(i) {
				want += v * float64(head[f*4+k])
			}
			require.InDelta(t, want, ops.Float32s(c.train.logits)[i*4+k], 1e-4, "image %d, class %d", i, k)
		}
	}
}

func TestAugmentedImagesStayImages(t *testing.T) {
	image := stripes{1}.At(0)
	seen := map[float32]bool{}
	out := make([]float32, len(image))
	for i := range 20 {
		vary(out, image, 32, rng.New("vary", "test").Sub(uint64(i)))
		for _, v := range out {
			require.True(t, v >= -1 && v <= 127./128, "%v", v)
		}
		seen[out[32*16*3]] = true
	}
	require.Greater(t, len(seen), 10)
}

func TestClassifierRefuses(t *testing.T) {
	pool := kernel.NewPool(1, kernel.Detect())
	t.Cleanup(pool.Close)
	for _, c := range []struct {
		name   string
		change func(s *ClassifierSpec)
		want   string
	}{
		{"one class", func(s *ClassifierSpec) { s.Classes = 1 }, "models: classifier of 1 classes; it needs at least 2"},
		{"label", func(s *ClassifierSpec) { s.Classes = 3 }, "models: classifier: image 3 is of class 3, there are 3"},
		{"batch", func(s *ClassifierSpec) { s.Batch = 1 }, "models: classifier with a batch of 1; batch norm needs at least 2"},
		{"steps", func(s *ClassifierSpec) { s.Steps = 0 }, "models: classifier trained for 0 steps; at least 1"},
		{"rate", func(s *ClassifierSpec) { s.LearningRate = 2 }, "models: classifier with learning rate 2; it must be above 0, up to 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := classifierSpec(1)
			c.change(&spec)
			_, err := NewClassifier(pool, spec, stripes{8})
			require.EqualError(t, err, c.want)
		})
	}
	_, err := NewClassifier(pool, classifierSpec(1), stripes{0})
	require.EqualError(t, err, "models: classifier: 0 images of 32 pixels a side; it needs some, of 32")
}
