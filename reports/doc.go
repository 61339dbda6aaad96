// Package reports turns finished trials into what a person reads: one page with everything, tables as Markdown, CSV, LaTeX and terminal
// text, figures as SVG and PNG, sample sheets, and one JSON file with every number.
//
// A report is a function of the collection alone: no clock, no machine and no order of execution reaches it, so that the same trials give
// the same bytes. Trials that are missing show as a dash and those that diverged as "div."; neither is ever a number. Every table and figure
// names what made its numbers. The package trains nothing and measures nothing; claims are judged by package benchmarks.
package reports
