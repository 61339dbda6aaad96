package jpeg

// Fixed-point constants of the transform, 13 bits: the names are their values.
const (
	fixBits   = 13
	passBits  = 2 // more precision between the passes
	fix0_2986 = 2446
	fix0_3901 = 3196
	fix0_5411 = 4433
	fix0_7653 = 6270
	fix0_8999 = 7373
	fix1_1758 = 9633
	fix1_5013 = 12299
	fix1_8477 = 15137
	fix1_9615 = 16069
	fix2_0531 = 16819
	fix2_5629 = 20995
	fix3_0727 = 25172
)

// inverse writes the 8×8 samples of a block, whose coefficients are to be multiplied with quant, to out, whose rows are stride apart.
// The transform is the accurate integer one of libjpeg, which decides its rounding. Source: Loeffler, Ligtenberg and Moschytz 1989,
// figure 8, with 12 multiplications in place of 11; libjpeg 6b, jidctint.c.
func inverse(b *block, quant *[64]uint16, out []uint8, stride int) {
	var work [64]int32
	for x := range 8 {
		at := func(k int) int32 { return int32(int16(uint16(b[8*k+x]) * quant[8*k+x])) } // 16 bits, as libjpeg-turbo's vectors have
		if b[8+x]|b[16+x]|b[24+x]|b[32+x]|b[40+x]|b[48+x]|b[56+x] == 0 {
			flat := at(0) << passBits
			for k := range 8 {
				work[8*k+x] = flat
			}
			continue
		}
		const shift, half = fixBits - passBits, 1 << (fixBits - passBits - 1)
		v0, v1, v2, v3, v4, v5, v6, v7 := transform(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7))
		work[x], work[8+x], work[16+x], work[24+x] = (v0+half)>>shift, (v1+half)>>shift, (v2+half)>>shift, (v3+half)>>shift
		work[32+x], work[40+x], work[48+x], work[56+x] = (v4+half)>>shift, (v5+half)>>shift, (v6+half)>>shift, (v7+half)>>shift
	}
	for y := range 8 {
		w := (*[8]int32)(work[8*y:])
		row := (*[8]uint8)(out[y*stride:])
		if w[1]|w[2]|w[3]|w[4]|w[5]|w[6]|w[7] == 0 {
			flat := sample((w[0] + 1<<(passBits+2)) >> (passBits + 3))
			*row = [8]uint8{flat, flat, flat, flat, flat, flat, flat, flat}
			continue
		}
		const shift, half = fixBits + passBits + 3, 1 << (fixBits + passBits + 2)
		v0, v1, v2, v3, v4, v5, v6, v7 := transform(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
		row[0], row[1], row[2], row[3] = sample((v0+half)>>shift), sample((v1+half)>>shift), sample((v2+half)>>shift), sample((v3+half)>>shift)
		row[4], row[5], row[6], row[7] = sample((v4+half)>>shift), sample((v5+half)>>shift), sample((v6+half)>>shift), sample((v7+half)>>shift)
	}
}

// transform returns the inverse transform of eight coefficients, fixBits more precise.
func transform(v0, v1, v2, v3, v4, v5, v6, v7 int32) (r0, r1, r2, r3, r4, r5, r6, r7 int32) {
	z := (v2 + v6) * fix0_5411
	low, high := z-v6*fix1_8477, z+v2*fix0_7653
	sum, difference := (v0+v4)<<fixBits, (v0-v4)<<fixBits
	e0, e1, e2, e3 := sum+high, difference+low, difference-low, sum-high

	z5 := (v7 + v3 + v5 + v1) * fix1_1758
	z1, z2 := (v7+v1)*fix0_8999, (v5+v3)*fix2_5629
	z3, z4 := z5-(v7+v3)*fix1_9615, z5-(v5+v1)*fix0_3901
	o0, o1, o2, o3 := v1*fix1_5013-z1+z4, v3*fix3_0727-z2+z3, v5*fix2_0531-z2+z4, v7*fix0_2986-z1+z3
	return e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0
}

// sample returns a value around zero as a sample.
func sample(v int32) uint8 { return clamp(v + 128) }
