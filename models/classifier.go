package models

import (
	"context"
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// LabelledImages are images with a class each.
type LabelledImages interface {
	Images
	Label(i int) int // 0 up to the number of classes
}

// ClassifierSpec says how a classifier is trained. Together with the images it determines every weight.
type ClassifierSpec struct {
	Classes      int     `json:"classes"`
	Batch        int     `json:"batch"`         // images a step
	Steps        int     `json:"steps"`         // updates in all
	LearningRate float64 `json:"learning_rate"` // of Adam at the first step; it falls in a line to 0 after the last
	Seed         string  `json:"seed"`          // names the streams of weights, data order and augmentation
}

// Validate returns an error that names the first field out of range.
func (s ClassifierSpec) Validate() error {
	switch {
	case s.Classes < 2:
		return fmt.Errorf("models: classifier of %d classes; it needs at least 2", s.Classes)
	case s.Batch < 2:
		return fmt.Errorf("models: classifier with a batch of %d; batch norm needs at least 2", s.Batch)
	case s.Steps < 1:
		return fmt.Errorf("models: classifier trained for %d steps; at least 1", s.Steps)
	case !(s.LearningRate > 0 && s.LearningRate <= 1):
		return fmt.Errorf("models: classifier with learning rate %v; it must be above 0, up to 1", s.LearningRate)
	}
	return nil
}

// ClassifierSide is the side of a classifier's images in pixels.
const ClassifierSide = 32

// Each layer of the classifier is a convolution without bias, batch norm and ReLU; the
// features are the means of the last layer over the pixels; a linear head takes them to the logits.
// classifierLayer is a convolution of size x size pixels with as much padding as keeps the sides, or halves them with stride 2.
type classifierLayer struct{ size, out, stride int }

func classifierLayers() []classifierLayer {
	return []classifierLayer{{5, 32, 2}, {3, 64, 2}, {3, 64, 1}, {3, 96, 2}, {3, 96, 1}}
}

// classifierNet adds the network to the graph of n: logits [N,classes] of images [N,32,32,3], and the layers' values before batch norm.
func classifierNet(n *net, images *ops.Node, classes int) (logits *ops.Node, raw []*ops.Node) {
	h := images
	for i, l := range classifierLayers() {
		name, in := layerName(i), h.Shape()[3]
		init := he(0, 2*float64(in*l.size*l.size)) // of variance 2/fan-in: He et al. 2015
		h = n.Conv(h, n.weight(name+"/weight", init, l.size, l.size, in, l.out), nil, l.stride, l.size/2)
		raw = append(raw, h)
		h = n.LeakyReLU(n.batchNorm(name, h), 0)
	}
	for h.Shape()[1] > 1 {
		h = n.MeanPool(h)
	}
	return n.linear("head", h, classes), raw
}

func layerName(i int) string { return fmt.Sprintf("conv%d", i+1) }

// Classifier trains a small convolutional network that tells classes of images. It belongs to one goroutine, and so does its pool.
type Classifier struct {
	spec   ClassifierSpec
	images LabelledImages
	pool   *kernel.Pool
	params *Params
	step   int
	adam   *adam
	order  *shuffle
	jitter *rng.Stream

	train struct {
		machine                       *ops.Machine
		images, targets, logits, loss *ops.Node
		gradients                     []*ops.Node
	}
	moments struct { // of the values before batch norm
		machine       *ops.Machine
		images        *ops.Node
		sums, squares []*ops.Node // [C] a layer, over a batch
	}
}

// NewClassifier returns a classifier at step 0 with freshly drawn weights. The images must have 32 pixels a side and labels within the
// classes.
func NewClassifier(pool *kernel.Pool, spec ClassifierSpec, images LabelledImages) (*Classifier, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	if images.Len() == 0 || images.Side() != ClassifierSide {
		return nil, fmt.Errorf("models: classifier: %d images of %d pixels a side; it needs some, of %d", images.Len(), images.Side(), ClassifierSide)
	}
	for i := range images.Len() {
		if label := images.Label(i); label < 0 || label >= spec.Classes {
			return nil, fmt.Errorf("models: classifier: image %d is of class %d, there are %d", i, label, spec.Classes)
		}
	}
	c := &Classifier{
		spec: spec, images: images, pool: pool, params: NewParams(tensor.Float32, spec.Seed),
		order:  &shuffle{stream: rng.New(spec.Seed, "data/order"), n: images.Len()},
		jitter: rng.New(spec.Seed, "data/augmentation"),
	}
	d, arena := ops.NewDevice(pool), new(ops.Arena)
	if err := c.compileTraining(d, arena); err != nil {
		return nil, err
	}
	return c, c.compileMoments(d, arena)
}

func (c *Classifier) compileTraining(d *ops.Device, arena *ops.Arena) error {
	n, t := newNet(d, c.params), &c.train
	t.images = ops.Input(n.graph, tensor.Float32, "images", c.spec.Batch, ClassifierSide, ClassifierSide, 3)
	t.targets = ops.Input(n.graph, tensor.Float32, "targets", c.spec.Batch, c.spec.Classes)
	t.logits, _ = classifierNet(n, t.images, c.spec.Classes)
	t.loss = n.CrossEntropy(t.logits, t.targets)
	names, weights := n.weights("")
	var err error
	if t.gradients, err = d.Grad(t.loss, weights...); err != nil {
		return err
	}
	c.adam = newAdam(c.pool, Spec{LearningRate: c.spec.LearningRate, Beta1: 0.9, Beta2: 0.999}, c.params, names)
	t.machine, err = arena.Compile(append(gorgonia.Nodes{t.loss, t.logits}, t.gradients...)...)
	return err
}

func (c *Classifier) compileMoments(d *ops.Device, arena *ops.Arena) error {
	n, m := newNet(d, c.params), &c.moments
	m.images = ops.Input(n.graph, tensor.Float32, "images", c.spec.Batch, ClassifierSide, ClassifierSide, 3)
	_, raw := classifierNet(n, m.images, c.spec.Classes)
	var outputs gorgonia.Nodes
	for _, h := range raw {
		sum, square := n.Sum(ops.ByChannel, h), n.Dot(ops.ByChannel, h, h)
		m.sums, m.squares = append(m.sums, sum), append(m.squares, square)
		outputs = append(outputs, sum, square)
	}
	var err error
	m.machine, err = arena.Compile(outputs...)
	return err
}

// Params returns the weights, which change with every step.
func (c *Classifier) Params() *Params { return c.params }

// Step does one update and returns the mean cross-entropy of its batch, in nats, and the share of it that was told right before the
// update. It returns a *DivergedError when the loss is not finite.
func (c *Classifier) Step() (loss, accuracy float64, err error) {
	t, size := &c.train, ClassifierSide*ClassifierSide*3
	targets := ops.Float32s(t.targets)
	clear(targets)
	chosen := c.batch(c.step)
	for k, i := range chosen {
		targets[k*c.spec.Classes+c.images.Label(i)] = 1
	}
	jitter := c.jitter.Sub(uint64(c.step))
	c.pool.Run(len(chosen), func(k, _ int) {
		vary(ops.Float32s(t.images)[k*size:][:size], c.images.At(chosen[k]), ClassifierSide, jitter.Sub(uint64(k)))
	})
	if err := t.machine.Run(); err != nil {
		return 0, 0, err
	}
	loss = float64(ops.Float32s(t.loss)[0])
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return loss, 0, &DivergedError{Step: c.step + 1}
	}
	logits, right := ops.Float32s(t.logits), 0
	for k, i := range chosen {
		if largest(logits[k*c.spec.Classes:][:c.spec.Classes]) == c.images.Label(i) {
			right++
		}
	}
	c.adam.rate = c.spec.LearningRate * float64(c.spec.Steps-c.step) / float64(c.spec.Steps)
	c.adam.update(t.gradients)
	c.step++
	return loss, float64(right) / float64(len(chosen)), nil
}

// Train does all steps. It calls progress after each, unless nil, and ends early when ctx does.
func (c *Classifier) Train(ctx context.Context, progress func(step int, loss, accuracy float64)) error {
	for c.step < c.spec.Steps {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		loss, accuracy, err := c.Step()
		if err != nil {
			return err
		}
		if progress != nil {
			progress(c.step, loss, accuracy)
		}
	}
	return nil
}

// batch returns the images of a step.
func (c *Classifier) batch(step int) []int {
	chosen := make([]int, c.spec.Batch)
	for k := range chosen {
		chosen[k] = c.order.at(uint64(step*c.spec.Batch + k))
	}
	return chosen
}

// largest returns the place of the largest value, the first if there are several.
func largest(values []float32) int {
	best := 0
	for i, v := range values {
		if v > values[best] {
			best = i
		}
	}
	return best
}
