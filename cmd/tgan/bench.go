package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"

	"tgan/internal/kernel"
	"tgan/models"
)

// timing is what "tgan bench --json" prints. Its first keys are those of the usual PyTorch timing scripts.
type timing struct {
	Engine       string  `json:"engine"`
	Arch         string  `json:"arch"`
	Dim          int     `json:"dim"`
	Batch        int     `json:"batch"`
	Threads      int     `json:"threads"`
	ISA          string  `json:"isa"`
	CriticBest   float64 `json:"critic_ms_best"`
	CriticMedian float64 `json:"critic_ms_median"`
	GenBest      float64 `json:"gen_ms_best"`
	IterBest     float64 `json:"iter_ms_best"` // critic updates and one generator update
	IterMean     float64 `json:"iter_ms_mean"`
	ParamsG      int     `json:"params_g"`
	ParamsD      int     `json:"params_d"`
	RSS          float64 `json:"rss_mb"`      // largest so far of this process
	Rate         float64 `json:"gflops"`      // necessary operations of an iteration over its best time
	Peak         float64 `json:"peak_gflops"` // of fused multiply-adds, measured after
	Fraction     float64 `json:"peak_fraction"`
	Ops          []opRow `json:"ops,omitempty"` // with --kernels
}

// opRow is the cost of one operator in an iteration.
type opRow struct {
	Program string  `json:"program"`
	Op      string  `json:"op"`
	MS      float64 `json:"ms"` // in one run of the program
	Rate    float64 `json:"gflops,omitempty"`
}

