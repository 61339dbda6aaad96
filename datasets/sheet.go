package datasets

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"

	"tgan/internal/atomicfile"
)

// SheetGap is the space around each picture of a sheet, in pixels.
const SheetGap = 2

// Sheet returns a contact sheet: all images in order, cols a row (at least 1), each at its own size with two white pixels around it.
func Sheet(images *Images, cols int) image.Image {
	cols = max(min(cols, images.Len()), 1)
	rows := (images.Len() + cols - 1) / cols
	side, step := images.Side(), images.Side()+SheetGap
	out := image.NewRGBA(image.Rect(0, 0, cols*step+SheetGap, rows*step+SheetGap))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for i := range images.Len() {
		left, top := SheetGap+i%cols*step, SheetGap+i/cols*step
		pix := images.At(i)
		for p := range side * side {
			c := pix[p*Channels:]
			out.SetRGBA(left+p%side, top+p/side, color.RGBA{R: c[0], G: c[1], B: c[2], A: 255})
		}
	}
	return out
}

// WriteSheet publishes a contact sheet as a PNG file, in a folder that exists.
func WriteSheet(path string, images *Images, cols int) error {
	return atomicfile.WriteTo(path, func(w io.Writer) error { return png.Encode(w, Sheet(images, cols)) })
}
