// Package metrics measures how far generated images are from real ones, over features of an Extractor: FID and
// FIDInfinity, KMMD, KID, PrecisionRecall (with density and coverage), and Nearest, the check for repeated training
// images. Confidence puts an interval around any of them.
//
// Features are matrices of one row an image and one column a feature, float32 values held as float64. Statistics are
// float64. A number of this package depends on the two sets of images and on the extractor alone: every sum has a fixed
// order over sorted rows, so threads, batch sizes and the order of the images change no bit of it.
//
// Extractors are Domain and RandomConv, which need no file, and Inception, which published numbers are made with and for
// which users bring the weights. The package reads pixels through the Images interface (RGB, 8 bits, [H][W][C]); of files it
// knows weights (PyTorch, safetensors) and statistics (.npz), not images. It is not for training: nothing here can be
// differentiated.
package metrics
