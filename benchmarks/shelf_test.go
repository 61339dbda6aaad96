package benchmarks

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"weak"

	"github.com/stretchr/testify/require"

	"tgan/datasets"
)

// blank returns n grey images of two pixels a side.
func blank(t *testing.T, n int) *datasets.Images {
	images, err := datasets.NewImages(2, make([]uint8, n*2*2*3), make([]int, n), []string{"grey"})
	require.NoError(t, err)
	return images
}

func TestShelfDrawsASetOnce(t *testing.T) {
	s, images, drawn := newShelf(), blank(t, 3), 0
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			got, err := s.open(datasets.Spec{Source: "a", Count: 3}, func() (*datasets.Images, error) {
				drawn++
				return images, nil
			})
			if err != nil || got != images {
				t.Error("not the images that were drawn", err)
			}
		})
	}
	users.Wait()
	require.Equal(t, 1, drawn)
}

func TestShelfDrawsAgainAfterAnError(t *testing.T) {
	s, broken := newShelf(), errors.New("no pencil")
	_, err := s.open(datasets.Spec{Source: "a"}, func() (*datasets.Images, error) { return nil, broken })
	require.ErrorIs(t, err, broken)
	images := blank(t, 1)
	got, err := s.open(datasets.Spec{Source: "a"}, func() (*datasets.Images, error) { return images, nil })
	require.NoError(t, err)
	require.Same(t, images, got)
}

func TestShelfKeepsWhatWasUsedLast(t *testing.T) {
	s := newShelf()
	s.limit = 2 * 3 * 12 // two sets of three images
	var drawn []string
	open := func(source string, n int) {
		_, err := s.open(datasets.Spec{Source: source}, func() (*datasets.Images, error) {
			drawn = append(drawn, source)
			return blank(t, n), nil
		})
		require.NoError(t, err)
	}
	open("a", 3)
	open("b", 3)
	open("a", 3)
	open("c", 3) // in the place of b
	open("a", 3)
	require.Equal(t, []string{"a", "b", "c"}, drawn)
	open("b", 3)
	require.Equal(t, []string{"a", "b", "c", "b"}, drawn)
	open("large", 100) // more than the shelf holds
	require.Empty(t, s.kept)
	open("a", 3)
	require.Equal(t, []string{"a", "b", "c", "b", "large", "a"}, drawn)
}

// What the shelf takes away is let go of, not kept behind the slice.
func TestShelfLetsGo(t *testing.T) {
	s := newShelf()
	s.limit = 3 * 12
	var first weak.Pointer[datasets.Images]
	for _, source := range []string{"a", "b"} {
		images, err := s.open(datasets.Spec{Source: source}, func() (*datasets.Images, error) { return blank(t, 3), nil })
		require.NoError(t, err)
		if source == "a" {
			first = weak.Make(images)
		}
	}
	runtime.GC()
	require.Nil(t, first.Value())
	runtime.KeepAlive(s)
}
