package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWidenByHand(t *testing.T) {
	p := NewPool(2, Portable)
	defer p.Close()
	y := make([]float64, 9)
	Widen(p, 2, 2, 1, y, []float64{1, 2, 3, 4})
	require.Equal(t, []float64{1, 3, 2, 4, 10, 6, 3, 7, 4}, y)
	w := make([]float64, 4)
	Narrow(p, 2, 2, 1, w, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9})
	require.Equal(t, []float64{12, 16, 24, 28}, w)
}
