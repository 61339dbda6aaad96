package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
)

// Exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitInput       = 2
	exitUnmet       = 3
	exitInterrupted = 130
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run executes a command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	context.AfterFunc(ctx, stop) // a second interrupt kills
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errStopped) {
		fmt.Fprintln(stderr, "tgan: interrupted")
		return exitInterrupted
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "tgan: interrupted; the same command continues from here")
		return exitInterrupted
	}
	fmt.Fprintln(stderr, "tgan: "+strings.ReplaceAll(err.Error(), "\n", "; "))
	return exitCode(err)
}

// exitCode returns that of an error that is no interrupt.
func exitCode(err error) int {
	if refused(err) {
		return exitFailed
	}
	if _, ok := errors.AsType[*inputError](err); ok {
		return exitInput
	}
	if _, ok := errors.AsType[*benchmarks.InputError](err); ok {
		return exitInput
	}
	if _, ok := errors.AsType[*unmetError](err); ok {
		return exitUnmet
	}
	return exitFailed
}

// refused tells that the system could not do what another time or another disk can: no command line and no input was wrong.
func refused(err error) bool {
	return slices.ContainsFunc([]error{
		syscall.EIO, syscall.ESTALE, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOSPC, syscall.EDQUOT, syscall.ENOLCK,
	}, func(cause error) bool { return errors.Is(err, cause) })
}

// inputError marks an error that the user can mend: a flag, a name, a file.
type inputError struct{ error }

func (e *inputError) Unwrap() error { return e.error }

// input marks err as the user's to mend; nil stays nil.
func input(err error) error {
	if err == nil {
		return nil
	}
	return &inputError{err}
}

// errStopped tells that a command was interrupted that keeps nothing to continue from.
var errStopped = errors.New("stopped")

// atOnce makes a command that keeps nothing end at an interrupt, wherever it is.
func atOnce(cmd *cobra.Command) *cobra.Command {
	work := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		done := make(chan error, 1)
		go func() { done <- work(cmd, args) }()
		select {
		case err := <-done:
			return err
		case <-cmd.Context().Done():
			return errStopped
		}
	}
	return cmd
}

// unmetError tells that work was done and its outcome is not what the reference has.
type unmetError struct{ error }

func newRoot() *cobra.Command {
	root := helpOnly(&cobra.Command{
		Use:   "tgan",
		Short: "Reproducible benchmarks of transferring GANs to limited data",
		Long: `tgan pre-trains GANs on a source domain, fine-tunes them on a small target domain, and measures what the
transfer bought, after "Transferring GANs: generating images from limited data" (Wang et al., ECCV 2018).`,
		Example: `  tgan run --profile smoke                     every benchmark at the smallest scale
  tgan train --data flowers.zip --out gan      train a GAN on your own images
  tgan sample --checkpoint gan --out grid.png  or generated.zip, or a folder
  tgan metric --real photos/ --fake gan        FID and KMMD of a generator, or of two image sets
  tgan compare A B                             are the trainings of B better than those of A`,
		SilenceUsage:  true,
		SilenceErrors: true,
	})
	root.PersistentFlags().Bool("json", false, "print results as JSON")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return input(fmt.Errorf("%w; see %s --help", err, cmd.CommandPath()))
	})
	root.AddCommand(newList(), newRun(), newReport(), newClaims(), newCheck(), newCompare(), newTrain(), newRecommend(), newAdapt(), newSample(), newImport(), newExport(), newMetric(), newBench(), newData(), newWeights(), newDoctor(), newExtractor())
	markArgs(root)
	return root
}

// helpOnly makes a command that does nothing itself print its help, and an unknown command below it an error.
func helpOnly(cmd *cobra.Command) *cobra.Command {
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// markArgs makes wrong arguments of the command, and of all below it, the user's to mend.
func markArgs(cmd *cobra.Command) {
	if args := cmd.Args; args != nil {
		cmd.Args = func(cmd *cobra.Command, a []string) error { return input(args(cmd, a)) }
	}
	for _, c := range cmd.Commands() {
		markArgs(c)
	}
}
