// Package kernel holds the arithmetic of the networks: convolutions, element-wise operations, reductions,
// normalisation and Adam, on plain slices, run by a Pool of long-lived workers.
//
// Layout: images are dense [N][H][W][C] (channels contiguous), convolution weights [R][S][C][K] (output channels
// contiguous), with x[((n*H+h)*W+w)*C+c]. A linear layer is a 1x1 convolution of 1x1 images. Values are in the
// networks' own units; no kernel clips or rescales.
//
// Every kernel is generic over float32 and float64. float64 always runs the portable Go code and serves gradient
// checks; float32 runs assembly for AVX-512 or AVX2 with FMA where the Pool was made for it, otherwise the portable
// code.
//
// # Same bits
//
// For one precision, the assembly gives the same bits for any number of threads and for both instruction sets. The
// portable code gives the same bits for any number of threads, and agrees with the assembly within rounding (plain Go
// has no float32 fused multiply-add). What that rests on:
//
//   - A convolution output is one chain: the accumulator starts at the bias (or zero) and takes one fused multiply-add
//     per term, in the order stated at ConvForward, ConvData and ConvFilter. Cache blocks store and reload the
//     accumulator, which does not change it.
//   - A reduction follows one tree, stated at Sum, that depends on the shape alone.
//   - Everything else is independent per element.
//
// Lengths that do not fit, shapes that are not positive and other slips of the caller panic: this package sees no data
// from outside. Outputs must not overlap inputs unless a function says so; element-wise functions may write in place.
package kernel
