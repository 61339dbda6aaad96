package metrics_test

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// twister is the Mersenne Twister MT19937, seeded as NumPy's RandomState and PyTorch's CPU generator are by a number.
type twister struct {
	state [624]uint32
	at    int
	spare float64 // second number of the last pair of normal draws
	has   bool
}

func newTwister(seed uint32) *twister {
	t := &twister{at: 624}
	t.state[0] = seed
	for i := 1; i < 624; i++ {
		t.state[i] = 1812433253*(t.state[i-1]^t.state[i-1]>>30) + uint32(i)
	}
	return t
}

// next returns 32 random bits.
func (t *twister) next() uint32 {
	if t.at == 624 {
		t.refill()
	}
	y := t.state[t.at]
	t.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (t *twister) refill() {
	for i := range t.state {
		y := t.state[i]&0x80000000 | t.state[(i+1)%624]&0x7fffffff
		v := t.state[(i+397)%624] ^ y>>1
		if y&1 == 1 {
			v ^= 0x9908b0df
		}
		t.state[i] = v
	}
	t.at = 0
}

// skip passes over n draws.
func (t *twister) skip(n int) {
	for range n {
		t.next()
	}
}

// uniform returns a number in [0, 1) with 53 random bits, as RandomState.random_sample.
func (t *twister) uniform() float64 {
	a, b := t.next()>>5, t.next()>>6
	return (float64(a)*67108864 + float64(b)) / 9007199254740992
}

// norm returns a normal number, as RandomState.randn: the polar method.
func (t *twister) norm() float64 {
	if t.has {
		t.has = false
		return t.spare
	}
	for {
		x, y := 2*t.uniform()-1, 2*t.uniform()-1
		r := x*x + y*y
		if r >= 1 || r == 0 {
			continue
		}
		f := math.Sqrt(-2 * math.Log(r) / r)
		t.spare, t.has = f*x, true
		return f * y
	}
}

// randn returns an n x c matrix of scale*normal+shift.
func (t *twister) randn(n, c int, scale, shift float64) *mat.Dense {
	m := mat.NewDense(n, c, nil)
	data := m.RawMatrix().Data
	for i := range data {
		data[i] = t.norm()*scale + shift
	}
	return m
}
