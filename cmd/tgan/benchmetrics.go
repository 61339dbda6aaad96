package main

import (
	"fmt"
	"runtime"
	"time"

	"github.com/klauspost/cpuid/v2"
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
	Peak         float64 `json:"float64_gflop_per_cpu_s"` // of fused multiply-adds, measured after; 0 for the portable code
	FID          float64 `json:"fid_s"`                   // from statistics of full rank
	FIDCPU       float64 `json:"fid_cpu_s"`
	KMMD         float64 `json:"kmmd_s"`
	KMMDCPU      float64 `json:"kmmd_cpu_s"`
	FIDPart      float64 `json:"fid_fraction_of_float64_peak"`  // necessary operations by processor time; 0 for the portable code
	KMMDPart     float64 `json:"kmmd_fraction_of_float64_peak"` // inner products alone
	RSS          float64 `json:"rss_mb"`                        // largest so far of this process
}

func newBenchMetrics() *cobra.Command {
	var g engine
	sizes := metricSizes{Images: 64, Features: metrics.Inception2048, Samples: 10000, Rounds: 3}
	cmd := &cobra.Command{
		Use:   "metrics",
		Short: "Time Inception, FID and KMMD on this machine",
		Long: `Times Inception with 768 features on random 64-pixel images (random weights, which take as long as Google's), FID from two
statistics of full rank, and KMMD of two sets of 768 features. The fraction of the float64 peak is that of the necessary operations, of KMMD
the inner products alone, over processor time: what other programs take does not count.`,
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
			onlyWith(pool.ISA())
			t, err := benchMetrics(cmd, pool, sizes)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, t)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), `Inception-768, %d threads, %s: %.1f images/s (%.1f a second of processor time)
FID from two statistics of %d features: %.2f s (%.2f s of processor time, %.2f of the float64 peak)
KMMD of two sets of %d x 768: %.2f s (%.2f s of processor time, %.2f of the float64 peak)
float64 peak: %.1f GFLOP in a second of processor time, memory: %.0f MB
`, t.Threads, t.ISA, t.Inception, t.InceptionCPU, t.Features, t.FID, t.FIDCPU, t.FIDPart, t.Samples, t.KMMD, t.KMMDCPU, t.KMMDPart, t.Peak, t.RSS)
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
	if err != nil {
		return t, err
	}
	if pool.ISA() != kernel.Portable {
		t.Peak = doublePeak(pool.ISA())
		t.FIDPart = frechetOperations(float64(sizes.Features)) / t.FIDCPU / t.Peak / 1e9
		t.KMMDPart = kmmdOperations(float64(sizes.Samples), metrics.Inception768) / t.KMMDCPU / t.Peak / 1e9
	}
	t.RSS = float64(peakMemory()) / (1 << 20)
	return t, nil
}

// frechetOperations are the multiplications and additions of FID from two statistics of d features: both Cholesky factors, d³/3 each; FᵀΣF, d³
// and d³/3 since F is a triangle and the result symmetric; the reduction to tridiagonal form, 4d³/3. What is of the order of d² is left out.
func frechetOperations(d float64) float64 { return (2.0/3 + 1 + 1.0/3 + 4.0/3) * d * d * d }

// kmmdOperations are those of the inner products of KMMD of two sets of n times d features: half of each set with itself, and all across.
func kmmdOperations(n, d float64) float64 { return 2 * 2 * n * n * d }

// peakRounds is about a twentieth of a second of fused multiply-adds.
const peakRounds = 1 << 24

// doublePeak returns the billions of operations of float64 fused multiply-adds in a second of processor time, the best of some measurements;
// 0 for the portable code.
func doublePeak(isa kernel.ISA) float64 {
	one := kernel.NewPool(1, isa)
	defer one.Close()
	var operations float64
	_, cpu, _ := best(5, func() error {
		operations = kernel.DoubleFMALoop(one, peakRounds)
		return nil
	})
	return operations / cpu / 1e9
}

// onlyWith makes this process a machine with no better instruction set, for what takes no pool.
func onlyWith(isa kernel.ISA) {
	if isa < kernel.AVX512 {
		cpuid.CPU.Disable(cpuid.AVX512F)
	}
	if isa < kernel.AVX2 {
		cpuid.CPU.Disable(cpuid.AVX2)
	}
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
