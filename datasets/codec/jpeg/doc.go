// Package jpeg decodes JPEG files to the pixels that Pillow gives, which are libjpeg-turbo's: its inverse transform, its interpolation of
// chroma and its fixed-point colours, each in integers that come out the same on every machine. It reads baseline, extended and progressive
// files of 8 bits with Huffman or arithmetic coding, of one, three or four components with any whole sampling ratio. Go's image/jpeg keeps
// the planes as they are stored, knows few ratios and refuses CMYK without Adobe's segment. A damaged file is an error, never a guess.
//
// Sources: ITU-T T.81 (1992) for the format; libjpeg-turbo 2.1.5 and Pillow 9.4 for what it leaves open.
package jpeg
