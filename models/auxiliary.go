package models

import (
	"tgan/internal/ops"
)

// Weights of the auxiliary classifier's cross-entropy in the losses: ACGAN_SCALE and ACGAN_SCALE_G of transfer_gan.py, lines 49 and 50.
const (
	realClassWeight      = 1.0 // in the critic's
	generatedClassWeight = 1.0 // in the generator's
)

// The auxiliary classifier is a linear layer on the critic's last features, beside the one that gives the critic's value. The critic learns
// to tell the classes of real images only, the generator to make images of which the class that it was told is told.
// Source: Odena et al. 2017, without generated images in the critic's part: transfer_gan.py, lines 231 to 233 and 278 to 282.

// classify returns logits [N,classes] of the critic's last features.
func (n *net) classify(features *ops.Node, classes int) *ops.Node {
	return n.linear("critic/auxiliary", features, classes)
}

// realClasses is the auxiliary classifier in a program of the critic, whose batch is N real and then N generated images.
type realClasses struct {
	targets *ops.Node // input [2N,classes]: 1/N at the label of a real image, else 0
	loss    *ops.Node // mean cross-entropy of the real images' labels in nats, [1]
}

// classifyReal adds the classifier to the graph; features are those of the batch.
func (n *net) classifyReal(features *ops.Node, classes int) realClasses {
	count := features.Shape()[0]
	c := realClasses{targets: ops.Input(n.graph, features.Dtype(), "targets", count, classes)}
	shares := make([]float32, count)
	for i := range count / 2 {
		shares[i] = 1 / float32(count/2)
	}
	logits := n.classify(features, classes)
	sums := n.LogSumExp(logits)
	c.loss = n.Sub(n.Dot(ops.All, sums, n.constant("shares", shares, sums)), n.Dot(ops.All, logits, c.targets))
	return c
}

// set gives the labels of the real images.
func (c realClasses) set(label func(i int) int) {
	targets, classes := ops.Float32s(c.targets), c.targets.Shape()[1]
	n := c.targets.Shape()[0] / 2
	clear(targets)
	for i := range n {
		targets[i*classes+label(i)] = 1 / float32(n)
	}
}

// lossValue returns the value of a loss of the last run, 0 for nil.
func lossValue(loss *ops.Node) float64 {
	if loss == nil {
		return 0
	}
	return float64(ops.Float32s(loss)[0])
}
