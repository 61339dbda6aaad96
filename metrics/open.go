package metrics

import (
	"fmt"
	"slices"

	"tgan/internal/kernel"
)

// ExtractorSpec names an extractor and what it needs.
type ExtractorSpec struct {
	Name    string // one of Extractors
	Weights string // file of an Inception network's weights; empty for the others
	Resize  Resize // how images reach the network's side: any for Inception, for the others what DefaultResize says
}

// inceptionCut is an Inception network cut off at the layer of dim features.
type inceptionCut struct {
	name string
	dim  int
}

func inceptions() []inceptionCut {
	return []inceptionCut{{"inception-64", Inception64}, {"inception-192", Inception192}, {"inception-768", Inception768}, {"inception-2048", Inception2048}}
}

// The extractors that need no file.
const (
	NameDomain     = "domain"
	NameRandomConv = "random-conv"
)

// Embedded returns the names of the extractors that need no file, the default first.
func Embedded() []string { return []string{NameDomain, NameRandomConv} }

// Extractors returns the names of all extractors.
func Extractors() []string {
	names := Embedded()
	for _, i := range inceptions() {
		names = append(names, i.name)
	}
	return names
}

// DefaultResize returns the protocol of an extractor: its only one if it is embedded, pytorch-fid for Inception.
func DefaultResize(extractor string) Resize {
	switch extractor {
	case NameDomain:
		return DomainResize
	case NameRandomConv:
		return ResizeNone
	}
	return ResizePyTorchFID
}

// OpenExtractor returns the extractor of the spec, which runs in the pool. Errors name what is missing.
func OpenExtractor(spec ExtractorSpec, pool *kernel.Pool) (Extractor, error) {
	if slices.Contains(Embedded(), spec.Name) {
		if spec.Resize != DefaultResize(spec.Name) || spec.Weights != "" {
			return nil, fmt.Errorf("metrics: extractor %s takes no weights and no resize protocol but %q", spec.Name, DefaultResize(spec.Name))
		}
		if spec.Name == NameDomain {
			return NewDomain(pool), nil
		}
		return NewRandomConv(pool), nil
	}
	known := inceptions()
	i := slices.IndexFunc(known, func(k inceptionCut) bool { return k.name == spec.Name })
	if i < 0 {
		return nil, fmt.Errorf("metrics: unknown extractor %q; known: %v", spec.Name, Extractors())
	}
	if spec.Weights == "" {
		return nil, fmt.Errorf("metrics: extractor %s needs a file of weights, such as pytorch-fid's pt_inception-2015-12-05-6726825d.pth", spec.Name)
	}
	weights, err := ReadInceptionWeights(spec.Weights)
	if err != nil {
		return nil, err
	}
	return NewInception(pool, weights, known[i].dim, spec.Resize)
}
