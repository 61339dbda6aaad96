// Package datasets turns image collections into sets of square RGB images.
//
// A Spec names a collection, a side, how to fit other shapes to a square, a split and a selection; Open returns the Images it means,
// the same bytes on every machine and for any number of threads. OpenCollection gives them one at a time, OpenCached keeps them
// ready in a file that is mapped into memory, Convert writes them into a zip. A collection is a folder or a file in one of the layouts
// that published sets come in, or a procedural domain of datasets/procedural, which needs no files at all.
//
// # Layout in memory
//
// Pixels are uint8, NHWC: one image after the other, rows from the top, three bytes R, G, B a pixel.
//
// # What is read
//
// The layout is found by content and file names, never told: README.md lists them with what each must look like. They are a table
// (source.go) of how a layout is recognised and opened; a layout is a file. Containers of files (folder, zip, tar, tar.gz, several tars,
// one file) are below them and know nothing of layouts. What a container cannot read at any place, because it is compressed, is unpacked
// into a temporary file without a name.
//
// # What counts as an image
//
// A file counts when its first bytes are those of PNG, JPEG, WebP, GIF, BMP, TIFF or PNM, whatever its name. A file with the name of an image
// and other content, and one that cannot be decoded, is bad: an error that names all bad files, or left out by SkipBad. Every other file is
// skipped and counted, and so is what is hidden: a Reading says for what reason. Names that start with a dot, and the __MACOSX folders of
// zips made on a Mac, are not looked at. Images are ordered by their slash path, byte by byte. A folder's symbolic links are
// Links within a tar or a zip stand for what they lead to there, to a file or a folder; others, and devices, are counted. A name that is
// there twice, or leads out of its archive, is an error. Names need not be UTF-8: bytes that are not are shown as \xe9.
//
// # Classes
//
// Layouts with annotations have the classes of those. Folders named as parts, all in one folder or in each of the classes, are parts;
// a part without folders has the classes of a list by name, or is left out. Else leading folders that all images share are dropped; the first folder that
// remains is the class. Images that are then in no folder form a class of their own: it is named after the last shared folder,
// or "images" where there is none, or "." beside other classes.
//
// # From a file to a square
//
// In this order: decode (the first frame of an animation), composite over white where there is alpha, keep the upper 8 of 16 bits,
// repeat gray in three channels, convert CMYK and YCbCr to RGB with no colour profile applied, rotate as the orientation of a JPEG,
// PNG, WebP or TIFF says, crop or stretch, and resize. The pixels before the resizing are those of Pillow. The resampling filter is
// "catmull-rom": the cubic of Catmull and Rom, widened when it shrinks (antialiased), on gamma-encoded values in float64, as in
// golang.org/x/image/draw. An image that already has the side asked for is not resampled.
//
// # Bounds
//
// Image files above 100 megapixels or 256 MiB are refused before they are decoded. What is compressed may unpack to 100 times its size
// and 64 MiB more. Counts and sizes that a file declares are compared with what it holds before anything is allocated for them.
//
// The package is not for training-time augmentation.
package datasets
