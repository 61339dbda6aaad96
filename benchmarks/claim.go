package benchmarks

import (
	"fmt"
	"slices"
	"strconv"

	"tgan/internal/strict"
)

// Claim is a statement that trials decide by the tests under it. C1 to C17 are the paper's, others go beyond it.
type Claim struct {
	ID        string `yaml:"id"`
	Statement string `yaml:"statement"`
	Tests     []Test `yaml:"tests"`
}

// Kind says what a test asks.
type Kind string

// The kinds of tests. All compare pairs of runs of one seed.
const (
	Better     Kind = "better"     // is the first cell better than the second?
	Equivalent Kind = "equivalent" // do they differ by less than a margin?
	Shrinks    Kind = "shrinks"    // is the advantage of the first over the second larger than at another place?
	Saves      Kind = "saves"      // how many times more images does the second need for the quality that the first has?
	Sooner     Kind = "sooner"     // how many updates does the first need to be as good as the second at its end?
	Guides     Kind = "guides"     // how well does one benchmark's order of levels agree with that of another?
)

// The names that stand for levels of an axis.
const (
	EachLevel     = "each"     // every level, the same one for both cells: a comparison for each
	MeanLevel     = "mean"     // every level, the same one for both cells: a comparison of the means over them
	OtherLevels   = "others"   // every level with a source but that of the other cell: a comparison for each
	SmallestLevel = "smallest" // the smallest number of images
	LargestLevel  = "largest"  // the largest number of images
)

// The words for the step of a test.
const (
	LastStep  = "last"  // the last evaluation
	FirstStep = "first" // the first evaluation after training has begun
)

// Test is a question about pairs of cells of one benchmark.
type Test struct {
	Kind      Kind     `yaml:"kind"`
	Benchmark string   `yaml:"benchmark"`
	Better    []string `yaml:"better"` // levels of the cell that the claim favours, one an axis, or the names that stand for them
	Worse     []string `yaml:"worse"`  // levels of the other cell
	Among     []string `yaml:"among"`  // the levels that each and mean stand for; empty: all
	Step      string   `yaml:"step"`   // last, first or a number of updates; empty: that of the benchmark
	// Than is the other place of kind shrinks, where the advantage is smaller.
	Than *Place `yaml:"than"`
	// Guide is the benchmark whose order of levels is to predict that of Benchmark, of kind guides.
	Guide string `yaml:"guide"`
	// Margin is the ratio within which kind equivalent counts as equal, above 1.
	Margin float64 `yaml:"margin"`
	// Between are the ends of the interval that the mean rank correlation of kind guides lies in.
	Between []float64 `yaml:"between"`
	Metrics []string  `yaml:"metrics"` // that decide
	Beside  []string  `yaml:"beside"`  // that are shown with their own ruling and decide nothing
	Paper   []float64 `yaml:"paper"`   // published numbers of the two sides by the first metric, where those of the benchmark do not tell them
}

// Place is where a comparison of kind shrinks has a smaller advantage: what is empty is as in the test.
type Place struct {
	Better []string `yaml:"better"`
	Worse  []string `yaml:"worse"`
	Step   string   `yaml:"step"`
}

// ParseClaims reads a list of claims from YAML; unknown keys are errors.
func ParseClaims(data []byte) ([]Claim, error) {
	var claims []Claim
	if err := strict.Decode(data, &claims); err != nil {
		return nil, err
	}
	for _, c := range claims {
		if err := c.Validate(); err != nil {
			return nil, err
		}
	}
	return claims, nil
}

// Benchmarks returns the names of the benchmarks that decide the claim, in order, each once.
func (c Claim) Benchmarks() []string {
	var names []string
	for _, t := range c.Tests {
		for _, name := range []string{t.Benchmark, t.Guide} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Validate returns an error that names the first field that is wrong. It does not look into benchmarks.
func (c Claim) Validate() error {
	if c.ID == "" || c.Statement == "" {
		return fmt.Errorf("claim %q: id and statement must be set", c.ID)
	}
	if len(c.Tests) == 0 {
		return fmt.Errorf("claim %s: tests: there is none", c.ID)
	}
	for i, t := range c.Tests {
		if err := t.validate(); err != nil {
			return fmt.Errorf("claim %s: test %d: %w", c.ID, i+1, err)
		}
	}
	return nil
}

func (t Test) validate() error {
	if t.Benchmark == "" {
		return fmt.Errorf("benchmark must be set")
	}
	if len(t.Metrics) == 0 {
		return fmt.Errorf("metrics: there is none that decides")
	}
	for _, m := range slices.Concat(t.Metrics, t.Beside) {
		if !slices.Contains(MetricNames(), m) {
			return fmt.Errorf("unknown metric %q; known: %v", m, MetricNames())
		}
		if Direction(m) == 0 {
			return fmt.Errorf("metric %s: no direction of it is better", m)
		}
	}
	if err := validStep(t.Step); err != nil {
		return err
	}
	if len(t.Paper) != 0 && len(t.Paper) != 2 {
		return fmt.Errorf("paper: %d numbers; give those of the two sides", len(t.Paper))
	}
	if t.Kind == Guides {
		if t.Guide == "" || len(t.Between) != 2 || !(t.Between[0] < t.Between[1]) {
			return fmt.Errorf("kind %s needs guide and two ascending ends in between", t.Kind)
		}
		return nil
	}
	if err := validLevels(t.Better, t.Worse); err != nil {
		return err
	}
	switch t.Kind {
	case Better, Saves, Sooner:
	case Equivalent:
		if !(t.Margin > 1) {
			return fmt.Errorf("margin is %g; it must be a ratio above 1", t.Margin)
		}
		for _, m := range slices.Concat(t.Metrics, t.Beside) {
			if scaleOf(m) != Ratio {
				return fmt.Errorf("metric %s: it has no ratios, hence no margin", m)
			}
		}
	case Shrinks:
		if t.Than == nil {
			return fmt.Errorf("than: kind %s needs another place", t.Kind)
		}
		if slices.ContainsFunc(slices.Concat(t.Better, t.Worse), stands) {
			return fmt.Errorf("kind %s compares two places; name their levels", t.Kind)
		}
		return validStep(t.Than.Step)
	default:
		return fmt.Errorf("unknown kind %q; known: %v", t.Kind, []Kind{Better, Equivalent, Shrinks, Saves, Sooner, Guides})
	}
	return nil
}

// stands tells whether a name stands for several levels.
func stands(level string) bool {
	return level == EachLevel || level == MeanLevel || level == OtherLevels
}

// validLevels returns an error unless two cells are given by a level an axis, with the names that stand for several where they mean something.
func validLevels(better, worse []string) error {
	if len(better) == 0 || len(better) != len(worse) {
		return fmt.Errorf("better and worse: give a level an axis for both")
	}
	for i, level := range better {
		shared := level == EachLevel || level == MeanLevel || worse[i] == EachLevel || worse[i] == MeanLevel
		if shared && level != worse[i] {
			return fmt.Errorf("better and worse: %s and %s stand for the same level of both", EachLevel, MeanLevel)
		}
		if level == OtherLevels && worse[i] == OtherLevels {
			return fmt.Errorf("better and worse: %s needs a level that they are other than", OtherLevels)
		}
	}
	return nil
}

func validStep(step string) error {
	if step == "" || step == LastStep || step == FirstStep {
		return nil
	}
	if n, err := strconv.Atoi(step); err != nil || n < 0 {
		return fmt.Errorf("step is %q; it must be %s, %s or a number of updates", step, LastStep, FirstStep)
	}
	return nil
}
