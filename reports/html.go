package reports

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"tgan/benchmarks"
)

// pageFile is the page that shows everything.
const pageFile = "report.html"

//go:embed page/*.html.tmpl
var pageParts embed.FS

//go:embed page/style.css
var pageStyle template.CSS

// htmlPage is what the template of the whole page reads.
type htmlPage struct {
	Profile, About, Progress, Tally string
	Style                           template.CSS
	Verdicts                        []htmlVerdict
	Benchmarks                      []htmlBenchmark
	Cost                            htmlTable
	Environment                     []fact
	Command, Results                string
}

type htmlVerdict struct {
	ID, Anchor, Statement, Count string
	Ruling                       htmlRuling
	Benchmarks                   []htmlLink
	Evidence                     []htmlTable // tests that decide, and those beside
}

// htmlRuling is told by a word and a mark, and by a colour only beside them.
type htmlRuling struct{ Class, Mark, Word string }

type htmlLink struct{ Name, Anchor string }

// html returns the whole report as one page that loads nothing.
func html(c *benchmarks.Collection, verdicts []benchmarks.Verdict, sections []htmlBenchmark) ([]byte, error) {
	cost, err := costTable(c)
	if err != nil {
		return nil, err
	}
	p := c.Plan.Profile
	page := htmlPage{
		Profile: p.Name, About: p.About, Style: pageStyle, Benchmarks: sections, Cost: newHTMLTable("cost", cost), Environment: environment(c.Plan),
		Command: runCommand(c.Plan), Results: "results/" + p.Name,
		Progress: fmt.Sprintf("%d of %s finished.", len(c.Trials), count(len(c.Plan.Trials), "trial")),
	}
	rulings := map[benchmarks.Ruling]int{}
	for _, v := range verdicts {
		rulings[v.Ruling]++
		page.Verdicts = append(page.Verdicts, newHTMLVerdict(v, c.Plan))
	}
	if len(verdicts) > 0 {
		page.Tally = fmt.Sprintf("Of %s: %d hold, %d fail, %d undecided at this scale, %d not measured.", count(len(verdicts), "claim"),
			rulings[benchmarks.Holds], rulings[benchmarks.Fails], rulings[benchmarks.Undecided], rulings[benchmarks.NotMeasured])
	}
	templates, err := template.ParseFS(pageParts, "page/*.html.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = templates.ExecuteTemplate(&out, "page.html.tmpl", page)
	return out.Bytes(), err
}

func newHTMLVerdict(v benchmarks.Verdict, plan *benchmarks.Plan) htmlVerdict {
	anchor := "claim-" + strings.ToLower(v.ID)
	out := htmlVerdict{
		ID: v.ID, Anchor: anchor, Statement: v.Statement, Count: deciding(v) + ".", Ruling: newHTMLRuling(v.Ruling),
	}
	for i, decide := range []bool{true, false} {
		if t := comparisonTable([]benchmarks.Verdict{v}, decide); len(t.rows) > 0 {
			out.Evidence = append(out.Evidence, newHTMLTable(fmt.Sprintf("%s-%d", anchor, i+1), t))
		}
	}
	for _, name := range v.Benchmarks {
		link := htmlLink{Name: name}
		if _, planned := plan.Table(name); planned {
			link.Anchor = name
		}
		out.Benchmarks = append(out.Benchmarks, link)
	}
	return out
}

// deciding counts the tests that decide a claim, by what they say.
func deciding(v benchmarks.Verdict) string {
	n, counts := 0, map[benchmarks.Ruling]int{}
	for _, c := range v.Comparisons {
		if c.Decides {
			n++
			counts[c.Ruling]++
		}
	}
	var parts []string
	for _, r := range []struct {
		ruling benchmarks.Ruling
		words  string
	}{{benchmarks.Holds, "for it"}, {benchmarks.Fails, "against it"}, {benchmarks.Undecided, "undecided"}, {benchmarks.NotMeasured, "not measured"}} {
		if counts[r.ruling] > 0 {
			parts = append(parts, fmt.Sprintf("%d of %d %s", counts[r.ruling], n, r.words))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func newHTMLRuling(r benchmarks.Ruling) htmlRuling {
	switch r {
	case benchmarks.Holds:
		return htmlRuling{"holds", "✓", string(r)}
	case benchmarks.Fails:
		return htmlRuling{"fails", "✗", string(r)}
	case benchmarks.Undecided:
		return htmlRuling{"undecided", "?", string(r)}
	}
	return htmlRuling{"unmeasured", "–", string(r)}
}

// htmlTable is a table with an id that its caption and note carry on.
type htmlTable struct {
	ID, Title string
	Note      template.HTML
	Header    []htmlCell
	Rows      [][]htmlCell
}

type htmlCell struct {
	Text  template.HTML
	Class string
	Label bool // names the row
	Best  bool
	N     int // seeds; 0 says nothing
}

// longText is the length from which a cell's text is broken into lines.
const longText = 48

func newHTMLTable(id string, t table) htmlTable {
	out := htmlTable{ID: id, Title: t.title, Note: code(t.caption)}
	for i, text := range t.header {
		cell := htmlCell{Text: code(text)}
		if !t.prose && i >= t.labels {
			cell.Class = "number"
		}
		out.Header = append(out.Header, cell)
	}
	for _, row := range t.rows {
		cells := make([]htmlCell, len(row))
		for i, e := range row {
			cells[i] = htmlCell{Text: code(e.text), Label: i < t.labels, Best: e.best, N: e.n}
			switch {
			case len(e.text) > longText:
				cells[i].Class = "words"
			case t.prose:
				cells[i].Class = "text"
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// code escapes a text, in which what stands between backticks is code.
func code(s string) template.HTML {
	var out strings.Builder
	for i, part := range strings.Split(s, "`") {
		if escaped := template.HTMLEscapeString(part); i%2 == 1 {
			out.WriteString("<code>" + escaped + "</code>")
		} else {
			out.WriteString(escaped)
		}
	}
	return template.HTML(out.String())
}
