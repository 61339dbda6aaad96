package procedural_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/procedural"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The first 100 images of each domain have the hashes in testdata/golden.txt. Where this fails on purpose, raise Version.
// Drawing uses no kernels, so the hashes know no instruction set; products that are added are rounded first, so that they are the same
// where the compiler fuses the two, as with GOAMD64=v3.
func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "golden.txt")
	var got strings.Builder
	fmt.Fprintf(&got, "version %d\n", procedural.Version)
	for _, d := range procedural.Domains() {
		for _, side := range []int{32, 64} {
			h := sha256.New()
			for _, image := range draw(t, d.Name, "golden", side, 100) {
				h.Write(image)
			}
			fmt.Fprintf(&got, "%s %d %x\n", d.Name, side, h.Sum(nil))
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}

// draw returns the first n images of a domain and checks that their classes go round.
func draw(t *testing.T, domain, seed string, side, n int) [][]uint8 {
	t.Helper()
	d, err := procedural.Find(domain)
	require.NoError(t, err)
	p, err := procedural.NewPainter(domain, seed, side, 0)
	require.NoError(t, err)
	images := make([][]uint8, n)
	for i := range images {
		images[i] = make([]uint8, side*side*3)
		label, err := p.Paint(i, images[i])
		require.NoError(t, err)
		require.Equal(t, i%len(d.Classes), label)
	}
	return images
}
