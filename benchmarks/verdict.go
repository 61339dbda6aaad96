package benchmarks

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
	Benchmark string  `json:"benchmark"`
	Kind      Kind    `json:"kind"`
	Words     string  `json:"words"`   // what is compared, such as "pre-trained against scratch, 25 target images"
	Metric    string  `json:"metric"`  // by which
	Step      int     `json:"step"`    // generator updates at which
	Decides   bool    `json:"decides"` // false: shown beside
	Favoured  Side    `json:"favoured"`
	Other     Side    `json:"other"`
	N         int     `json:"n"`        // seeds with runs of both sides
	Diverged  int     `json:"diverged"` // of these, seeds in which one side diverged or both
	Effect    *Effect `json:"effect"`   // nil below two seeds
	Published *Effect `json:"published,omitempty"`
	Ruling    Ruling  `json:"ruling"`
}

// Side is one of the two that are compared: cells, or places for kind shrinks.
type Side struct {
	Name  string   `json:"name"`
	Mean  *float64 `json:"mean"`            // over the seeds that did not diverge; nil if there is none
	Paper *float64 `json:"paper,omitempty"` // the published number, of one run
}

// Scale says what an effect is.
type Scale string

// The scales of effects.
const (
	Ratio       Scale = "ratio"       // geometric mean of the favoured side over the other
	Difference  Scale = "difference"  // mean of the favoured side minus the other
	Correlation Scale = "correlation" // mean rank correlation
)

// Effect is how far apart the sides are. Of published numbers only Scale and Value are known.
type Effect struct {
	Scale  Scale   `json:"scale"`
	Value  float64 `json:"value"`
	Wanted string  `json:"wanted"` // where the claim has it, such as "below 1"
	Low    float64 `json:"low"`    // confidence interval of 1-Alpha, two-sided, not corrected
	High   float64 `json:"high"`
	P      float64 `json:"p"`        // one-sided, of the claim's direction
	Holm   float64 `json:"p_holm"`   // P corrected for the claim's comparisons by that metric
	Contra float64 `json:"p_contra"` // one-sided, of the other direction, corrected alike
	// SignFlip is the exact one-sided p of flipping the signs of the seeds' differences, without an assumption on their distribution.
	// It is not what rules; it cannot be below 2^-N.
	SignFlip float64 `json:"p_sign_flip"`
}
