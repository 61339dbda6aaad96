package kernel

// taps returns the range of filter taps t for which o*stride+t-pad falls inside [0, size).
func taps(o, stride, pad, filter, size int) (lo, hi int) {
	return max(0, pad-o*stride), min(filter, size+pad-o*stride)
}

// forwardRow computes row oh of output image n.
func forwardRow[T Float](g Conv, n, oh int, to Target, y, x, w, bias []T) {
	r0, r1 := taps(oh, g.Stride, g.Pad, g.R, g.H)
	for ow := range g.OW {
		out := y[((n*g.OH+oh)*g.OW+ow)*to.Channels+to.From:][:g.K]
		start(out, bias)
		s0, s1 := taps(ow, g.Stride, g.PadW, g.S, g.W)
		for r := r0; r < r1; r++ {
			row := (n*g.H+oh*g.Stride+r-g.Pad)*g.W + ow*g.Stride - g.PadW
			if s0 < s1 {
				axpys(out, x[(row+s0)*g.C:(row+s1)*g.C], w[(r*g.S+s0)*g.C*g.K:], g.K)
			}
		}
	}
}

// start sets the accumulators to the bias, or zero where there is none.
func start[T Float](acc, bias []T) {
	if bias == nil {
		clear(acc)
		return
	}
	copy(acc, bias)
}

// axpys adds a[i] * b[i*stride+k] to acc[k], over i upwards, one chain for each k.
func axpys[T Float](acc, a, b []T, stride int) {
	n := len(acc)
	for ; len(a) >= 4; a, b = a[4:], b[min(4*stride, len(b)):] {
		a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
		b0, b1, b2, b3 := b[:n], b[stride:][:n], b[2*stride:][:n], b[3*stride:][:n]
		for k, v := range acc {
			v += T(a0 * b0[k])
			v += T(a1 * b1[k])
			v += T(a2 * b2[k])
			acc[k] = v + T(a3*b3[k])
		}
	}
	for i, v := range a {
		for k, u := range b[i*stride:][:n] {
			acc[k] += T(v * u)
		}
	}
}

// dataRow computes row h of input image n.
func dataRow[T Float](g Conv, n, h int, dx, dy, w, bias []T) {
	for col := range g.W {
		out := dx[((n*g.H+h)*g.W+col)*g.C:][:g.C]
		start(out, bias)
		for oh := sources(h, g.Stride, g.Pad, g.R); oh < g.OH; oh++ {
			r := h + g.Pad - oh*g.Stride
			if r < 0 {
				break
			}
			for ow := sources(col, g.Stride, g.PadW, g.S); ow < g.OW; ow++ {
				s := col + g.PadW - ow*g.Stride
				if s < 0 {
					break
				}
				dots(out, dy[((n*g.OH+oh)*g.OW+ow)*g.K:][:g.K], w[(r*g.S+s)*g.C*g.K:][:g.C*g.K])
			}
		}
	}
}

// sources returns the first output position o >= 0 whose filter still covers input position i: i+pad-o*stride < filter.
func sources(i, stride, pad, filter int) int {
	return max(0, (i+pad-filter+stride)/stride)
}

// dots adds the dot product of a with row c of b [len(acc)][len(a)] to acc[c], over k upwards.
func dots[T Float](acc, a, b []T) {
	n := len(a)
	c := 0
	for ; c+4 <= len(acc); c += 4 {
		b0, b1, b2, b3 := b[c*n:][:n], b[(c+1)*n:][:n], b[(c+2)*n:][:n], b[(c+3)*n:][:n]
		v0, v1, v2, v3 := acc[c], acc[c+1], acc[c+2], acc[c+3]
		for k, u := range a {
			v0 += T(u * b0[k])
			v1 += T(u * b1[k])
			v2 += T(u * b2[k])
			v3 += T(u * b3[k])
		}
		acc[c], acc[c+1], acc[c+2], acc[c+3] = v0, v1, v2, v3
	}
	for ; c < len(acc); c++ {
		v := acc[c]
		for k, u := range a {
			v += T(u * b[c*n+k])
		}
		acc[c] = v
	}
}

// filterRow computes the K weights of one (r, s, c), numbered as they lie.
func filterRow[T Float](g Conv, row int, dw, x, dy []T) {
	r, s, c := row/(g.S*g.C), row/g.C%g.S, row%g.C
	out := dw[row*g.K:][:g.K]
	images := g.filterImages()
	filterBlock(g, r, s, c, 0, min(images, g.N), out, x, dy)
	if images >= g.N {
		return
	}
	part := make([]T, g.K)
	for n := images; n < g.N; n += images {
		filterBlock(g, r, s, c, n, min(n+images, g.N), part, x, dy)
		for k, v := range part {
			out[k] += v
		}
	}
}

// filterBlock sets out [K] to the sum over images [n0, n1).
func filterBlock[T Float](g Conv, r, s, c, n0, n1 int, out, x, dy []T) {
	clear(out)
	w0, w1 := positions(s, g.Stride, g.PadW, g.W, g.OW)
	h0, h1 := positions(r, g.Stride, g.Pad, g.H, g.OH)
	for n := n0; n < n1; n++ {
		for oh := h0; oh < h1; oh++ {
			in := (n*g.H + oh*g.Stride + r - g.Pad) * g.W
			at := ((n*g.OH + oh) * g.OW)
			for ow := w0; ow < w1; ow++ {
				v := x[(in+ow*g.Stride+s-g.PadW)*g.C+c]
				for k, u := range dy[(at+ow)*g.K:][:g.K] {
					out[k] += T(v * u)
				}
			}
		}
	}
}

// positions returns the range of output positions o in [0, count) whose tap t, o*stride+t-pad, falls inside [0, size).
func positions(t, stride, pad, size, count int) (lo, hi int) {
	lo = max(0, (pad-t+stride-1)/stride)
	hi = min(count, (size-1-t+pad+stride)/stride)
	return lo, max(lo, hi)
}
