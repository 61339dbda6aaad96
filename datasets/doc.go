// Package datasets turns image collections into sets of square RGB images in memory.
//
// A Spec names a collection, a side, how to fit other shapes to a square, a split and a size; Open returns the Images it means,
// the same bytes on every machine and for any number of threads. Three kinds of collections are read: a folder of images, a zip of
// images, and the procedural domains of datasets/procedural, which need no files at all.
//
// # Layout
//
// Pixels are uint8, NHWC: one image after the other, rows from the top, three bytes R, G, B a pixel.
//
// # What counts as an image
//
// A file counts when its first bytes are those of PNG, JPEG, WebP, GIF or BMP, whatever its name. A file with the name of an image
// and other content is an error; every other file is skipped and counted. Names that start with a dot, and the __MACOSX folders of
// zips made on a Mac, are as if they were not there. Images are ordered by their slash path, byte by byte. In a folder, a symbolic
// link to a file inside the folder is read as that file; a link to a folder, or out of the folder, is an error.
//
// # Classes
//
// Leading folders that all images share are dropped; the first folder that remains is the class. Images that are then in no folder
// form a class of their own: it is named after the last shared folder, or "images" where there is none, or "." beside other classes.
//
// # From a file to a square
//
// In this order: decode (the first frame of an animated GIF; animated WebP is refused), composite over white where there is alpha,
// keep the upper 8 of 16 bits, repeat gray in three channels, convert CMYK and YCbCr to RGB with no colour profile applied, rotate
// as the EXIF orientation of a JPEG says (that of other formats is not read), crop or stretch, and resize. The resampling filter is
// "catmull-rom": the cubic of Catmull and Rom, widened when it shrinks (antialiased), on gamma-encoded values in float64, as in
// golang.org/x/image/draw. An image that already has the side asked for is not resampled. Files above 100 megapixels or 256 MiB
// are refused before they are decoded.
//
// The package is not for training-time augmentation, nor for collections larger than memory.
package datasets
