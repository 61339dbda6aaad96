package reports

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// look is how the lines of one level are drawn.
type look struct {
	line  draw.LineStyle
	glyph draw.GlyphStyle
}

// styleOf returns the look of level i of an axis: colours that colour-blind readers can tell apart, and a shape beside each colour. Those
// after the seventh repeat the colours with dashes and other shapes.
func styleOf(i int) look {
	colors := []color.Color{ // Okabe and Ito 2008, without yellow, which is faint on white
		color.RGBA{R: 0xD5, G: 0x5E, B: 0x00, A: 0xFF}, // vermilion
		color.RGBA{R: 0x00, G: 0x72, B: 0xB2, A: 0xFF}, // blue
		color.RGBA{R: 0x00, G: 0x9E, B: 0x73, A: 0xFF}, // green
		color.RGBA{R: 0xCC, G: 0x79, B: 0xA7, A: 0xFF}, // purple
		color.RGBA{R: 0xE6, G: 0x9F, B: 0x00, A: 0xFF}, // orange
		color.RGBA{R: 0x56, G: 0xB4, B: 0xE9, A: 0xFF}, // sky blue
		color.RGBA{R: 0x00, G: 0x00, B: 0x00, A: 0xFF},
	}
	shapes := []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}, draw.SquareGlyph{}}
	dashes := [][]vg.Length{nil, {5, 3}, {2, 2}}
	c := colors[i%len(colors)]
	return look{
		line:  draw.LineStyle{Color: c, Width: lineWidth, Dashes: dashes[i/len(colors)%len(dashes)]},
		glyph: draw.GlyphStyle{Color: c, Radius: glyphRadius, Shape: shapes[i%len(shapes)]},
	}
}

// published returns the look of the paper's numbers at the same level: dashed, with hollow points.
func (l look) published() look {
	l.line.Dashes = []vg.Length{4, 3}
	l.glyph.Shape = draw.RingGlyph{}
	return l
}

// divergedGlyph is a cross over the end of a line.
func divergedGlyph() draw.GlyphStyle {
	return draw.GlyphStyle{Color: color.Black, Radius: 2 * glyphRadius, Shape: draw.CrossGlyph{}}
}

func gridColor() color.Color { return color.Gray{Y: 0xDD} }

func captionColor() color.Color { return color.Gray{Y: 0x50} }
