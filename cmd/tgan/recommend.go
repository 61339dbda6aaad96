package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/kernel"
)

// recommendation is what "tgan recommend --json" prints.
type recommendation struct {
	Target   string              `json:"target"`
	Sources  []benchmarks.Ranked `json:"sources"` // nearest first
	Guide    string              `json:"guide"`
	Warnings []string            `json:"warnings,omitempty"`

	Reading *datasets.Reading `json:"reading,omitempty"` // of the target
}

func newRecommend() *cobra.Command {
	var g engine
	var y yardstick
	var seed string
	cmd := &cobra.Command{
		Use:   "recommend --target IMAGES --sources DIR",
		Short: "Rank source checkpoints by how near their samples are to your images",
		Long: `Draws images from each source checkpoint, measures their distance from the target images by FID and KMMD, and ranks the sources, nearest
first, as the paper's table 5 does. Nothing is trained.
` + benchmarks.RankingGuide,
		Example: `  tgan recommend --target photos/ --sources sources/
  tgan recommend --target photos.zip --sources a/checkpoint.safetensors,b/checkpoint.safetensors --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if y.target.Source == "" || len(y.sources) == 0 {
				return input(fmt.Errorf("--target and --sources are required; a source is made by %s", benchmarks.HowToMakeASource))
			}
			if err := y.prepare(seed); err != nil {
				return input(err)
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			candidates, err := y.candidates(cmd)
			if err != nil {
				return err
			}
			images, reading, err := y.open(cmd, candidates[0].Side, g.threads)
			if err != nil {
				return err
			}
			defer images.Close()
			ranked, err := y.rank(cmd, pool, images, candidates, seed)
			if err != nil {
				return err
			}
			r := recommendation{y.target.Source, ranked, benchmarks.RankingGuide, benchmarks.RankingWarnings(ranked), reading}
			if wantsJSON(cmd) {
				return printJSON(cmd, r)
			}
			return r.print(cmd.OutOrStdout())
		},
	}
	y.register(cmd)
	cmd.Flags().StringVar(&seed, "seed", "1", "names the latent codes, the same for every source, and the subset of --count")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}

// candidates returns the sources, all of one size.
func (y *yardstick) candidates(cmd *cobra.Command) ([]benchmarks.Candidate, error) {
	found, err := benchmarks.FindCandidates(y.sources, func(err error) { logger(cmd).Warn("not a source: " + err.Error()) })
	if err != nil {
		return nil, input(err)
	}
	kept, err := benchmarks.OfSide(found, y.side)
	if err != nil {
		return nil, input(fmt.Errorf("%w by --size", err))
	}
	if n := len(found) - len(kept); n > 0 {
		logger(cmd).Warn(fmt.Sprintf("%d sources of other sizes are left out", n))
	}
	return kept, nil
}

// open opens all target images at a side, and says what was read.
func (y *yardstick) open(cmd *cobra.Command, side, threads int) (*datasets.Images, *datasets.Reading, error) {
	dir, err := y.cache.folder(cmd)
	if err != nil {
		return nil, nil, err
	}
	source, err := openSource(cmd, "", y.target, threads)
	if err != nil {
		return nil, nil, input(err)
	}
	defer source.close()
	spec := y.target
	spec.Side = side
	images, err := datasets.OpenCached(cmd.Context(), dir, "", spec, datasets.Options{Threads: threads, Set: source.set, Warn: func(err error) { logger(cmd).Warn(err.Error()) }})
	return images, source.reading, input(err)
}

// rank ranks candidates against images, with progress.
func (y *yardstick) rank(cmd *cobra.Command, pool *kernel.Pool, images *datasets.Images, candidates []benchmarks.Candidate, seed string) (_ []benchmarks.Ranked, err error) {
	if images.Len() < 2 {
		return nil, input(errors.New("one target image has no distribution to compare with: give at least 2"))
	}
	gauge, err := benchmarks.NewGauge(cmd.Context(), pool, y.extractor, images, y.fake, seed+"/recommend")
	if err != nil {
		return nil, input(err)
	}
	defer func() { err = errors.Join(err, gauge.Close()) }()
	bar := newProgress(cmd.ErrOrStderr(), len(candidates))
	defer bar.stop()
	return benchmarks.Recommend(cmd.Context(), pool, gauge, candidates, func(done int) { bar.at("sources", done, candidates[done-1].Path) })
}

// print writes the ranking as a table, and below it what made the numbers and how far to trust them.
func (r recommendation) print(w io.Writer) error {
	table := tablewriter.NewTable(w, tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithEastAsian(tw.Off), tablewriter.WithRowAutoWrap(tw.WrapNone))
	table.Header("", "source", "network", "steps", "FID", "KMMD")
	for i, s := range r.Sources {
		network := fmt.Sprintf("%s, dim %d", s.Architecture, s.Dim)
		if err := table.Append(i+1, s.Path, network, s.Step, fmt.Sprintf("%.4g", s.FID.Value), fmt.Sprintf("%.4g", s.KMMD.Value)); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	f := r.Sources[0].FID
	fmt.Fprintf(w, "lower is nearer; %d real images of %s, %d drawn from each source; extractor %s, resize %s\n", f.NReal, r.Target, f.NFake, f.Extractor, f.Resize)
	fmt.Fprintln(w, r.Guide)
	for _, warning := range r.Warnings {
		fmt.Fprintln(w, "warning: "+warning)
	}
	return nil
}
