package reports

import (
	"slices"

	"tgan/benchmarks"
)

// grid is a benchmark's cells as rows, the levels of the first axis, and columns, those of the second or a nameless one.
type grid struct {
	rows, columns []string
	cells         [][]*benchmarks.Cell // nil where there is none
}

func newGrid(t benchmarks.Table) grid {
	var g grid
	for i := range t.Cells {
		row, column := position(t.Cells[i])
		if !slices.Contains(g.rows, row) {
			g.rows = append(g.rows, row)
		}
		if !slices.Contains(g.columns, column) {
			g.columns = append(g.columns, column)
		}
	}
	g.cells = make([][]*benchmarks.Cell, len(g.rows))
	for r := range g.cells {
		g.cells[r] = make([]*benchmarks.Cell, len(g.columns))
	}
	for i := range t.Cells {
		row, column := position(t.Cells[i])
		g.cells[slices.Index(g.rows, row)][slices.Index(g.columns, column)] = &t.Cells[i]
	}
	return g
}

// transposed swaps rows and columns.
func (g grid) transposed() grid {
	t := grid{rows: g.columns, columns: g.rows}
	for c := range g.columns {
		row := make([]*benchmarks.Cell, len(g.rows))
		for r := range g.rows {
			row[r] = g.cells[r][c]
		}
		t.cells = append(t.cells, row)
	}
	return t
}

func position(cell benchmarks.Cell) (row, column string) {
	if len(cell.Levels) > 1 {
		return cell.Levels[0], cell.Levels[1]
	}
	return cell.Levels[0], ""
}
