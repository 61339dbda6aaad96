package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/internal/kernel"
)

// engine are the flags that say how to compute; they never change a result.
type engine struct {
	threads int
	isa     string
}

func (e *engine) register(cmd *cobra.Command) {
	cmd.Flags().IntVar(&e.threads, "threads", runtime.GOMAXPROCS(0), "threads to compute with; results do not depend on it")
	cmd.Flags().StringVar(&e.isa, "isa", "", "instruction set: avx512, avx2 or portable (default the best of this machine)")
}

// set returns the instruction set, the best of this machine by default.
func (e *engine) set() (kernel.ISA, error) {
	best := kernel.Detect()
	if e.isa == "" {
		return best, nil
	}
	isa, err := kernel.ParseISA(e.isa)
	if err != nil {
		return 0, input(fmt.Errorf("--isa: %w", err))
	}
	if isa > best {
		return 0, input(fmt.Errorf("--isa %s: this machine has %v at best", e.isa, best))
	}
	return isa, nil
}

// pool returns a pool of the threads and instruction set asked for; the caller closes it.
func (e *engine) pool() (*kernel.Pool, error) {
	isa, err := e.set()
	if err != nil {
		return nil, err
	}
	if e.threads < 1 {
		return nil, input(fmt.Errorf("--threads is %d; it must be at least 1", e.threads))
	}
	return kernel.NewPool(e.threads, isa), nil
}
