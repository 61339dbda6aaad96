package metrics

import (
	"fmt"
	"slices"

	"tgan/internal/kernel"
)

// ExtractorSpec names an extractor and what it needs.
type ExtractorSpec struct {
	Name    string // one of Extractors
	Weights string // file of an Inception network's weights; empty for random-conv
	Resize  Resize // how an Inception network's images reach 299 pixels; ResizeNone for random-conv
}

// inceptionCut is an Inception network cut off at the layer of dim features.
type inceptionCut struct {
	name string
	dim  int
}

func inceptions() []inceptionCut {
	return []inceptionCut{{"inception-64", Inception64}, {"inception-192", Inception192}, {"inception-768", Inception768}, {"inception-2048", Inception2048}}
}

// NameRandomConv is the extractor that needs no file.
const NameRandomConv = "random-conv"

// Extractors returns the names of all extractors.
func Extractors() []string {
	names := []string{NameRandomConv}
	for _, i := range inceptions() {
		names = append(names, i.name)
	}
	return names
}

// OpenExtractor returns the extractor of the spec, which runs in the pool. Errors name what is missing.
func OpenExtractor(spec ExtractorSpec, pool *kernel.Pool) (Extractor, error) {
	if spec.Name == NameRandomConv {
		if spec.Resize != ResizeNone || spec.Weights != "" {
			return nil, fmt.Errorf("metrics: extractor %s takes neither weights nor a resize protocol", spec.Name)
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
