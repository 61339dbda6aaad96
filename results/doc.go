// Package results holds the record of a finished trial and the store that keeps trials by content.
//
// A store is a folder with one folder a trial, named by the trial's key: the sha256 of its resolved specification and of its inputs' keys.
// A trial is there exactly if its record trial.json is, which is published last and carries the sha256 of the trial's other files;
// they are verified on every read. The folder results at the top of the repository also holds the committed reference results.
// The package does not know what a trial does.
package results
