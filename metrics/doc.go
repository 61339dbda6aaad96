// Package metrics measures how far generated images are from real ones, over features of an Extractor: FID and
// FIDInfinity, KMMD and KMMDMedian, KID and KIDSubsets, PrecisionRecall (with density and coverage), and Nearest with
// Authenticity, the check for repeated training images. Confidence puts an interval around any of them. Measure gives
// any of them by name for two Samples; Evaluator does so for many sets against one.
//
// # Images
//
// Images are read one at a time, by the Images interface, upright, opaque and of any size; Inception's protocols take
// each from its own size to 299 pixels, each direction by its own scale. Images are decoded while features of others
// are extracted. What memory a measurement takes does not grow with the number of images: features, float32, of large
// sets lie in a file and are read a panel of rows at a time; Stats gathers moments, float64, in one pass over them. A
// Cache keeps features and moments by content.
//
// # Numbers
//
// Features are matrices of one row an image and one column a feature, float32 values held as float64. Statistics are
// float64. A number of this package depends on the two sets of images, the extractor and, where something is drawn, on
// the seed alone: every sum has a fixed order over sorted rows, so threads, batch sizes, the order of the images, and
// whether features are in memory, in a file or in a cache change no bit of it.
//
// Extractors are Domain and RandomConv, which need no file, and Inception, which published numbers are made with and for
// which users bring the weights. Of files the package knows weights (PyTorch, safetensors), features and statistics (NumPy),
// not images. It is not for training: nothing here can be differentiated.
package metrics
