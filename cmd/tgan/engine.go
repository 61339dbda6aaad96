package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tgan/internal/kernel"
)

// engine are the flags that say how to compute. They never change a result, except that the portable kernels round otherwise than those
// with fused multiply-add.
type engine struct {
	instructions
	threads int
}

func (e *engine) register(cmd *cobra.Command, threads int) {
	cmd.Flags().IntVar(&e.threads, "threads", threads, "threads to compute with; results do not depend on it")
	e.instructions.register(cmd)
}

// set returns the instruction set, the best of this machine by default.
func (e *engine) set() (kernel.ISA, error) {
	if e.threads < 1 || e.threads > 1024 {
		return 0, input(fmt.Errorf("--threads is %d; it must be 1 to 1024", e.threads))
	}
	return e.instructions.set()
}

// instructions is the flag that names an instruction set, for commands that compute by it or look up what was.
type instructions struct{ isa string }

func (n *instructions) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&n.isa, "isa", "", "instruction set: avx512, avx2 or portable (default the best of this machine)")
}

// set returns the instruction set, the best of this machine by default.
func (n *instructions) set() (kernel.ISA, error) {
	best := kernel.Detect()
	if n.isa == "" {
		return best, nil
	}
	isa, err := kernel.ParseISA(n.isa)
	if err != nil {
		return 0, input(fmt.Errorf("--isa: %w", err))
	}
	if isa > best {
		return 0, input(fmt.Errorf("--isa %s: this machine has %v at best", n.isa, best))
	}
	return isa, nil
}

// pool returns a pool of the threads and instruction set asked for; the caller closes it.
func (e *engine) pool() (*kernel.Pool, error) {
	isa, err := e.set()
	if err != nil {
		return nil, err
	}
	return kernel.NewPool(e.threads, isa), nil
}
