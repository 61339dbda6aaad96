package metrics_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/kernel"
	"tgan/metrics"
)

func TestMomentsOfStreams(t *testing.T) {
	e := metrics.NewRandomConv(newPool(t, 2, kernel.Detect()))
	images := random(7, 2100, 8)
	features, err := e.Features(t.Context(), images, nil)
	require.NoError(t, err)
	want := fit(t, features)
	last := 0
	got, err := metrics.MomentsOf(t.Context(), e, images, func(done, total int) {
		require.Equal(t, 2100, total)
		require.Greater(t, done, last)
		last = done
	})
	require.NoError(t, err)
	require.Equal(t, 2100, last)
	require.Equal(t, want.N, got.N)
	require.InDeltaSlice(t, want.Mean, got.Mean, 1e-12)
	for i := range e.Dim() {
		for j := range e.Dim() {
			require.InDelta(t, want.Cov.At(i, j), got.Cov.At(i, j), 1e-12)
		}
	}
	_, err = metrics.MomentsOf(t.Context(), e, images.part(0, 1), nil)
	require.ErrorIs(t, err, metrics.ErrShape)
	_, err = metrics.MomentsOf(t.Context(), e, images.part(0, 0), nil)
	require.ErrorContains(t, err, "0 images")
}
