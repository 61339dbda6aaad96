// Package codec turns the bytes of an image file into pixels, as the field's reference tools read them (Pillow over libjpeg-turbo, libwebp
// and its own readers): upright by EXIF, over white, 8 bits a channel. It knows formats only; which files there are is package datasets' matter.
package codec
