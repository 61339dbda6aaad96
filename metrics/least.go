package metrics

import "fmt"

// Least is how many images of each set a metric needs at least to be defined.
type Least struct{ Real, Fake int }

// leastHalved is the number of images of each set that intervals need at least.
const leastHalved = 4

// LeastImages returns how many images a metric needs; of kid-subsets, whose subsets may need more, for the smallest ones. The numbers of other
// names are 0.
func LeastImages(name string) Least {
	switch name {
	case NameFID, NameKID, NameKIDSubsets:
		return Least{2, 2} // a variance, a pair
	case NameFIDInfinity:
		return Least{2, 3} // subsets of two sizes
	case NameKMMD, NameKMMDMedian, NameAuthenticity:
		return Least{2, 1} // a distance between real images
	case NamePrecision, NameRecall, NameDensity, NameCoverage:
		return Least{neighbours + 1, neighbours + 1}
	}
	return Least{}
}

// halved returns how many images the interval of a metric needs, which is measured on halves.
func (l Least) halved() Least {
	return Least{max(leastHalved, 2*l.Real), max(leastHalved, 2*l.Fake)}
}

// Suffice returns an error that names the first of the metrics for which so many real and fake images are too few, or for whose interval
// if s asks for one. A number of 0 is not known and passes.
func Suffice(names []string, real, fake int, s Settings) error {
	for _, name := range names {
		least, what := LeastImages(name), name
		if s.Draws > 0 {
			least, what = least.halved(), "the interval of "+name+", from halves,"
		}
		for _, set := range []struct {
			name     string
			n, least int
		}{{"real", real, least.Real}, {"fake", fake, least.Fake}} {
			if set.n > 0 && set.n < set.least {
				return fmt.Errorf("metrics: %s needs at least %d %s images, not %d: add images or leave it out", what, set.least, set.name, set.n)
			}
		}
	}
	return nil
}
