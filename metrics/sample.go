package metrics

import "fmt"

// Sample is what metrics see of one set of images: its features, or its moments alone. It belongs to one goroutine.
type Sample struct {
	features *Features
	moments  *Moments // nil until they are asked for
	anchor   *anchor  // kept by Measure when the sample was the real one of a metric of distances; nil before
	keep     func(Moments) error
}

// NewSample returns the sample of features.
func NewSample(features *Features) *Sample { return &Sample{features: features} }

// NewStatistics returns a sample that has moments alone, so that only FID can be measured.
func NewStatistics(m Moments) *Sample { return &Sample{moments: &m} }

// Len returns the number of images, 0 if that is not known.
func (s *Sample) Len() int {
	if s.features != nil {
		return s.features.n
	}
	return s.moments.N
}

// dim returns the number of features of an image.
func (s *Sample) dim() int {
	if s.features != nil {
		return s.features.dim
	}
	return len(s.moments.Mean)
}

// Moments returns the moments of the features, which do not depend on the order of the images. It fails as Fit.
func (s *Sample) Moments() (Moments, error) {
	if s.moments != nil {
		return *s.moments, nil
	}
	m, err := s.features.sorted().moments()
	if err != nil {
		return Moments{}, err
	}
	s.moments = &m
	if s.keep != nil {
		err = s.keep(m)
	}
	return m, err
}

// Close gives back the file of the features, if there is one.
func (s *Sample) Close() error {
	if s.features == nil {
		return nil
	}
	return s.features.Close()
}

// table returns the sorted features, or an error that says for what they are missing.
func (s *Sample) table(set, what string) (*table, error) {
	if s.features == nil {
		return nil, fmt.Errorf("metrics: %s needs the %s images, only their mean and covariance are given; give images, or ask for %s", what, set, NameFID)
	}
	return s.features.sorted().held(), nil
}

// NearestImages returns for each fake image its nearest real one, as Nearest. It fails where a sample is of statistics.
func NearestImages(real, fake *Sample) ([]Neighbour, error) {
	if real.features == nil || fake.features == nil {
		return nil, fmt.Errorf("metrics: the nearest real images need images on both sides, one has only mean and covariance")
	}
	x, y := real.features.inOrder(), fake.features.inOrder()
	if x.n < 2 || y.n < 1 {
		return nil, fmt.Errorf("metrics: the nearest of %d real images to %d fake ones: at least 2 and 1 are needed", x.n, y.n)
	}
	if err := alike(x.cols, y.cols); err != nil {
		return nil, err
	}
	a := newAnchor(x.held())
	found := nearest(a.squared, a.beside(y.held()))
	for _, t := range []*table{x, y} {
		if err := t.err(); err != nil {
			return nil, err
		}
	}
	return found, nil
}
