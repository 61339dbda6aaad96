package reports

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/results"
)

// Sizes of a sample sheet in pixels.
const (
	sheetSide    = 64 // images are enlarged by whole numbers up to it
	sheetSpace   = 4  // between images
	sheetMargin  = 12
	sheetLeading = 16 // of a line of text
)

// sampleRow is the first finished trial of a cell.
type sampleRow struct {
	label  []string      // lines
	images []image.Image // the first row of the trial's grid; nil without a trial
}

// sampleSheet returns a picture with a row a cell, in which each column holds the same latent code. It is nil if no trial is finished.
func sampleSheet(c *benchmarks.Collection, t benchmarks.Table, store *results.Store) ([]byte, error) {
	var rows []sampleRow
	side := 0
	for _, cell := range t.Cells {
		row := sampleRow{label: cellNames(t, cell)}
		if runs := c.Runs(cell); len(runs) > 0 {
			if i := slices.Index(cell.Trials, runs[0].Key); i > 0 {
				row.label = append(row.label, fmt.Sprintf("seed %d", c.Plan.Profile.Seeds[i]))
			}
			path := filepath.Join(store.Dir(runs[0].Key), benchmarks.SamplesFile)
			images, err := firstRow(path)
			if err != nil {
				return nil, fmt.Errorf("samples %s: %w: remove its folder and run the trial again", path, err)
			}
			row.images = images
			side = max(side, images[0].Bounds().Dx())
			if runs[0].Outcome == results.Diverged {
				row.label = append(row.label, fmt.Sprintf("diverged at %d", runs[0].DivergedAt))
			}
		} else {
			row.label = append(row.label, "not run yet")
		}
		rows = append(rows, row)
	}
	if side == 0 {
		return nil, nil
	}
	heading := []string{
		fmt.Sprintf("%s: first finished seed after %s,", t.Definition.Title, count(t.Step, "generator update")),
		"one latent code a column",
	}
	if len(t.Definition.Conditions()) > 0 {
		heading[1] = "one latent code a column, and one class where classes are told"
	}
	var out bytes.Buffer
	err := png.Encode(&out, layOut(heading, rows, max(side, sheetSide/side*side)))
	return out.Bytes(), err
}

// firstRow cuts the first row of images from the grid of a trial.
func firstRow(path string) ([]image.Image, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	grid, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	n, bounds := benchmarks.SampleColumns, grid.Bounds()
	side := (bounds.Dx()-datasets.SheetGap)/n - datasets.SheetGap
	if want := n*(side+datasets.SheetGap) + datasets.SheetGap; side < 1 || bounds.Dx() != want || bounds.Dy() != want {
		return nil, fmt.Errorf("%d×%d pixels are not a grid of %d×%d images", bounds.Dx(), bounds.Dy(), n, n)
	}
	cut, ok := grid.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		return nil, errors.New("its pixel format cannot be cut")
	}
	images := make([]image.Image, n)
	for i := range images {
		corner := bounds.Min.Add(image.Pt(datasets.SheetGap+i*(side+datasets.SheetGap), datasets.SheetGap))
		images[i] = cut.SubImage(image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))})
	}
	return images, nil
}

// layOut draws heading, labels and the first row of each grid, each image side pixels wide.
func layOut(heading []string, rows []sampleRow, side int) image.Image {
	left := 0
	for _, row := range rows {
		for _, line := range row.label {
			left = max(left, textWidth(line))
		}
	}
	left += 2 * sheetMargin
	top := sheetMargin + len(heading)*sheetLeading + sheetMargin/2
	width := left + benchmarks.SampleColumns*(side+sheetSpace) - sheetSpace + sheetMargin
	for _, line := range heading {
		width = max(width, textWidth(line)+2*sheetMargin)
	}
	out := image.NewRGBA(image.Rect(0, 0, width, top+len(rows)*(side+sheetSpace)-sheetSpace+sheetMargin))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for i, line := range heading {
		write(out, sheetMargin, sheetMargin+i*sheetLeading, line)
	}
	for r, row := range rows {
		y := top + r*(side+sheetSpace)
		for i, line := range row.label {
			write(out, sheetMargin, y+(side-len(row.label)*sheetLeading)/2+i*sheetLeading, line)
		}
		for col := range benchmarks.SampleColumns {
			x := left + col*(side+sheetSpace)
			place := image.Rect(x, y, x+side, y+side)
			if row.images == nil {
				draw.Draw(out, place, image.NewUniform(color.Gray{Y: 0xEE}), image.Point{}, draw.Src)
				continue
			}
			picture := row.images[col]
			xdraw.NearestNeighbor.Scale(out, place, picture, picture.Bounds(), draw.Src, nil)
		}
	}
	return out
}

// write draws a line of text whose top left corner is (x, y).
func write(dst draw.Image, x, y int, line string) {
	face := basicfont.Face7x13
	d := font.Drawer{Dst: dst, Src: image.Black, Face: face, Dot: fixed.P(x, y+face.Ascent+(sheetLeading-face.Height)/2)}
	d.DrawString(line)
}

func textWidth(line string) int { return font.MeasureString(basicfont.Face7x13, line).Ceil() }
