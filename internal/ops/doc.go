// Package ops holds the differentiable operators of the networks, as Gorgonia ops over the kernels of internal/kernel.
//
// The family is closed under differentiation: the derivative of every operator is built from operators of this package, so Grad
// can be applied to its own result, which the gradient penalty of WGAN-GP needs. Images are NHWC; a group of a reduction is a
// channel, a sample or the whole tensor. Graphs may be float32 or float64: float64 runs the portable kernels and serves checks.
//
// Constructors panic on shapes that do not fit: a network that is built wrongly is a programmer's error.
// The package is not for general tensor algebra: an operator is here because a network or a loss needs it.
package ops
