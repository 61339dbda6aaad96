package benchmarks

import "slices"

// Ruling is what the finished trials say.
type Ruling string

// The rulings of a claim, and of one comparison.
const (
	Holds       Ruling = "holds"        // a claim: every deciding comparison is significant in its direction
	Fails       Ruling = "fails"        // a claim: some deciding comparison is significant against it
	Undecided   Ruling = "undecided"    // neither
	NotMeasured Ruling = "not measured" // no deciding comparison is against it, and one at least lacks runs of two seeds
)

// Alpha is the level of every test, after correction for the number of comparisons.
const Alpha = 0.05

// Verdict is the ruling on a claim with everything that it rests on.
type Verdict struct {
	ID          string       `json:"id"`
	Statement   string       `json:"statement"`
	Benchmarks  []string     `json:"benchmarks"` // that decide it
	Ruling      Ruling       `json:"ruling"`
	Comparisons []Comparison `json:"comparisons"` // those that decide first
}

// Comparison is one question of a claim, by one metric.
type Comparison struct {
	Benchmark string   `json:"benchmark"`
	Kind      Kind     `json:"kind"`
	Words     string   `json:"words"`   // what is compared, such as "pre-trained against scratch, 25 target images"
	Metric    string   `json:"metric"`  // by which
	Step      int      `json:"step"`    // generator updates at which
	Decides   bool     `json:"decides"` // false: shown beside
	Favoured  Side     `json:"favoured"`
	Other     Side     `json:"other"`
	N         int      `json:"n"`                   // seeds with runs of both sides
	Diverged  int      `json:"diverged"`            // of these, seeds in which one side diverged or both
	Effect    *Effect  `json:"effect"`              // nil below two seeds
	Published *float64 `json:"published,omitempty"` // the effect in the paper's numbers, of one run
	Note      string   `json:"note,omitempty"`      // what else is to be said
	Ruling    Ruling   `json:"ruling"`
}

// Sized tells whether the effect has a size: there is one, and not every seed has a diverged run, when only its direction means something.
func (c Comparison) Sized() bool { return c.Effect != nil && c.Diverged < c.N }

// Side is one of the two that are compared: cells, or places for kind shrinks.
type Side struct {
	Name string `json:"name"`
	// Mean is over the seeds that count and did not diverge: of the metric, of images for kind saves, of updates for kind sooner, of the
	// ratio or difference at the place for kind shrinks; nil if there is none.
	Mean  *float64 `json:"mean"`
	Paper *float64 `json:"paper,omitempty"` // the published number, of one run
}

// Decide rules on each claim by the finished trials, in order. It is a function of its arguments alone.
func Decide(c *Collection, claims []Claim) []Verdict {
	verdicts := make([]Verdict, len(claims))
	for i, claim := range claims {
		verdicts[i] = decide(c, claim)
	}
	return verdicts
}

// Planned returns the claims that a plan has at least one benchmark of.
func Planned(p *Plan, claims []Claim) []Claim {
	var planned []Claim
	for _, claim := range claims {
		for _, name := range claim.Benchmarks() {
			if _, ok := p.Table(name); ok {
				planned = append(planned, claim)
				break
			}
		}
	}
	return planned
}

func decide(c *Collection, claim Claim) Verdict {
	v := Verdict{ID: claim.ID, Statement: claim.Statement, Benchmarks: claim.Benchmarks(), Comparisons: []Comparison{}}
	for _, decides := range []bool{true, false} {
		for _, t := range claim.Tests {
			names := t.Metrics
			if !decides {
				names = t.Beside
			}
			for _, name := range names {
				q := question{collection: c, test: t, metric: name, decides: decides}
				v.Comparisons = append(v.Comparisons, q.answer()...)
			}
		}
	}
	correct(v.Comparisons)
	v.Ruling = ruling(v.Comparisons)
	return v
}

// correct fills in the corrected p values and the ruling of each comparison. Those by one metric are one family, those that decide apart from
// those beside.
func correct(all []Comparison) {
	type family struct {
		metric  string
		decides bool
	}
	var done []family
	for _, first := range all {
		f := family{first.Metric, first.Decides}
		if slices.Contains(done, f) {
			continue
		}
		done = append(done, f)
		var members []*Comparison
		var towards, against []float64
		for i := range all {
			if m := &all[i]; (family{m.Metric, m.Decides}) == f && m.Effect != nil {
				members = append(members, m)
				towards, against = append(towards, m.Effect.P), append(against, m.Effect.Contra)
			}
		}
		towards, against = holm(towards), holm(against)
		for i, m := range members {
			m.Effect.Holm, m.Effect.ContraHolm = towards[i], against[i]
			m.Ruling = m.Effect.ruling()
		}
	}
}

func (e Effect) ruling() Ruling {
	switch {
	case e.Holm < Alpha:
		return Holds
	case e.ContraHolm < Alpha:
		return Fails
	}
	return Undecided
}

// ruling returns that of a claim with these comparisons.
func ruling(all []Comparison) Ruling {
	count := map[Ruling]int{}
	for _, c := range all {
		if c.Decides {
			count[c.Ruling]++
		}
	}
	switch {
	case count[Fails] > 0:
		return Fails
	case count[NotMeasured] > 0 || len(count) == 0:
		return NotMeasured
	case count[Undecided] > 0:
		return Undecided
	}
	return Holds
}
