package metrics

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

func TestShelf(t *testing.T) {
	s := NewShelf(filepath.Join(t.TempDir(), "statistics"))
	list, err := s.List()
	require.NoError(t, err)
	require.Empty(t, list)
	of := Statistics{Moments{N: 3, Mean: []float64{1}, Cov: mat.NewSymDense(1, []float64{1})}, &Origin{Extractor: "domain-1", Resize: DomainResize, Images: "abc"}}
	require.NoError(t, s.Put("b.2", of))
	require.NoError(t, s.Put("a", of))
	require.NoError(t, s.Put("a", of), "again")
	require.NoError(t, os.WriteFile(s.Path("cut"), []byte("PK"), 0o644))
	list, err = s.List()
	require.NoError(t, err)
	require.Equal(t, []Kept{{Name: "a", Path: s.Path("a"), Images: 3, Features: 1, Origin: of.Origin}, {Name: "b.2", Path: s.Path("b.2"), Images: 3, Features: 1, Origin: of.Origin}}, list[:2])
	require.Contains(t, list[2].Damage, "cut.npz: zip: not a valid zip file")
	require.True(t, s.Has("a"))
	require.False(t, s.Has("c"))
	require.ErrorContains(t, s.Put("c", Statistics{Moments: of.Moments}), "do not tell their extractor")
	for _, name := range []string{"", "../a", "a/b", "-a", ".a", "a b", "a.npz", "ä"} {
		require.ErrorContains(t, s.Put(name, of), "cannot name statistics", name)
		require.False(t, s.Has(name))
	}
}

func TestOriginsAreComparedInWords(t *testing.T) {
	a := Origin{Extractor: "domain-1", Resize: DomainResize, Images: "a"}
	b := a
	b.Images = "b"
	require.NoError(t, Comparable("a", a, "b", b))
	b.Side, b.Fit = 32, "crop"
	require.EqualError(t, Comparable("real", a, "fake", b),
		"metrics: real is of extractor domain-1, protocol clean, images of their own size, fake of extractor domain-1, protocol clean, images of 32 pixels a side by crop: "+
			"numbers of both together mean nothing; use the same for both")
}
