package main

import (
	"os"
	"runtime"
)

// provide gives Go a processor more for each of several workers, unless the environment says how many it has. A tape machine of gorgonia runs
// its tape in one goroutine while another, locked to its thread, waits for it: when all processors are busy, each change from one to the
// other waits for a processor, and cores idle meanwhile.
func provide(workers int) {
	if workers > 1 && os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + workers)
	}
}
