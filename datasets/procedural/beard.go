package procedural

import "tgan/internal/rng"

// beard is hair on a face: how much of it grows on the jaw and over the lip, 0 to 1.
type beard struct {
	jaw, lip float64
	seed     uint64
}

func sampleBeard(r *rng.Stream, likely float64) beard {
	b := beard{seed: r.Uint64()}
	if !chance(r, likely) {
		return b
	}
	kind := r.Float64()
	switch {
	case kind < 0.4: // stubble
		b.jaw, b.lip = r.Uniform(0.15, 0.4), r.Uniform(0.15, 0.4)
	case kind < 0.75:
		b.jaw, b.lip = r.Uniform(0.6, 0.95), r.Uniform(0.6, 0.95)
	default:
		b.lip = r.Uniform(0.7, 0.95)
	}
	return b
}

// cover returns how much of the skin the beard hides at flat coordinates.
func (b beard) cover(h *head, u, v float64) float64 {
	if b.jaw == 0 && b.lip == 0 {
		return 0
	}
	mouth := h.turned(point{0, mouthY})
	u -= mouth.x
	v += mouthY - mouth.y
	grain := 0.85 + float64(0.18*noise(14*u, 9*v, b.seed))
	side := u / h.width
	lips := 1 - smooth(0.4, 1, 1.6*bump(u/0.38, (v-mouthY-0.02)/0.19))
	jaw := b.jaw * smooth(0.42, 0.60, v+float64(0.42*side*side)) * lips
	lip := b.lip * smooth(0.05, 0.4, bump(u/0.40, (v-0.51)/0.12))
	return clamp(max(jaw, lip)*grain, 0, 1)
}
