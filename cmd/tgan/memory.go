package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// peakMemory returns the largest resident memory that this process has had, in bytes. Where the system tells of the process alone
// (VmHWM of Linux's /proc) it is that; elsewhere it is getrusage's, which may be that of the program that started it; 0 without either.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range bytes.Lines(status) {
			var kib int64
			if _, err := fmt.Sscanf(string(line), "VmHWM: %d kB", &kib); err == nil {
				return kib << 10
			}
		}
	}
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" { // which counts bytes, others KiB
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
