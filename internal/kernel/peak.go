package kernel

// FMALoop runs the given number of rounds of independent fused multiply-adds of float32 on registers, on all threads of the pool
// at once, and returns the floating point operations done, a multiplication and an addition each counted. Timed by the
// caller, it gives the peak that the convolutions are held against; a round is 12 instructions on each thread. With the
// portable code, which has no fused multiply-add, it does nothing and returns 0.
func FMALoop(p *Pool, rounds int) float64 {
	if p.engine == nil {
		return 0
	}
	p.Run(p.threads, func(int, int) { p.engine.peak(rounds) })
	return 2 * float64(p.engine.loopLanes()*rounds*p.threads)
}

// DoubleFMALoop is FMALoop of float64, whose peak the products of package metrics are held against.
func DoubleFMALoop(p *Pool, rounds int) float64 {
	if p.engine == nil {
		return 0
	}
	p.Run(p.threads, func(int, int) { p.engine.peakDouble(rounds) })
	return float64(p.engine.loopLanes() * rounds * p.threads) // half as many lanes, two operations each
}

// loopLanes returns the float32 of the registers of one round.
func (e *engine) loopLanes() int {
	if e.isa == AVX512 {
		return 12 * 16
	}
	return 12 * 8
}
