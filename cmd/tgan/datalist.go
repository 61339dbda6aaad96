package main

import (
	"fmt"
	"io"
	"strconv"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/datasets/procedural"
	"tgan/internal/fetch"
)

// dataListing is what "tgan data list --json" prints.
type dataListing struct {
	Procedural []listedDomain       `json:"procedural"`
	Sets       []datasets.Published `json:"sets"`
}

// listedDomain is a procedural domain.
type listedDomain struct {
	Source  string `json:"source"`
	Classes int    `json:"classes"`
}

func newDataList() *cobra.Command {
	var from catalogue
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List procedural domains and published sets",
		Long: `Lists the procedural domains, which need no files, and the published sets of the catalogue: their role in the paper, size and what
it takes to get them. --json adds files with their checksums, terms and steps.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sets, err := from.open()
			if err != nil {
				return err
			}
			l := dataListing{Sets: sets.Sets}
			for _, d := range procedural.Domains() {
				l.Procedural = append(l.Procedural, listedDomain{"procedural/" + d.Name, len(d.Classes)})
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, l)
			}
			return l.print(cmd.OutOrStdout())
		},
	}
	from.register(cmd)
	return cmd
}

func (l dataListing) print(w io.Writer) error {
	fmt.Fprintln(w, "Procedural domains (--data SOURCE, drawn as needed)")
	rows := [][]string{{"SOURCE", "CLASSES"}}
	for _, d := range l.Procedural {
		rows = append(rows, []string{d.Source, strconv.Itoa(d.Classes)})
	}
	if err := columns(w, rows); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nPublished sets (tgan data fetch NAME; consent and login: it says what to do)")
	rows = [][]string{{"NAME", "SIZE", "ACCESS", "ROLE IN THE PAPER", "SET"}}
	for _, s := range l.Sets {
		rows = append(rows, []string{s.Name, sizeOf(s), string(s.Access), s.Role, s.Title})
	}
	return columns(w, rows)
}

// sizeOf returns the size of a set's files for people.
func sizeOf(s datasets.Published) string {
	switch sum, all := s.Bytes(); {
	case sum == 0:
		return "not known"
	case !all:
		return "over " + fetch.Size(sum)
	default:
		return fetch.Size(sum)
	}
}

// columns writes rows of cells as aligned columns.
func columns(w io.Writer, rows [][]string) error {
	t := tablewriter.NewTable(w, tablewriter.WithRendition(tw.Rendition{
		Borders:  tw.BorderNone,
		Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
	}), tablewriter.WithRowAutoWrap(tw.WrapNone))
	if err := t.Bulk(rows); err != nil {
		return err
	}
	return t.Render()
}
