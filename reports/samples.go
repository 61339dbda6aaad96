package reports

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"strconv"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"tgan/benchmarks"
	"tgan/results"
)

// Sizes of a sheet in pixels.
const (
	sheetSide    = 64 // images are enlarged by whole numbers up to it
	sheetSpace   = 4  // between images
	sheetMargin  = 12
	sheetLeading = 16 // of a line of text
)

// sheet is a labelled picture of images in rows.
type sheet struct {
	heading []string // lines
	columns []string // headings; empty strings for none
	rows    []sheetRow
}

type sheetRow struct {
	label  []string      // lines
	images []image.Image // fewer than columns where there are no more
}

// sampleSheet is a row a cell, in which each column holds the same latent code; nil if nothing is drawn.
func sampleSheet(t benchmarks.Table, cells []cellPictures) ([]byte, error) {
	s := sheet{
		heading: []string{
			fmt.Sprintf("%s: first finished seed %s,", t.Definition.Title, when(t.Step)),
			"one latent code a column",
		},
		columns: make([]string, benchmarks.SampleColumns),
	}
	if len(t.Definition.Conditions()) > 0 {
		s.heading[1] = "one latent code a column, and one class where classes are told"
	}
	for _, cell := range cells {
		s.rows = append(s.rows, sheetRow{slices.Concat(cell.names, cell.state()), cell.samples})
	}
	return s.png()
}

// progressSheet is some rows a cell, each a latent code, in which each column is a step of the training; nil if nothing is drawn.
func progressSheet(t benchmarks.Table, cells []cellPictures) ([]byte, error) {
	s := sheet{heading: []string{
		fmt.Sprintf("%s: first finished seed, one latent code a row,", t.Definition.Title),
		"columns are generator updates",
	}}
	for _, step := range t.Schedule.Evaluations {
		s.columns = append(s.columns, strconv.Itoa(step))
	}
	for _, cell := range cells {
		for i, images := range cell.progress[:min(len(cell.progress), stripRows(cells))] {
			row := sheetRow{images: images}
			if i == 0 {
				row.label = slices.Concat(cell.names, cell.state())
			}
			s.rows = append(s.rows, row)
		}
	}
	return s.png()
}

// stripBudget is about how many latent codes the strips of a benchmark show together, so that a report of many cells stays small.
const stripBudget = 20

// stripRows is how many latent codes of each cell's strip are shown.
func stripRows(cells []cellPictures) int {
	return min(benchmarks.StripRows, max(1, stripBudget/len(cells)))
}

// state says what is special about the trial that drew.
func (p cellPictures) state() []string {
	switch {
	case p.trial == nil:
		return []string{"not run yet"}
	case p.trial.Outcome == results.Diverged:
		return []string{fmt.Sprintf("diverged at %d", p.trial.DivergedAt)}
	}
	return nil
}

// png draws the sheet; nil if it has no image.
func (s sheet) png() ([]byte, error) {
	side := 0
	for _, row := range s.rows {
		for _, picture := range row.images {
			side = max(side, picture.Bounds().Dx())
		}
	}
	if side == 0 {
		return nil, nil
	}
	var out bytes.Buffer
	err := png.Encode(&out, s.layOut(max(side, sheetSide/side*side)))
	return out.Bytes(), err
}

// layOut draws heading, labels and images, each side pixels wide.
func (s sheet) layOut(side int) image.Image {
	left := 0
	for _, row := range s.rows {
		for _, line := range row.label {
			left = max(left, textWidth(line))
		}
	}
	left += 2 * sheetMargin
	top := sheetMargin + len(s.heading)*sheetLeading + sheetMargin/2
	width := left + len(s.columns)*(side+sheetSpace) - sheetSpace + sheetMargin
	for _, line := range s.heading {
		width = max(width, textWidth(line)+2*sheetMargin)
	}
	captions := top
	if s.columns[0] != "" {
		top += sheetLeading
	}
	out := image.NewRGBA(image.Rect(0, 0, width, top+len(s.rows)*(side+sheetSpace)-sheetSpace+sheetMargin))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for i, line := range s.heading {
		write(out, sheetMargin, sheetMargin+i*sheetLeading, line)
	}
	for col, name := range s.columns {
		write(out, left+col*(side+sheetSpace)+(side-textWidth(name))/2, captions, name)
	}
	for r, row := range s.rows {
		y := top + r*(side+sheetSpace)
		for i, line := range row.label {
			write(out, sheetMargin, y+(side-len(row.label)*sheetLeading)/2+i*sheetLeading, line)
		}
		for col := range s.columns {
			x := left + col*(side+sheetSpace)
			place := image.Rect(x, y, x+side, y+side)
			if col >= len(row.images) {
				draw.Draw(out, place, image.NewUniform(color.Gray{Y: 0xEE}), image.Point{}, draw.Src)
				continue
			}
			picture := row.images[col]
			xdraw.NearestNeighbor.Scale(out, place, picture, picture.Bounds(), draw.Src, nil)
		}
	}
	return out
}

// contact returns images in rows as a PNG at their own size, with a space between them, and the size of the whole.
func contact(rows [][]image.Image) ([]byte, image.Point, error) {
	const space = 2
	pitch := rows[0][0].Bounds().Dx() + space
	out := image.NewRGBA(image.Rect(0, 0, len(rows[0])*pitch-space, len(rows)*pitch-space))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for r, row := range rows {
		for col, picture := range row {
			corner := image.Pt(col*pitch, r*pitch)
			draw.Draw(out, image.Rectangle{Min: corner, Max: corner.Add(picture.Bounds().Size())}, picture, picture.Bounds().Min, draw.Src)
		}
	}
	var data bytes.Buffer
	err := png.Encode(&data, out)
	return data.Bytes(), out.Rect.Size(), err
}

// write draws a line of text whose top left corner is (x, y).
func write(dst draw.Image, x, y int, line string) {
	face := basicfont.Face7x13
	d := font.Drawer{Dst: dst, Src: image.Black, Face: face, Dot: fixed.P(x, y+face.Ascent+(sheetLeading-face.Height)/2)}
	d.DrawString(line)
}

func textWidth(line string) int { return font.MeasureString(basicfont.Face7x13, line).Ceil() }
