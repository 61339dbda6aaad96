// Package rng holds named streams of random numbers.
//
// A stream is a key and a position: number i of a stream is a function of (key, i) alone (Philox 4x32-10, Salmon et al. 2011,
// "Parallel random numbers: as easy as 1, 2, 3"). The key is derived from a seed and a name such as "init/critic", so that adding a
// consumer never shifts the numbers of another. A consumer that can be stopped takes child i of its stream for its step i, so that a
// resumed run has nothing to restore. It is the only source of
// randomness of the project and is not for cryptography.
package rng
