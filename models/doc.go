// Package models holds the networks, the WGAN-GP training of them, transfer between domains, and checkpoints.
//
// Images are float32 NHWC in [-1, 1] inside the package, and uint8 RGB outside. A training is a function of its Spec and its data: its
// randomness comes from streams named by what they feed, positioned by the step, so that a training that was stopped and resumed
// from a checkpoint gives the bytes of one that was not. The package knows nothing of benchmarks or metrics.
package models
