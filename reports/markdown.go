package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
	"tgan/results"
)

// picture is a figure or sheet as a page shows it.
type picture struct {
	heading string
	file    string // beside the page
	alt     string
}

// page returns the report of one benchmark as Markdown, with the pictures in order.
func page(c *benchmarks.Collection, t benchmarks.Table, pictures []picture) ([]byte, error) {
	d := t.Definition
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s (%s)\n\n", d.Title, d.Name)
	if d.Question != "" {
		fmt.Fprintf(&out, "%s\n\n", d.Question)
	}
	out.WriteString("## Setting\n\n")
	for _, line := range setting(c, t) {
		fmt.Fprintf(&out, "- %s\n", line)
	}
	out.WriteString("\n## Results\n")
	best := emphasis{before: "**", after: "**", name: "Bold"}
	for _, table := range ourTables(c, t, best) {
		if err := section(&out, 3, table, best); err != nil {
			return nil, err
		}
	}
	if lines := divergences(c, t); len(lines) > 0 {
		out.WriteString("\nDiverged (a loss was no longer finite); these trials are in no mean from there on:\n\n")
		for _, line := range lines {
			fmt.Fprintf(&out, "- %s\n", line)
		}
	}
	out.WriteString("\nThe same numbers: ")
	for _, name := range numberFiles(c, t) {
		fmt.Fprintf(&out, "[%s](%s), ", name, name)
	}
	fmt.Fprintf(&out, "and every score of every seed: [%s](%s).\n", resultsFile, resultsFile)
	if paper, ok := paperTable(d, publishedMetrics(d)); ok {
		if err := section(&out, 2, paper, best); err != nil {
			return nil, err
		}
	}
	for i, p := range pictures {
		if i == 0 || pictures[i-1].heading != p.heading {
			fmt.Fprintf(&out, "\n## %s\n", p.heading)
		}
		fmt.Fprintf(&out, "\n![%s](%s)\n", p.alt, p.file)
	}
	return out.Bytes(), nil
}

func section(out *bytes.Buffer, level int, t table, best emphasis) error {
	fmt.Fprintf(out, "\n%s %s\n\n", strings.Repeat("#", level), t.title)
	if err := t.render(out, best, tablewriter.WithRenderer(renderer.NewMarkdown())); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%s\n", t.caption)
	return nil
}

// setting says in words what was run.
func setting(c *benchmarks.Collection, t benchmarks.Table) []string {
	p, d := c.Plan.Profile, t.Definition
	lines := []string{fmt.Sprintf("Profile `%s`: %s", p.Name, p.About)}
	sources, targets := roles(d)
	for _, name := range sources {
		role, ok := p.Data[name]
		if !ok {
			continue // its levels are left out
		}
		lines = append(lines, fmt.Sprintf("Source `%s`: %s; pre-trained for %s.", name, describeImages(role.Train), count(p.Pretrain.Steps, "generator update")))
	}
	counted := slices.ContainsFunc(d.Axes, countsImages)
	for _, name := range targets {
		role, ok := p.Data[name]
		if !ok {
			continue
		}
		train := describeImages(role.Train)
		if counted {
			role.Train.Count, role.Train.PerClass = 0, 0
			train = describeImages(role.Train) + ", as many images as the table says, each seed its own"
		}
		lines = append(lines, fmt.Sprintf("Target `%s`: %s; trained for %s; measured against %s.", name, train, count(t.Schedule.Steps, "generator update"), describeImages(role.Test)))
	}
	if conditions := d.Conditions(); len(conditions) > 0 {
		lines = append(lines, fmt.Sprintf("Conditional generators are told the class (%s), and the critic learns to tell it; sources know no classes.", joined(conditions)))
	}
	s := p.Training
	var seeds []string
	for _, seed := range t.Schedule.Seeds {
		seeds = append(seeds, strconv.Itoa(seed))
	}
	return append(lines,
		fmt.Sprintf("Network `%s` of width %d, WGAN-GP with batches of %d, %s for one of the generator, penalty weight %g, Adam(%g, %g, %g).",
			s.Architecture, s.Dim, s.Batch, count(s.CriticSteps, "critic update"), s.PenaltyWeight, s.LearningRate, s.Beta1, s.Beta2),
		fmt.Sprintf("Measured with extractor `%s` on %s of the generator.", p.Evaluation.Extractor, count(p.Evaluation.Fake, "image")),
		fmt.Sprintf("%s (%s); %d of %d trials finished.", count(len(seeds), "seed"), strings.Join(seeds, ", "), finished(c, t), planned(t)),
	)
}

// roles returns the roles of a definition that are pre-trained and those that are learned, in order.
func roles(d benchmarks.Definition) (sources, targets []string) {
	add := func(to *[]string, name string) {
		if name != "" && !slices.Contains(*to, name) {
			*to = append(*to, name)
		}
	}
	everyLevel := slices.ContainsFunc(d.Axes, func(a benchmarks.Axis) bool {
		return len(a.Levels) > 0 && !slices.ContainsFunc(a.Levels, func(l benchmarks.Level) bool { return l.Target == "" })
	})
	if !everyLevel { // else the definition's own target is never used
		add(&targets, d.Target)
	}
	for _, a := range d.Axes {
		for _, l := range a.Levels {
			add(&sources, l.Source)
			add(&targets, l.Target)
		}
	}
	return sources, targets
}

// joined lists conditions.
func joined(conditions []models.Condition) string {
	names := make([]string, len(conditions))
	for i, c := range conditions {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}

func describeImages(s datasets.Spec) string {
	text := fmt.Sprintf("`%s`, split %s", s.Source, s.Split)
	if s.Fit != "" {
		text += fmt.Sprintf(", fit %s to %d pixels", s.Fit, s.Side)
	} else {
		text += fmt.Sprintf(", %d pixels", s.Side)
	}
	if s.Count > 0 {
		text += fmt.Sprintf(", %s", count(s.Count, "image"))
	}
	if s.PerClass > 0 {
		text += fmt.Sprintf(", %s of each class", count(s.PerClass, "image"))
	}
	if s.Classes > 0 {
		text += fmt.Sprintf(", the first %d classes", s.Classes)
	}
	if s.Label != "" {
		text += fmt.Sprintf(", classes by %s", s.Label)
	}
	if s.Style != 0 {
		text += fmt.Sprintf(", style %g", s.Style)
	}
	return text
}

// cellNames returns the levels of a cell with what they count.
func cellNames(t benchmarks.Table, cell benchmarks.Cell) []string {
	names := make([]string, len(cell.Levels))
	for i, level := range cell.Levels {
		names[i] = levelName(t.Definition.Axes[i], level)
	}
	return names
}

// planned and finished count the trials of a benchmark's cells; pre-training is not among them.
func planned(t benchmarks.Table) int {
	n := 0
	for _, cell := range t.Cells {
		n += len(cell.Trials)
	}
	return n
}

func finished(c *benchmarks.Collection, t benchmarks.Table) int {
	n := 0
	for _, cell := range t.Cells {
		n += len(c.Runs(cell))
	}
	return n
}

// divergences names the trials that diverged, if any.
func divergences(c *benchmarks.Collection, t benchmarks.Table) []string {
	var lines []string
	for _, cell := range t.Cells {
		for i, key := range cell.Trials {
			if trial, ok := c.Trials[key]; ok && trial.Outcome == results.Diverged {
				lines = append(lines, fmt.Sprintf("%s, seed %d, at generator update %d", strings.Join(cellNames(t, cell), ", "), t.Schedule.Seeds[i], trial.DivergedAt))
			}
		}
	}
	return lines
}
