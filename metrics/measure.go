package metrics

import "fmt"

// Settings are the choices that metrics leave open.
type Settings struct {
	Seed    string  // of every draw
	Subsets Subsets // of kid-subsets; its Seed is not looked at
	Draws   int     // half-samples of the confidence intervals; 0 for none
	Level   float64 // of the confidence intervals

	// Progress is told how much is done, in units of its own, until done is total. It is not called twice at once; nil tells nobody.
	Progress func(done, total int)
}

// StandardSettings returns the usual choices, without intervals.
func StandardSettings(seed string) Settings {
	return Settings{Seed: seed, Subsets: StandardSubsets(seed), Level: 0.95}
}

// resampling returns how intervals are drawn.
func (s Settings) resampling() Resampling {
	return Resampling{Draws: s.Draws, Level: s.Level, Seed: s.Seed}
}

// Measure returns a score for each of the named metrics, in their order; Extractor and Resize are left for the caller,
// who knows them. It does not depend on the order of the images. It returns what Suffice and the metrics return, and an error that
// says so where a metric needs features and a sample has moments alone.
func Measure(real, fake *Sample, names []string, s Settings) ([]Score, error) {
	if err := Suffice(names, real.Len(), fake.Len(), s); err != nil {
		return nil, err
	}
	p, err := newPairing(real, fake, names, s)
	if err != nil {
		return nil, err
	}
	scores := make([]Score, len(names))
	values := make([]float64, len(names))
	n, m, d := real.Len(), fake.Len(), real.dim()
	p.watch(newMeter(names, s, n, m, d))
	for i, name := range names {
		p.meter.begin(workOf(name, s, n, m, d))
		scores[i] = Score{Metric: name, NReal: real.Len(), NFake: fake.Len()}
		if values[i], scores[i].Deviation, err = p.value(name); err != nil {
			return nil, err
		}
		p.meter.end()
		scores[i].Value = values[i]
		scores[i].Warnings = p.warnings(name)
		if s.Draws > 0 || draws(name) {
			scores[i].Seed = s.Seed
		}
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	real.anchor = p.a
	p.meter.begin(drawnWork(names, s, n, m, d))
	defer p.meter.end()
	if s.Draws == 0 {
		return scores, nil
	}
	intervals, err := p.intervals(names, values)
	if err != nil {
		return nil, err
	}
	for i := range scores {
		scores[i].Interval = &intervals[i]
	}
	return scores, nil
}

// draws tells whether a metric draws at random.
func draws(name string) bool {
	return name == NameFIDInfinity || name == NameKIDSubsets || name == NameKMMDMedian
}

// pairing is a real and a fake set that are measured, with what several metrics share.
type pairing struct {
	settings   Settings
	real, fake func() (Moments, error)
	x, y       *table   // nil where a set has moments alone and no metric needs more
	a          *anchor  // x; nil until it is needed
	b          *squared // y beside it, likewise
	prdc       *PRDC
	meter      *meter
}

// watch makes the tables tell the meter of their products.
func (p *pairing) watch(m *meter) {
	p.meter = m
	for _, t := range []*table{p.x, p.y} {
		if t != nil {
			t.meter = m
		}
	}
	if p.a != nil {
		p.a.table.meter = m
	}
}

// newPairing returns the pairing for the named metrics.
func newPairing(real, fake *Sample, names []string, s Settings) (*pairing, error) {
	p := &pairing{settings: s, real: real.Moments, fake: fake.Moments, a: real.anchor}
	for _, name := range names {
		needReal, needFake := NeedsFeatures([]string{name}, s)
		if s.Draws > 0 {
			name = "the interval of " + name
		}
		var err error
		if needReal && p.x == nil {
			if p.x, err = real.table("real", name); err != nil {
				return nil, err
			}
		}
		if needFake && p.y == nil {
			if p.y, err = fake.table("fake", name); err != nil {
				return nil, err
			}
		}
	}
	if p.x != nil && p.y != nil {
		return p, alike(p.x.cols, p.y.cols)
	}
	return p, nil
}

// value returns a metric and, for kid-subsets, the deviation over the subsets.
func (p *pairing) value(name string) (value, deviation float64, err error) {
	switch name {
	case NameFID:
		value, err = p.fid()
	case NameFIDInfinity:
		var real Moments
		if real, err = p.real(); err == nil {
			value, err = fidInfinity(real, p.y, StandardExtrapolation(p.y.n, p.settings.Seed))
		}
	case NameKID:
		value = kid(p.x, p.y)
	case NameKIDSubsets:
		subsets := p.settings.Subsets
		subsets.Seed = p.settings.Seed
		value, deviation, err = kidSubsets(p.x, p.y, subsets)
	default:
		value, err = p.byDistance(name)
	}
	return value, deviation, err
}

func (p *pairing) fid() (float64, error) {
	real, err := p.real()
	if err != nil {
		return 0, err
	}
	fake, err := p.fake()
	if err != nil {
		return 0, err
	}
	return Frechet(real, fake)
}

// byDistance returns one of the metrics of distances between images, whose centred features are made once.
func (p *pairing) byDistance(name string) (float64, error) {
	if p.a == nil {
		p.a = newAnchor(p.x)
	}
	if p.b == nil {
		p.b = p.a.beside(p.y)
	}
	switch name {
	case NameKMMD:
		return kmmd(p.a, p.b)
	case NameKMMDMedian:
		return kmmdMedian(p.a, p.b, p.settings.Seed)
	case NameAuthenticity:
		return Authenticity(nearest(p.a.squared, p.b)), nil
	}
	if p.prdc == nil {
		four := prdc(p.a.squared, p.b, neighbours)
		p.prdc = &four
	}
	return p.prdc.named(name), nil
}

// named returns the field of that metric.
func (p *PRDC) named(metric string) float64 {
	switch metric {
	case NamePrecision:
		return p.Precision
	case NameRecall:
		return p.Recall
	case NameDensity:
		return p.Density
	}
	return p.Coverage
}

// err returns the error that reading features has met, if any.
func (p *pairing) err() error {
	for _, t := range []*table{p.x, p.y} {
		if t != nil && t.err() != nil {
			return t.err()
		}
	}
	return nil
}

// intervals returns the confidence intervals around the values of metrics. Subsets of KID are drawn from the halves, of
// no more than half of their images.
func (p *pairing) intervals(names []string, values []float64) ([]Interval, error) {
	r := p.settings.resampling()
	if err := r.Validate(); err != nil {
		return nil, err
	}
	ranges := make([]Range, len(names))
	for i, name := range names {
		ranges[i] = RangeOf(name)
	}
	s := p.settings
	s.Subsets.Size = max(2, min(s.Subsets.Size, p.x.n/4, p.y.n/4))
	return confidence(p.x, p.y, r, values, ranges, func(x, y *table) ([]float64, error) {
		half := &pairing{settings: s, real: x.moments, fake: y.moments, x: x, y: y}
		out := make([]float64, len(names))
		for i, name := range names {
			var err error
			if out[i], _, err = half.value(name); err != nil {
				return nil, err
			}
		}
		return out, half.err()
	})
}

// warnings returns what speaks against trusting a metric of these sets.
func (p *pairing) warnings(name string) []string {
	switch name {
	case NameFID, NameFIDInfinity:
		real, err := p.real()
		if err != nil {
			return nil // the metric has failed of it
		}
		fake, err := p.fake()
		if err != nil {
			return nil
		}
		return lackOfRank(real, fake)
	case NameKIDSubsets:
		if n := min(p.x.n, p.y.n); 2*p.settings.Subsets.Size > n {
			return []string{fmt.Sprintf("subsets of %d of only %d images share most of them: the deviation says little; use smaller subsets, or kid with intervals",
				p.settings.Subsets.Size, n)}
		}
	}
	return nil
}

// lackOfRank returns a warning for each set of fewer images than features, if their number is known.
func lackOfRank(real, fake Moments) (warnings []string) {
	for _, set := range []struct {
		name string
		of   Moments
	}{{"real", real}, {"fake", fake}} {
		if n, d := set.of.N, len(set.of.Mean); n > 0 && n < d {
			warnings = append(warnings, fmt.Sprintf("%d %s images are fewer than %d features: the covariance lacks rank and FID is far too high; use more images, fewer features, or kid",
				n, set.name, d))
		}
	}
	return warnings
}
