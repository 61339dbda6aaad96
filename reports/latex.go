package reports

import (
	"bytes"
	"fmt"
	"strings"
)

// latex returns tables for \input into a document that loads booktabs: one table environment each, labelled tab:NAME-N, with text escaped.
func latex(name string, tables []table) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%% %s: needs \\usepackage{booktabs}\n", name)
	for i, t := range tables {
		fmt.Fprintf(&out, "\\begin{table}\n\\centering\\small\n\\caption{%s. %s}\n\\label{tab:%s-%d}\n", escapeTeX(t.title), escapeTeX(t.caption), name, i+1)
		fmt.Fprintf(&out, "\\begin{tabular}{%s}\n\\toprule\n", strings.Join(t.texColumns(), ""))
		writeTeXRow(&out, plain(t.header...))
		out.WriteString("\\midrule\n")
		for _, row := range t.rows {
			writeTeXRow(&out, row)
		}
		out.WriteString("\\bottomrule\n\\end{tabular}\n\\end{table}\n")
	}
	return out.Bytes()
}

// texColumns returns the alignment of each column; long texts are broken.
func (t table) texColumns() []string {
	columns := make([]string, len(t.header))
	for i := range columns {
		columns[i] = "r"
		if t.prose || i < t.labels {
			columns[i] = "l"
		}
		for _, row := range t.rows {
			if len(row[i].text) > longText {
				columns[i] = "p{5cm}"
			}
		}
	}
	return columns
}

func writeTeXRow(out *bytes.Buffer, row []entry) {
	for i, e := range row {
		if i > 0 {
			out.WriteString(" & ")
		}
		text := escapeTeX(e.text)
		if e.best {
			text = `\textbf{` + text + `}`
		}
		out.WriteString(text)
	}
	out.WriteString(" \\\\\n")
}

// escapeTeX writes a text so that LaTeX shows it as it is.
func escapeTeX(s string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, `&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`, `{`, `\{`, `}`, `\}`, `~`, `\textasciitilde{}`,
		`^`, `\textasciicircum{}`, `<`, `\textless{}`, `>`, `\textgreater{}`, `±`, `$\pm$`, `×`, `$\times$`, `–`, `--`,
	).Replace(s)
}
