// Package rng holds named streams of random numbers.
//
// A stream is a key and a position: number i of a stream is a function of (key, i) alone (Philox 4x32-10, Salmon et al. 2011,
// "Parallel random numbers: as easy as 1, 2, 3"). The key is derived from a seed and a name such as "init/critic", so that adding a
// consumer never shifts the numbers of another, and a resumed run continues by setting the position. It is the only source of
// randomness of the project and is not for cryptography.
package rng
