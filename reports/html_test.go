package reports_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPageStandsAlone(t *testing.T) {
	page := read(t, "report.html")
	require.Regexp(t, `<html lang="en">`, page)
	require.NotRegexp(t, `<script|<link rel="stylesheet"|@import|url\(|ZgotmplZ`, page)
	for _, src := range regexp.MustCompile(` src="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		require.True(t, strings.HasPrefix(src[1], "data:image/png;base64,"), "%.80s", src[1])
	}
	for _, href := range regexp.MustCompile(` href="([^"#]+)"`).FindAllStringSubmatch(page, -1) {
		if href[1] != "data:," {
			read(t, href[1]) // a file of the report
		}
	}
	require.Less(t, len(page), 10<<20)
}

func TestPageCanBeWalkedWithoutEyes(t *testing.T) {
	page := read(t, "report.html")
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		require.False(t, ids[id[1]], "id %s is there twice", id[1])
		ids[id[1]] = true
	}
	for _, ref := range regexp.MustCompile(` (?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"`).FindAllStringSubmatch(page, -1) {
		require.True(t, ids[ref[1]], "nothing has id %s", ref[1])
	}
	level := 0
	for _, h := range regexp.MustCompile(`<h([1-6])[ >]`).FindAllStringSubmatch(page, -1) {
		next, err := strconv.Atoi(h[1])
		require.NoError(t, err)
		require.LessOrEqual(t, next, level+1, "headings skip a level")
		level = next
	}
	require.Equal(t, 1, strings.Count(page, "<h1"))
	for _, landmark := range []string{"<header", "<nav ", "<main ", "<footer"} {
		require.Equal(t, 1, strings.Count(page, landmark), landmark)
	}
	tables := strings.Count(page, "<table")
	require.Greater(t, tables, 30)
	require.Equal(t, tables, strings.Count(page, "<caption"))
	require.NotRegexp(t, `<th>|<th class`, page, "each heading says what it heads")
	require.NotRegexp(t, `<img [^>]*alt=""|<img [^>]*src="[^"]*"[^>]*">\s*<img`, page)
	require.Equal(t, strings.Count(page, "<img "), strings.Count(page, " alt=\""))
	require.Equal(t, strings.Count(page, "<svg "), strings.Count(page, `<svg role="img" aria-label="`))
	for _, region := range regexp.MustCompile(`<div class="scroll[^>]*>`).FindAllString(page, -1) {
		require.Contains(t, region, `role="region"`)
		require.Contains(t, region, `tabindex="0"`)
	}
}

func TestPageSaysHowToReproduceIt(t *testing.T) {
	page := read(t, "report.html")
	require.Contains(t, page, "<code>tgan run --profile laptop</code>")
	require.Regexp(t, `<th scope="row">flowers</th><th scope="row">places</th><td class="words"><code>rm -rf( runs/[0-9a-f]{12}\*){3} &amp;&amp; tgan run --profile laptop</code>`, page)
	require.Contains(t, page, "domain-82f7fe69")
	require.Regexp(t, `Of \d+ claims: \d+ hold`, page)
	require.Contains(t, page, "ratios at two places. Effect: mean rank correlation (orders of sources). p: ")
}

// Colours of text have the contrast that WCAG 2.1 asks for, 4.5 to 1, on both grounds of both schemes.
func TestColoursCanBeRead(t *testing.T) {
	css, err := os.ReadFile("page/style.css")
	require.NoError(t, err)
	light, dark, ok := strings.Cut(string(css), "prefers-color-scheme: dark")
	require.True(t, ok)
	for scheme, text := range map[string]string{"light": light, "dark": dark} {
		colour := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(text, -1) {
			if _, seen := colour[m[1]]; !seen {
				colour[m[1]] = luminance(t, m[2])
			}
		}
		for _, ground := range []string{"paper", "raised"} {
			for _, ink := range []string{"ink", "quiet", "link", "good", "bad", "open"} {
				require.Greater(t, contrast(colour[ink], colour[ground]), 4.5, "%s: %s on %s", scheme, ink, ground)
			}
		}
		for _, ink := range []string{"plot-ink", "plot-note"} {
			require.Greater(t, contrast(colour[ink], colour["plot-paper"]), 4.5, "%s: %s", scheme, ink)
		}
	}
	require.Less(t, contrast(luminance(t, "777777"), luminance(t, "ffffff")), 4.5, "a known case that is just too faint")
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// luminance is the relative luminance of WCAG 2.1.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		c := float64(v) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestLaTeXTablesAreWhole(t *testing.T) {
	names := []string{"table1", "table2", "table4", "table5", "table6", "table7", "figure1a", "figure1b", "figure4", "density", "methods", "claims"}
	for _, name := range names {
		tex := read(t, name+".tex")
		require.Equal(t, strings.Count(tex, `\begin{table}`), strings.Count(tex, `\end{table}`), name)
		require.Equal(t, strings.Count(tex, `\toprule`), strings.Count(tex, `\bottomrule`), name)
		require.NotRegexp(t, `[^\\]%[^ ]|[^\\]_|±`, tex, name)
		for _, block := range regexp.MustCompile(`(?s)\\begin\{tabular\}\{(.*?)\}\n(.*?)\\end\{tabular\}`).FindAllStringSubmatch(tex, -1) {
			columns := len(regexp.MustCompile(`[lr]|p\{5cm`).FindAllString(block[1], -1))
			for row := range strings.Lines(block[2]) {
				if strings.HasSuffix(row, "\\\\\n") {
					require.Equal(t, columns, len(regexp.MustCompile(`[^\\]&`).FindAllString(row, -1))+1, "%s: %s", name, row)
				}
			}
		}
	}
	require.Contains(t, read(t, "table1.tex"), `\textbf{`)
	require.True(t, slices.ContainsFunc(strings.Split(read(t, "table4.tex"), "\n"), func(line string) bool {
		return strings.HasPrefix(line, fmt.Sprintf("flowers & %s", "")) && strings.Contains(line, `$\pm$`)
	}))
}
