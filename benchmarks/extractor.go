package benchmarks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"tgan/datasets"
	"tgan/datasets/procedural"
	"tgan/internal/kernel"
	"tgan/internal/safetensors"
	"tgan/metrics"
	"tgan/models"
)

// ExtractorRecipe says how the classifier behind the extractor "domain" is trained: on every class of every procedural domain.
type ExtractorRecipe struct {
	PerClass     int     `json:"per_class"`  // images of a class, at least
	PerDomain    int     `json:"per_domain"` // images of a domain, at least: a domain of few classes has more of each
	Steps        int     `json:"steps"`
	Batch        int     `json:"batch"`
	LearningRate float64 `json:"learning_rate"`
	Seed         string  `json:"seed"` // of the images and the training
}

// DefaultExtractorRecipe returns the recipe of the embedded weights.
func DefaultExtractorRecipe() ExtractorRecipe {
	return ExtractorRecipe{PerClass: 300, PerDomain: 1500, Steps: 4000, Batch: 64, LearningRate: 2e-3, Seed: "extractor"}
}

// probeRecipe returns the smallest training that uses every operator of the large one, of the order of a second.
func probeRecipe() ExtractorRecipe {
	r := DefaultExtractorRecipe()
	r.PerClass, r.PerDomain, r.Steps = 2, 2, 3
	return r
}

// The images that the accuracy is counted on, from the test split: of a class and of a domain at least.
const (
	accuracyPerClass  = 10
	accuracyPerDomain = 100
)

// DomainAccuracy counts the images of a domain's test split whose class among those of all domains was told.
type DomainAccuracy struct {
	Domain string `json:"domain"`
	Right  int    `json:"right"`
	Images int    `json:"images"`
}

// The keys of the weights' metadata, besides those that metrics reads.
const (
	recipeKey   = "recipe"   // ExtractorRecipe
	accuracyKey = "accuracy" // []DomainAccuracy
	probeKey    = "probe"    // sha256 of the weights that probeRecipe gives: tells whether training or images have changed since
)

// TrainExtractor makes the weights of the extractor "domain" by the recipe, for metrics.NewDomainFrom, with their accuracy in the metadata.
// It calls progress after each step, unless nil.
func TrainExtractor(ctx context.Context, pool *kernel.Pool, recipe ExtractorRecipe, progress func(step int, loss, accuracy float64)) (safetensors.File, error) {
	probe, err := ExtractorProbe(ctx, pool)
	if err != nil {
		return safetensors.File{}, err
	}
	file, err := trainDomains(ctx, pool, recipe, progress)
	if err != nil {
		return safetensors.File{}, err
	}
	extractor, err := metrics.NewDomainFrom(pool, file)
	if err != nil {
		return safetensors.File{}, err
	}
	accuracy, err := ExtractorAccuracy(ctx, extractor, recipe.Seed, pool.Threads())
	if err != nil {
		return safetensors.File{}, err
	}
	file.Metadata[probeKey] = probe
	return file, addJSON(file, accuracyKey, accuracy)
}

// ExtractorProbe returns the sha256 of the weights of a very short training on all domains.
func ExtractorProbe(ctx context.Context, pool *kernel.Pool) (string, error) {
	file, err := trainDomains(ctx, pool, probeRecipe(), nil)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	if err := safetensors.Write(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// trainDomains trains on the train splits and returns the folded weights with the names of the classes.
func trainDomains(ctx context.Context, pool *kernel.Pool, r ExtractorRecipe, progress func(step int, loss, accuracy float64)) (safetensors.File, error) {
	images, err := allDomains(ctx, datasets.Train, r.PerClass, r.PerDomain, r.Seed, pool.Threads())
	if err != nil {
		return safetensors.File{}, err
	}
	spec := models.ClassifierSpec{Classes: len(images.Classes()), Batch: r.Batch, Steps: r.Steps, LearningRate: r.LearningRate, Seed: r.Seed}
	classifier, err := models.NewClassifier(pool, spec, images)
	if err != nil {
		return safetensors.File{}, err
	}
	if err := classifier.Train(ctx, progress); err != nil {
		return safetensors.File{}, err
	}
	file, err := classifier.Folded()
	if err != nil {
		return safetensors.File{}, err
	}
	file.Metadata["procedural"] = strconv.Itoa(procedural.Version)
	if err := addJSON(file, "classes", images.Classes()); err != nil {
		return safetensors.File{}, err
	}
	return file, addJSON(file, recipeKey, r)
}

func addJSON(file safetensors.File, key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("benchmarks: extractor: metadata %q: %w", key, err)
	}
	file.Metadata[key] = string(text)
	return nil
}

// ExtractorAccuracy counts, domain by domain, the images of the test splits that the extractor's classifier tells right. seed is that of
// the images.
func ExtractorAccuracy(ctx context.Context, e *metrics.Domain, seed string, threads int) ([]DomainAccuracy, error) {
	images, err := allDomains(ctx, datasets.Test, accuracyPerClass, accuracyPerDomain, seed, threads)
	if err != nil {
		return nil, err
	}
	told, err := e.Classify(ctx, images)
	if err != nil {
		return nil, err
	}
	var accuracy []DomainAccuracy
	classes := 0 // of the domains before
	for _, d := range procedural.Domains() {
		a := DomainAccuracy{Domain: d.Name}
		for i, class := range told {
			if label := images.Label(i); label >= classes && label < classes+len(d.Classes) {
				a.Images++
				if class == label {
					a.Right++
				}
			}
		}
		accuracy, classes = append(accuracy, a), classes+len(d.Classes)
	}
	return accuracy, nil
}

// RecordedAccuracy returns the accuracy that the extractor's weights carry.
func RecordedAccuracy(e *metrics.Domain) ([]DomainAccuracy, error) {
	var accuracy []DomainAccuracy
	if err := json.Unmarshal([]byte(e.Metadata()[accuracyKey]), &accuracy); err != nil {
		return nil, fmt.Errorf("benchmarks: extractor: metadata %q: %w", accuracyKey, err)
	}
	return accuracy, nil
}

// RecordedProbe returns the ExtractorProbe that the extractor's weights carry.
func RecordedProbe(e *metrics.Domain) string { return e.Metadata()[probeKey] }

// allDomains draws a split of every procedural domain at 32 pixels, as one set whose classes are "domain/class".
func allDomains(ctx context.Context, split string, perClass, perDomain int, seed string, threads int) (*datasets.Images, error) {
	const side = 32
	var pix []uint8
	var labels []int
	var classes []string
	for _, d := range procedural.Domains() {
		k := len(d.Classes)
		spec := datasets.Spec{
			Source: "procedural/" + d.Name, Side: side, Split: split, Seed: seed,
			Count: k * max(perClass, (perDomain+k-1)/k),
		}
		images, err := datasets.Open(ctx, "", spec, datasets.Options{Threads: threads})
		if err != nil {
			return nil, err
		}
		for i := range images.Len() {
			pix = append(pix, images.At(i)...)
			labels = append(labels, len(classes)+images.Label(i))
		}
		for _, class := range d.Classes {
			classes = append(classes, d.Name+"/"+class)
		}
	}
	return datasets.NewImages(side, pix, labels, classes)
}
