// Package benchmarks holds the paper's experiments: what they are (definitions), at which scale they run (profiles), the trials that they
// need (plan), and how those are run and kept (runner).
//
// A definition is written once, in YAML, as axes of levels; every combination of levels is a cell of the paper's table. A profile binds
// the roles of a definition, such as source and target, to data sets and sets network, steps, sizes and seeds. Definition and
// profile together resolve to trials, each with a key: the sha256 of everything that determines its result. Trials of several
// benchmarks that agree are one trial.
package benchmarks
