//go:build !amd64

package kernel

// Detect returns the best instruction set of this machine.
func Detect() ISA { return Portable }

// gemm is never called: without assembly no pool has an engine.
func gemm(ISA, access, int, *gemmArgs) { panic("kernel: no assembly for this machine") }

// peak is never called.
func (e *engine) peak(int) { panic("kernel: no assembly for this machine") }

// peakDouble is never called.
func (e *engine) peakDouble(int) { panic("kernel: no assembly for this machine") }

// runGaussian is never called.
func runGaussian(ISA, *gaussianArgs) { panic("kernel: no assembly for this machine") }

// runTriangle is never called.
func runTriangle(*triangleArgs) { panic("kernel: no assembly for this machine") }

// vectors is never called.
func vectors(ISA) *[vecOps]func(*byte) { panic("kernel: no assembly for this machine") }

// transpose8 is never called.
func transpose8(_, _ uintptr, _, _, _ int) { panic("kernel: no assembly for this machine") }

// copyRows is never called.
func copyRows(_, _ uintptr, _, _, _, _ int) { panic("kernel: no assembly for this machine") }

// pause has no instruction to give.
func pause() {}
