package main

import (
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"
	"gonum.org/v1/gonum/mat"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/internal/rng"
	"tgan/metrics"
)

// metricSizes are what "tgan bench metrics" measures.
type metricSizes struct {
	Images   int `json:"inception_images"`
	Features int `json:"fid_features"`
	Samples  int `json:"kmmd_samples"` // of each set, of 768 features
	Rounds   int `json:"rounds"`       // the best counts
}

// validate returns an error that names the first flag out of range.
func (s metricSizes) validate() error {
	for _, f := range []struct {
		name        string
		value, most int
	}{{"images", s.Images, 1 << 20}, {"features", s.Features, 8192}, {"samples", s.Samples, 1 << 20}, {"rounds", s.Rounds, 1000}} {
		if f.value < 1 || f.value > f.most {
			return fmt.Errorf("--%s is %d; it must be 1 to %d", f.name, f.value, f.most)
		}
	}
	return nil
}

// metricTiming is what it prints. Seconds of processor time, of all threads, tell what another program on the machine took.
type metricTiming struct {
	Engine  string `json:"engine"`
	Threads int    `json:"threads"`
	ISA     string `json:"isa"`
	metricSizes
	Inception    float64 `json:"inception_768_images_per_s"`
	InceptionCPU float64 `json:"inception_768_images_per_cpu_s"`
	FID          float64 `json:"fid_s"` // from statistics of full rank
	FIDCPU       float64 `json:"fid_cpu_s"`
	KMMD         float64 `json:"kmmd_s"`
	KMMDCPU      float64 `json:"kmmd_cpu_s"`
	RSS          float64 `json:"rss_mb"` // largest so far of this process
}

func newBenchMetrics() *cobra.Command {
	var g engine
	sizes := metricSizes{Images: 64, Features: metrics.Inception2048, Samples: 10000, Rounds: 3}
	cmd := &cobra.Command{
		Use:   "metrics",
		Short: "Time Inception, FID and KMMD on this machine",
		Long: `Times Inception with 768 features on random 64-pixel images (random weights, which take as long as Google's), FID from two
statistics of full rank, and KMMD of two sets of 768 features.`,
		Args: func(cmd *cobra.Command, args []string) error { return input(cobra.NoArgs(cmd, args)) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := sizes.validate(); err != nil {
				return input(err)
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			runtime.GOMAXPROCS(g.threads) // which FID and KMMD use
			t, err := benchMetrics(cmd, pool, sizes)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, t)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), `Inception-768, %d threads, %s: %.1f images/s (%.1f a second of processor time)
FID from two statistics of %d features: %.2f s (%.2f s of processor time)
KMMD of two sets of %d x 768: %.2f s (%.2f s of processor time)
memory: %.0f MB
`, t.Threads, t.ISA, t.Inception, t.InceptionCPU, t.Features, t.FID, t.FIDCPU, t.Samples, t.KMMD, t.KMMDCPU, t.RSS)
			return err
		},
	}
	f := cmd.Flags()
	f.IntVar(&sizes.Images, "images", sizes.Images, "images for Inception")
	f.IntVar(&sizes.Features, "features", sizes.Features, "features of the statistics for FID")
	f.IntVar(&sizes.Samples, "samples", sizes.Samples, "samples of each set for KMMD")
	f.IntVar(&sizes.Rounds, "rounds", sizes.Rounds, "measurements, of which the best counts")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return atOnce(cmd)
}

// benchMetrics takes the times.
func benchMetrics(cmd *cobra.Command, pool *kernel.Pool, sizes metricSizes) (metricTiming, error) {
	t := metricTiming{Engine: "tgan", Threads: pool.Threads(), ISA: pool.ISA().String(), metricSizes: sizes}
	inception, err := metrics.NewInception(pool, metrics.RandomInceptionWeights("bench", metrics.Inception768), metrics.Inception768, metrics.ResizePyTorchFID)
	if err != nil {
		return t, err
	}
	images, err := grains(newGrain(64), sizes.Images)
	if err != nil {
		return t, err
	}
	wall, cpu, err := best(sizes.Rounds, func() error {
		_, err := inception.Features(cmd.Context(), images, nil)
		return err
	})
	if err != nil {
		return t, err
	}
	t.Inception, t.InceptionCPU = float64(sizes.Images)/wall, float64(sizes.Images)/cpu
	var moments [2]metrics.Moments
	for i := range moments {
		if moments[i], err = metrics.Fit(draws(fmt.Sprint("fid ", i), sizes.Features+500, sizes.Features)); err != nil {
			return t, err
		}
	}
	if t.FID, t.FIDCPU, err = best(sizes.Rounds, func() error {
		_, err := metrics.Frechet(moments[0], moments[1])
		return err
	}); err != nil {
		return t, err
	}
	real, fake := draws("real", sizes.Samples, metrics.Inception768), draws("fake", sizes.Samples, metrics.Inception768)
	t.KMMD, t.KMMDCPU, err = best(sizes.Rounds, func() error {
		_, err := metrics.KMMD(real, fake)
		return err
	})
	t.RSS = float64(peakMemory()) / (1 << 20)
	return t, err
}

// grains returns so many images of a grain.
func grains(g grain, n int) (*datasets.Images, error) {
	var pix []uint8
	for i := range n {
		pix = append(pix, g.At(i%g.Len())...)
	}
	return datasets.NewImages(g.Side(), pix, make([]int, n), []string{"grain"})
}

// draws returns uniform random features.
func draws(name string, n, d int) *mat.Dense {
	s, data := rng.New("bench", name), make([]float64, n*d)
	for i := range data {
		data[i] = s.Float64()
	}
	return mat.NewDense(n, d, data)
}

// best runs f some times and returns the least seconds by the clock and of processor time.
func best(rounds int, f func() error) (wall, cpu float64, err error) {
	for i := range rounds {
		runtime.GC()
		begin, used := time.Now(), processorTime()
		if err := f(); err != nil {
			return 0, 0, err
		}
		w, c := time.Since(begin).Seconds(), (processorTime() - used).Seconds()
		if i == 0 {
			wall, cpu = w, c
		}
		wall, cpu = min(wall, w), min(cpu, c)
	}
	return wall, cpu, nil
}

// processorTime returns what this process used so far; 0 where the system does not tell.
func processorTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
