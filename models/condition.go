package models

import (
	"fmt"
	"slices"

	"gorgonia.org/tensor"

	"tgan/internal/ops"
	"tgan/internal/rng"
)

// Condition names how a generator is told of which class an image is to be; empty: it is not. Every architecture takes every condition,
// since all generators begin with a linear layer and have batch norm.
type Condition string

// The conditions of the paper. Its figure 1b finds them about equal, and its tables 6 and 7 have the first.
const (
	ConditionBatchNorm   Condition = "batch-norm"  // every class has a scale and an offset of its own in each batch norm
	ConditionConcatenate Condition = "concatenate" // the latent code is followed by the label, a one among zeros
)

// conditioning is what a Condition stands for: what layers of the generator do with n.labels. What is nil is as without classes.
type conditioning struct {
	name  Condition
	first func(n *net, name string, z *ops.Node, out int) *ops.Node // the linear layer of latent codes
	norm  func(n *net, name string, x *ops.Node) *ops.Node          // batch norm
}

func conditionings() []conditioning { return []conditioning{normsByClass(), codesWithLabels()} }

// normsByClass chooses rows of tables [classes,C] of scales and offsets, which start at 1 and 0.
// Source: Dumoulin et al. 2017; tflib/ops/cond_batchnorm.py.
func normsByClass() conditioning {
	return conditioning{
		name: ConditionBatchNorm,
		norm: func(n *net, name string, x *ops.Node) *ops.Node {
			channels, classes := x.Shape()[len(x.Shape())-1], n.labels.Shape()[1]
			scale := n.Linear(n.labels, n.weight(name+"/scale", constant(1), classes, channels), nil)
			offset := n.Linear(n.labels, n.weight(name+"/offset", constant(0), classes, channels), nil)
			return n.Modulate(n.Normalize(ops.ByChannel, x, normEpsilon), scale, offset)
		},
	}
}

// codesWithLabels keeps the rows of the first layer's matrix that meet the label apart from those that meet the code: the product with the
// whole matrix is the sum of the two.
// Source: Mirza and Osindero 2014.
func codesWithLabels() conditioning {
	return conditioning{
		name: ConditionConcatenate,
		first: func(n *net, name string, z *ops.Node, out int) *ops.Node {
			code, classes := z.Shape()[1], n.labels.Shape()[1]
			init := glorot(code+classes, out)
			h := n.Linear(z, n.weight(name+"/weight", init, code, out), n.weight(name+"/bias", constant(0), out))
			return n.Add(h, n.Linear(n.labels, n.weight("generator/label/weight", init, classes, out), nil))
		},
	}
}

// Conditions returns the names of all conditions.
func Conditions() []Condition {
	var names []Condition
	for _, c := range conditionings() {
		names = append(names, c.name)
	}
	return names
}

// Validate returns an error that lists the names if c is not one, nor empty.
func (c Condition) Validate() error {
	if c != "" && !slices.Contains(Conditions(), c) {
		return fmt.Errorf("models: unknown condition %q; known: %v", string(c), Conditions())
	}
	return nil
}

// maxClasses bounds the classes of a conditional training.
const maxClasses = 10000

// validateCondition returns an error if the condition and the number of classes do not go together.
func (s Spec) validateCondition() error {
	if err := s.Condition.Validate(); err != nil {
		return err
	}
	switch {
	case s.Condition == "" && s.Classes != 0:
		return fmt.Errorf("models: classes is %d without a condition; choose one of %v, or leave classes out", s.Classes, Conditions())
	case s.Condition != "" && (s.Classes < 2 || s.Classes > maxClasses):
		return fmt.Errorf("models: classes is %d; with condition %s it must be 2 to %d", s.Classes, s.Condition, maxClasses)
	}
	return nil
}

// conditioned returns the architecture with a generator that is told classes, and a critic that tells them.
func (a Architecture) conditioned(c Condition, classes int) Architecture {
	known := conditionings()
	i := slices.IndexFunc(known, func(k conditioning) bool { return k.name == c })
	a.conditioning, a.classes = known[i], classes
	return a
}

// tell makes the generator in the graph of n read a class for each of so many samples. It returns the input, [samples,classes] with a one in
// each row, or nil if the architecture has no classes.
func (a Architecture) tell(n *net, samples int) *ops.Node {
	if a.classes == 0 {
		return nil
	}
	n.conditioning = a.conditioning
	n.labels = ops.Input(n.graph, n.params.dtype, "labels", samples, a.classes)
	return n.labels
}

// setLabels puts a one in the column of each sample's label.
func setLabels(labels *ops.Node, label func(i int) int) {
	rows, classes := ops.Float32s(labels), labels.Shape()[1]
	clear(rows)
	for i := range labels.Shape()[0] {
		rows[i*classes+label(i)] = 1
	}
}

// labeller gives the labels of a training: those of real images are the data set's, those of generated ones are drawn uniformly.
type labeller struct {
	images  LabelledImages
	classes int
	stream  *rng.Stream
}

// newLabeller returns nil for a spec without a condition. The images must have labels within its classes.
func newLabeller(spec Spec, images Images) (*labeller, error) {
	if spec.Condition == "" {
		return nil, nil
	}
	labelled, ok := images.(LabelledImages)
	if !ok {
		return nil, fmt.Errorf("models: condition %s needs images with labels", spec.Condition)
	}
	for i := range labelled.Len() {
		if label := labelled.Label(i); label < 0 || label >= spec.Classes {
			return nil, fmt.Errorf("models: image %d is of class %d, the training has classes 0 to %d", i, label, spec.Classes-1)
		}
	}
	return &labeller{images: labelled, classes: spec.Classes, stream: rng.New(spec.Seed, "labels")}, nil
}

// draw fills the labels of generated images from the numbered child of the stream.
func (l *labeller) draw(labels *ops.Node, number uint64) {
	child := l.stream.Sub(number)
	setLabels(labels, func(int) int { return child.IntN(l.classes) })
}

// inherit starts a weight from the source's of the same name. One that every class has for itself is the same for all classes if the source
// knows none: the paper, section 5.
func inherit(dst, src *tensor.Dense) {
	to, from := dst.Data().([]float32), src.Data().([]float32)
	for len(to) > 0 {
		to = to[copy(to, from):]
	}
}
