package models

import (
	"fmt"
	"math"
	"strings"

	"tgan/internal/ops"
	"tgan/internal/safetensors"
)

// momentBatches is the number of batches, at most those of one pass over the images, whose statistics stand for those of all images once
// the training is over.
const momentBatches = 100

// Folded returns the classifier as it is for single images, which batch norm is not: each layer's batch norm with the statistics of
// training images, as they are, folded into weights and biases.
//
//	conv1/weight [R,S,C,K]  conv1/bias [K]  ...     stride in the metadata "strides", padding R/2, ReLU
//	head/weight [features,classes]  head/bias [classes]
//
// Images are [N,32,32,3] with values (v-128)/128; the features are the means of the last layer over its pixels.
// Source of the statistics: Wu and Johnson 2021 ("precise batch norm").
func (c *Classifier) Folded() (safetensors.File, error) {
	means, variances, err := c.populationMoments()
	if err != nil {
		return safetensors.File{}, err
	}
	var f safetensors.File
	var strides []string
	value := func(name string) []float32 { return c.params.Value(name).Data().([]float32) }
	for i, l := range classifierLayers() {
		name := layerName(i)
		scale := make([]float64, l.out)
		bias := make([]float32, l.out)
		for k := range scale {
			scale[k] = float64(value(name + "/scale")[k]) / math.Sqrt(variances[i][k]+normEpsilon)
			bias[k] = float32(float64(value(name + "/offset")[k]) - float64(means[i][k]*scale[k]))
		}
		weights := make([]float32, len(value(name+"/weight")))
		for j, w := range value(name + "/weight") {
			weights[j] = float32(float64(w) * scale[j%l.out])
		}
		f.Tensors = append(f.Tensors,
			safetensors.Tensor{Name: name + "/weight", Shape: c.params.Value(name + "/weight").Shape(), Data: weights},
			safetensors.Tensor{Name: name + "/bias", Shape: []int{l.out}, Data: bias})
		strides = append(strides, fmt.Sprint(l.stride))
	}
	for _, name := range []string{"head/weight", "head/bias"} {
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: name, Shape: c.params.Value(name).Shape(), Data: value(name)})
	}
	f.Metadata = map[string]string{"strides": strings.Join(strides, " ")}
	return f, nil
}

// populationMoments returns the mean and the variance of each channel before each batch norm over batches of images that are not
// augmented, the first ones of the training's order.
func (c *Classifier) populationMoments() (means, variances [][]float64, err error) {
	m, size := &c.moments, ClassifierSide*ClassifierSide*3
	for _, l := range classifierLayers() {
		means, variances = append(means, make([]float64, l.out)), append(variances, make([]float64, l.out))
	}
	batches := min(momentBatches, (c.images.Len()+c.spec.Batch-1)/c.spec.Batch)
	for b := range batches {
		chosen := c.batch(b)
		c.pool.Run(len(chosen), func(k, _ int) {
			for j, v := range c.images.At(chosen[k]) {
				ops.Float32s(m.images)[k*size+j] = signed(float64(v))
			}
		})
		if err := m.machine.Run(); err != nil {
			return nil, nil, err
		}
		for i := range means {
			for k := range means[i] {
				means[i][k] += float64(ops.Float32s(m.sums[i])[k])
				variances[i][k] += float64(ops.Float32s(m.squares[i])[k])
			}
		}
	}
	side := ClassifierSide
	for i, l := range classifierLayers() {
		side /= l.stride
		values := float64(batches * c.spec.Batch * side * side)
		for k := range means[i] {
			means[i][k] /= values
			variances[i][k] = max(0, variances[i][k]/values-float64(means[i][k]*means[i][k]))
		}
	}
	return means, variances, nil
}
