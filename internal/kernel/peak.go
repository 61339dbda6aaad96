package kernel

// FMALoop runs the given number of rounds of independent fused multiply-adds on registers, on all threads of the pool
// at once, and returns the floating point operations done, a multiplication and an addition each counted. Timed by the
// caller, it gives the peak that the convolutions are held against; a round is 12 instructions on each thread. With the
// portable code, which has no fused multiply-add, it does nothing and returns 0.
func FMALoop(p *Pool, rounds int) float64 {
	if p.engine == nil {
		return 0
	}
	p.Run(p.threads, func(int, int) { p.engine.peak(rounds) })
	width := 8.0
	if p.isa == AVX512 {
		width = 16
	}
	return 2 * 12 * width * float64(rounds) * float64(p.threads)
}
