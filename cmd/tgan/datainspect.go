package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
	"github.com/spf13/cobra"

	"tgan/datasets"
)

// What an inspection prints at most; --json has all of it.
const (
	mostSizes  = 10
	mostGroups = 20
	mostBad    = 20
)

func newDataInspect() *cobra.Command {
	spec := datasets.Spec{}
	var root string
	var threads int
	cmd := &cobra.Command{
		Use:   "inspect SOURCE",
		Short: "Say what a set holds: classes, parts, sizes, duplicates, bad files",
		Long: `Reads a set as every other command would and says what is in it: how it was read, what was skipped and which files are bad, and of the
images of --split the classes with their parts and first files, the sizes and modes, and which images have the same pixels. Sizes are those of
decoded images, turned upright; modes are from the headers of files, in Pillow's words. Nothing is written.`,
		Example: `  tgan data inspect photos/
  tgan data inspect celeba/ --label Smiling --split test --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if spec.Source = args[0]; spec.Procedural() {
				return input(fmt.Errorf("%s is drawn, there is nothing to inspect: look at it with tgan data preview", spec.Source))
			}
			if threads < 1 || threads > 1024 {
				return input(fmt.Errorf("--threads is %d; it must be 1 to 1024", threads))
			}
			in, err := inspect(cmd, root, spec, threads)
			if err != nil {
				return input(err)
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, in)
			}
			return printInspection(cmd.OutOrStdout(), in)
		},
	}
	f := cmd.Flags()
	f.StringVar(&root, "data-root", "", "folder that a relative SOURCE is in")
	f.StringVar(&spec.Split, "split", datasets.All, "all, train, validation or test")
	f.IntVar(&spec.Classes, "classes", 0, "inspect the first so many classes (0: all)")
	registerLabel(cmd, &spec)
	f.IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "threads to decode with")
	return cmd
}

// inspect inspects the images of a spec; bad files are told, not refused.
func inspect(cmd *cobra.Command, root string, spec datasets.Spec, threads int) (datasets.Inspection, error) {
	spec.SkipBad = true
	set, err := datasets.OpenSet(cmd.Context(), root, spec, datasets.Options{Threads: threads})
	if err != nil {
		return datasets.Inspection{}, err
	}
	defer set.Close()
	var bar *progress
	defer func() {
		if bar != nil {
			bar.stop()
		}
	}()
	return set.Inspect(cmd.Context(), spec, datasets.Options{Threads: threads, Progress: func(done, total int) {
		if bar == nil {
			bar = newProgress(cmd.ErrOrStderr(), total)
		}
		bar.at(spec.Source, done, "")
	}})
}

// printInspection writes an inspection as text.
func printInspection(w io.Writer, in datasets.Inspection) error {
	fmt.Fprintln(w, in.Reading)
	if in.Split != datasets.All {
		fmt.Fprintf(w, "of these, %d images of split %s:\n", in.Images, in.Split)
	}
	if err := printClasses(w, in); err != nil {
		return err
	}
	var sizes, modes []string
	for k, s := range in.Sizes {
		if k == mostSizes {
			sizes = append(sizes, fmt.Sprintf("and %d other sizes", len(in.Sizes)-mostSizes))
			break
		}
		sizes = append(sizes, fmt.Sprintf("%d×%d (%d)", s.Width, s.Height, s.Images))
	}
	for _, m := range in.Modes {
		modes = append(modes, fmt.Sprintf("%s (%d)", m.Mode, m.Images))
	}
	fmt.Fprintf(w, "sizes: %s\nmodes: %s\n", strings.Join(sizes, ", "), strings.Join(modes, ", "))
	printGroups(w, in.Duplicates)
	if len(in.Bad) == 0 {
		fmt.Fprintln(w, "bad files: none")
		return nil
	}
	fmt.Fprintf(w, "bad files: %d\n", len(in.Bad))
	listUpTo(w, in.Bad, mostBad)
	return nil
}

// printClasses writes the classes as a table, with a column for each part.
func printClasses(w io.Writer, in datasets.Inspection) error {
	table := tablewriter.NewTable(w, tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithEastAsian(tw.Off), tablewriter.WithRowAutoWrap(tw.WrapNone))
	header := []string{"class", "images"}
	for _, p := range in.Reading.Parts {
		header = append(header, p.Part)
	}
	table.Header(append(header, "first files"))
	for _, c := range in.Classes {
		row := []string{c.Class, fmt.Sprint(c.Images)}
		for _, of := range in.Reading.Parts {
			n := 0
			for _, p := range c.Parts {
				if p.Part == of.Part {
					n = p.Images
				}
			}
			row = append(row, fmt.Sprint(n))
		}
		if err := table.Append(append(row, strings.Join(c.First, ", "))); err != nil {
			return err
		}
	}
	return table.Render()
}

// printGroups writes images that have the same pixels.
func printGroups(w io.Writer, groups [][]string) {
	if len(groups) == 0 {
		fmt.Fprintln(w, "duplicates: none")
		return
	}
	n := 0
	var lines []string
	for _, group := range groups {
		n += len(group) - 1
		lines = append(lines, strings.Join(group, " = "))
	}
	fmt.Fprintf(w, "duplicates: %d, with the pixels of another image\n", n)
	listUpTo(w, lines, mostGroups)
}

// listUpTo writes the first of some lines, indented, and how many there are more.
func listUpTo(w io.Writer, lines []string, most int) {
	for k, line := range lines {
		if k == most {
			fmt.Fprintf(w, "  and %d more\n", len(lines)-most)
			return
		}
		fmt.Fprintln(w, "  "+line)
	}
}