func newBench() *cobra.Command {
	var g engine
	spec := models.DefaultSpec()
	var iterations, warmup int
	var kernels bool
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Time training steps on this machine, as a fraction of its peak",
		Long: `Times whole training iterations (critic updates and one generator update) on random images and compares the necessary operations
a second with the peak of fused multiply-adds, measured in the same run. With --kernels also every operator by itself.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if iterations < 1 || warmup < 1 {
				return input(fmt.Errorf("--iters is %d and --warmup %d; both must be at least 1", iterations, warmup))
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			t, err := bench(pool, spec, iterations, warmup, kernels)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, t)
			}
			return printTiming(cmd, t)
		},
	}
	f := cmd.Flags()
	f.StringVar(&spec.Architecture, "arch", spec.Architecture, "network")
	f.IntVar(&spec.Dim, "dim", spec.Dim, "width of the network")
	f.IntVar(&spec.Batch, "batch", spec.Batch, "images a step")
	f.IntVar(&spec.CriticSteps, "critic-steps", spec.CriticSteps, "critic updates an iteration")
	f.IntVar(&iterations, "iters", 5, "iterations to time")
	f.IntVar(&warmup, "warmup", 1, "iterations before")
	f.BoolVar(&kernels, "kernels", false, "time every operator")
	g.register(cmd, runtime.GOMAXPROCS(0))
	cmd.AddCommand(newBenchMetrics())
	return atOnce(cmd)
}

// grain is a set of images of fixed pseudo-random pixels.
type grain struct {
	side int
	pix  []uint8
}

func newGrain(side int) grain {
	g := grain{side, make([]uint8, side*side*3+255)}
	for i := range g.pix {
		g.pix[i] = uint8(i * 167 >> 2)
	}
	return g
}

func (g grain) Len() int         { return 255 }
func (g grain) Side() int        { return g.side }
func (g grain) At(i int) []uint8 { return g.pix[i : i+g.side*g.side*3] }

// bench times a training.
func bench(pool *kernel.Pool, spec models.Spec, iterations, warmup int, kernels bool) (timing, error) {
	arch, err := models.LookupArchitecture(spec.Architecture)
	if err != nil {
		return timing{}, input(err)
	}
	trainer, err := models.NewTrainer(pool, spec, newGrain(arch.Side))
	if err != nil {
		return timing{}, input(err)
	}
	start := time.Now()
	var critic, gen, iter []time.Duration
	last := start
	trainer.Phase = func(generator bool) {
		now := time.Now()
		if generator {
			gen = append(gen, now.Sub(last))
		} else {
			critic = append(critic, now.Sub(last))
		}
		last = now
	}
	for i := range warmup + iterations {
		if i == warmup {
			runtime.GC()
			critic, gen = nil, nil
		}
		last = time.Now()
		begin := last
		if _, err := trainer.Step(); err != nil {
			return timing{}, err
		}
		if i >= warmup {
			iter = append(iter, time.Since(begin))
		}
	}
	t := timing{
		Engine: "tgan", Arch: spec.Architecture, Dim: spec.Dim, Batch: spec.Batch, Threads: pool.Threads(), ISA: pool.ISA().String(),
		CriticBest: ms(slices.Min(critic)), CriticMedian: ms(median(critic)), GenBest: ms(slices.Min(gen)), IterBest: ms(slices.Min(iter)),
		ParamsG: trainer.Params().Count("generator/"), ParamsD: trainer.Params().Count("critic/"), RSS: float64(peakMemory()) / (1 << 20),
	}
	for _, d := range iter {
		t.IterMean += ms(d) / float64(len(iter))
	}
	if kernels {
		trainer.Phase = nil
		if t.Ops, err = timeOps(trainer, spec, func() time.Duration { return time.Since(start) }); err != nil {
			return timing{}, err
		}
	}
	t.Rate = trainer.Flops() / t.IterBest / 1e6
	if t.Peak = peak(pool); t.Peak > 0 {
		t.Fraction = t.Rate / t.Peak
	}
	return t, nil
}

// peak returns the best rate of fused multiply-adds in registers, in GFLOP/s; 0 for the portable kernels.
func peak(pool *kernel.Pool) float64 {
	best := 0.0
	for range 20 {
		begin := time.Now()
		flops := kernel.FMALoop(pool, 1_000_000)
		best = max(best, flops/time.Since(begin).Seconds()/1e9)
	}
	return best
}

// timeOps times every operator over a few iterations.
func timeOps(trainer *models.Trainer, spec models.Spec, clock func() time.Duration) ([]opRow, error) {
	const iterations = 5
	trainer.Time(clock)
	for range iterations {
		if _, err := trainer.Step(); err != nil {
			return nil, err
		}
	}
	var rows []opRow
	for _, p := range trainer.Timings() {
		runs := iterations * spec.CriticSteps
		if p.Name == "generator" {
			runs = iterations
		}
		for _, o := range p.Ops {
			row := opRow{Program: p.Name, Op: o.Op, MS: ms(o.Spent) / float64(runs)}
			if o.Flops > 0 {
				row.Rate = o.Flops / row.MS / 1e6
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func printTiming(cmd *cobra.Command, t timing) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%s dim %d, batch %d, %d threads, %s: iteration %.1f ms, critic update %.1f ms, generator update %.1f ms, %.0f MB\n",
		t.Arch, t.Dim, t.Batch, t.Threads, t.ISA, t.IterBest, t.CriticBest, t.GenBest, t.RSS)
	fmt.Fprintf(w, "%.0f of %.0f GFLOP/s, %.0f %% of the measured peak\n", t.Rate, t.Peak, 100*t.Fraction)
	if len(t.Ops) == 0 {
		return nil
	}
	table := tablewriter.NewTable(w, tablewriter.WithHeaderAutoFormat(tw.Off))
	table.Header("program", "operator", "ms", "GFLOP/s")
	for _, o := range t.Ops {
		rate := ""
		if o.Rate > 0 {
			rate = fmt.Sprintf("%.0f", o.Rate)
		}
		if err := table.Append(o.Program, strings.TrimSpace(o.Op), fmt.Sprintf("%.3f", o.MS), rate); err != nil {
			return err
		}
	}
	return table.Render()
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }

func median(d []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(d))[len(d)/2]
}
