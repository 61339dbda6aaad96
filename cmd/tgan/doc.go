// Tgan is the command line of the suite: it runs the paper's benchmarks, trains and samples single GANs, and measures image sets.
//
// Data goes to standard output, logs and progress to standard error. Exit codes: 0 done, 1 the work failed, 2 wrong usage or input,
// 130 interrupted; after an interruption the same command continues where it was. Run "tgan help" for the commands.
package main
