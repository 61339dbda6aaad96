package reports

import (
	"bytes"
	"image/color"
	"io"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Sizes of a figure in points.
const (
	panelsInRow  = 4
	panelWidth   = vg.Length(215)
	panelHeight  = vg.Length(230)
	leastWidth   = vg.Length(430) // of a figure
	margin       = vg.Length(12)
	titleSize    = vg.Length(14)
	labelSize    = vg.Length(11)
	tickSize     = vg.Length(10)
	captionSize  = vg.Length(9)
	lineWidth    = vg.Length(1.6)
	glyphRadius  = vg.Length(2.8)
	legendSample = vg.Length(26) // length of a line in the legend
)

// pngDPI makes a figure of three panels about 1,300 pixels wide.
const pngDPI = 144

// svg returns the figure as a scalable picture. Where its fonts are missing, those of the same widths stand in.
func (f figure) svg() ([]byte, error) {
	w, h := f.size()
	c := vgsvg.New(w, h)
	if err := f.draw(draw.New(c)); err != nil {
		return nil, err
	}
	data, err := collect(c)
	return bytes.ReplaceAll(data, []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")), err
}

// png returns the figure as pixels.
func (f figure) png() ([]byte, error) {
	w, h := f.size()
	c := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(pngDPI))
	if err := f.draw(draw.New(c)); err != nil {
		return nil, err
	}
	return collect(vgimg.PngCanvas{Canvas: c})
}

func collect(w io.WriterTo) ([]byte, error) {
	var out bytes.Buffer
	_, err := w.WriteTo(&out)
	return out.Bytes(), err
}

// shape returns the numbers of rows and columns of panels.
func (f figure) shape() (rows, cols int) {
	n := len(f.panels)
	rows = (n + panelsInRow - 1) / panelsInRow
	return rows, (n + rows - 1) / rows
}

func (f figure) size() (w, h vg.Length) {
	rows, cols := f.shape()
	w = max(leastWidth, panelWidth*vg.Length(cols)+2*margin)
	return w, panelHeight*vg.Length(rows) + f.header(nil, w) + margin
}

// draw draws the figure: title, caption and legend above the panels, which share their axes.
func (f figure) draw(dc draw.Canvas) error {
	dc.SetColor(color.White)
	dc.Fill(dc.Rectangle.Path())
	header := f.header(&dc, dc.Max.X-dc.Min.X)
	rows, cols := f.shape()
	plots := make([][]*plot.Plot, rows)
	xs, ys := f.scales()
	for i := range rows * cols {
		var p *plot.Plot
		if i < len(f.panels) {
			var err error
			if p, err = f.plot(i, xs, ys); err != nil {
				return err
			}
		}
		plots[i/cols] = append(plots[i/cols], p)
	}
	tiles := draw.Tiles{Rows: rows, Cols: cols, PadX: 10, PadY: 10}
	area := draw.Crop(dc, margin, -margin, margin, -header)
	for r, canvases := range plot.Align(plots, tiles, area) {
		for i, canvas := range canvases {
			if plots[r][i] != nil {
				plots[r][i].Draw(canvas)
			}
		}
	}
	return nil
}

// scales returns the axes that all panels share.
func (f figure) scales() (x, y scale) {
	points := f.points()
	if f.shares {
		return shareScale(points), valueScale(points)
	}
	var xs []int
	for _, p := range points {
		xs = append(xs, int(p.x))
	}
	_, cols := f.shape()
	labels := 6
	if cols == 1 {
		labels = 10
	}
	return countScale(xs, labels), valueScale(points)
}

// plot returns the diagram of panel i; the first of a row names the vertical axis.
func (f figure) plot(i int, xs, ys scale) (*plot.Plot, error) {
	p, pn := plot.New(), f.panels[i]
	yLabel := ys.label(f.yLabel)
	if _, cols := f.shape(); i%cols > 0 {
		yLabel = ""
	}
	p.Title.Text = pn.title
	p.Title.TextStyle.Font = sans(labelSize)
	p.Title.Padding = 6
	for _, a := range []struct {
		axis  *plot.Axis
		scale scale
		label string
	}{{&p.X, xs, xs.label(f.xLabel)}, {&p.Y, ys, yLabel}} {
		a.axis.Min, a.axis.Max = a.scale.min, a.scale.max
		a.axis.Tick.Marker = plot.ConstantTicks(a.scale.ticks)
		a.axis.Tick.Label.Font = sans(tickSize)
		a.axis.Tick.Length = 5
		a.axis.Label.Text = a.label
		a.axis.Label.TextStyle.Font = sans(labelSize)
		a.axis.Label.Padding = 3
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = gridColor(), gridColor()
	p.Add(grid)
	for _, s := range pn.series {
		if err := addSeries(p, s, xs, ys); err != nil {
			return nil, err
		}
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = xs.min, xs.max, ys.min, ys.max
	return p, nil
}

// addSeries adds a line with its points, their error bars, and a cross at its end if it diverged.
func addSeries(p *plot.Plot, s series, xs, ys scale) error {
	if len(s.points) == 0 {
		return nil
	}
	look := styleOf(s.style)
	if s.paper {
		look = look.published()
	}
	var at, bars plotter.XYs
	var errors plotter.YErrors
	for _, v := range s.points {
		xy := plotter.XY{X: xs.at(v.x), Y: ys.at(v.mean)}
		at = append(at, xy)
		if v.std > 0 {
			low, high := max(ys.min, ys.at(v.mean-v.std)), ys.at(v.mean+v.std)
			bars = append(bars, xy)
			errors = append(errors, struct{ Low, High float64 }{xy.Y - low, high - xy.Y})
		}
	}
	line, points, err := plotter.NewLinePoints(at)
	if err != nil {
		return err
	}
	line.LineStyle, points.GlyphStyle = look.line, look.glyph
	if len(bars) > 0 {
		e, err := plotter.NewYErrorBars(struct {
			plotter.XYs
			plotter.YErrors
		}{bars, errors})
		if err != nil {
			return err
		}
		e.LineStyle = draw.LineStyle{Color: look.line.Color, Width: 1}
		p.Add(e)
	}
	p.Add(line, points)
	if s.diverged {
		end, err := plotter.NewScatter(at[len(at)-1:])
		if err != nil {
			return err
		}
		end.GlyphStyle = divergedGlyph()
		p.Add(end)
	}
	return nil
}

// header returns the height of title, caption and legend, and draws them on dc unless it is nil.
func (f figure) header(dc *draw.Canvas, width vg.Length) vg.Length {
	y := margin
	write := func(style text.Style, line string) {
		if dc != nil {
			dc.FillText(style, vg.Point{X: dc.Min.X + margin, Y: dc.Max.Y - y}, line)
		}
		y += style.Font.Size * 1.35
	}
	for _, line := range wrap(f.title, titleSize, width-2*margin) {
		write(textStyle(titleSize, color.Black), line)
	}
	for _, line := range wrap(f.caption, captionSize, width-2*margin) {
		write(textStyle(captionSize, captionColor()), line)
	}
	return f.drawLegend(dc, width, y+6) + 8
}

// drawLegend puts the levels side by side, in as many lines as they need, and returns where the next thing can stand.
func (f figure) drawLegend(dc *draw.Canvas, width, y vg.Length) vg.Length {
	style := textStyle(labelSize, color.Black)
	style.YAlign = draw.YCenter
	x, pitch := margin, labelSize*1.5
	add := func(name string, sample func(left, middle vg.Point)) {
		w := legendSample + 6 + style.Width(name) + 18
		if x > margin && x+w > width {
			x, y = margin, y+pitch
		}
		if dc != nil {
			left := vg.Point{X: dc.Min.X + x, Y: dc.Max.Y - y - pitch/2}
			sample(left, vg.Point{X: left.X + legendSample/2, Y: left.Y})
			dc.FillText(style, vg.Point{X: left.X + legendSample + 6, Y: left.Y + labelSize/8}, name)
		}
		x += w
	}
	for i, name := range f.legend {
		look := styleOf(i)
		add(name, func(left, middle vg.Point) {
			dc.StrokeLine2(look.line, left.X, left.Y, left.X+legendSample, left.Y)
			dc.DrawGlyph(look.glyph, middle)
		})
	}
	if slices.ContainsFunc(f.panels, panel.hasPaper) {
		add("the paper", func(left, middle vg.Point) {
			published := look{draw.LineStyle{Color: captionColor(), Width: lineWidth}, draw.GlyphStyle{Color: captionColor(), Radius: glyphRadius}}.published()
			dc.StrokeLine2(published.line, left.X, left.Y, left.X+legendSample, left.Y)
			dc.DrawGlyph(published.glyph, middle)
		})
	}
	if slices.ContainsFunc(f.panels, panel.hasDiverged) {
		add("all seeds diverged", func(_, middle vg.Point) { dc.DrawGlyph(divergedGlyph(), middle) })
	}
	return y + pitch
}

// hasDiverged tells whether a line of the panel ends early.
func (p panel) hasDiverged() bool {
	return slices.ContainsFunc(p.series, func(s series) bool { return s.diverged && len(s.points) > 0 })
}

// hasPaper tells whether a line of the panel is published.
func (p panel) hasPaper() bool {
	return slices.ContainsFunc(p.series, func(s series) bool { return s.paper })
}

// wrap breaks a text at spaces so that no line is wider than width, if its words allow.
func wrap(s string, size, width vg.Length) []string {
	style := textStyle(size, color.Black)
	var lines []string
	for _, word := range strings.Fields(s) {
		if n := len(lines); n > 0 {
			if longer := lines[n-1] + " " + word; style.Width(longer) <= width {
				lines[n-1] = longer
				continue
			}
		}
		lines = append(lines, word)
	}
	return lines
}

func textStyle(size vg.Length, c color.Color) text.Style {
	return text.Style{Color: c, Font: sans(size), YAlign: draw.YTop, Handler: plot.DefaultTextHandler}
}

func sans(size vg.Length) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}
