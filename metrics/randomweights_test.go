package metrics

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/rng"
)

// The name random-conv-v1 stands for these bytes: when they change, the name must.
func TestRandomWeightsAreFixed(t *testing.T) {
	h := sha256.New()
	for _, l := range randomLayers() {
		require.NoError(t, binary.Write(h, binary.LittleEndian, l.weights))
		require.NoError(t, binary.Write(h, binary.LittleEndian, l.bias))
	}
	require.Equal(t, "7afa5c4adda6324adf75d06273080a5cbb699e7e8515e5751c907a0bb4ed61b7", hex.EncodeToString(h.Sum(nil)))
}

func TestRandomFiltersAreOrthonormal(t *testing.T) {
	const in, out, blind = 3, 16, 8
	w := orthonormal(rng.New("test", "filters"), in, out, blind)
	for i := range out {
		for j := range out {
			var dot float64
			for k := 0; k < len(w); k += out {
				dot += w[k+i] * w[k+j]
			}
			want := 0.0
			if i == j {
				want = 1
			}
			require.InDelta(t, want, dot, 1e-14)
		}
		for c := range in {
			var sum float64
			for tap := range randomTaps * randomTaps {
				sum += w[(tap*in+c)*out+i]
			}
			require.Equal(t, i < blind, sum*sum < 1e-28)
		}
	}
}
