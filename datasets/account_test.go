package datasets

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSkippedInOneLine(t *testing.T) {
	for _, c := range []struct {
		skipped Skipped
		want    string
		total   int
	}{
		{Skipped{}, "", 0},
		{Skipped{Files: map[string]int{".heic": 20, ".tiff": 5, ".avif": 5}, Others: map[Reason]int{Hidden: 2}},
			"30 files (20 .heic, 5 .avif, 5 .tiff), 2 hidden", 32},
		{Skipped{Files: map[string]int{"": 1}}, "1 file (1 without an ending)", 1},
		{Skipped{Files: map[string]int{".a": 1, ".b": 2, ".c": 3, ".d": 4, ".e": 5, ".f": 6, ".g": 7, ".h": 1234}},
			"1,262 files (1,234 .h, 7 .g, 6 .f, 5 .e, 4 .d, 3 .c, 3 others)", 1262},
		{Skipped{Others: map[Reason]int{Links: 1, Special: 1, Beside: 1, Unlabelled: 1, Bad: 1, In("unlabeled"): 1234567}},
			"1,234,567 in unlabeled/, 1 bad, 1 image beside, 1 link, 1 special file, 1 without a label", 1234572},
	} {
		require.Equal(t, c.want, c.skipped.String())
		require.Equal(t, c.total, c.skipped.Total())
	}
}

// What is no image of a set is counted for its reason, or by its ending: each file of a tree is used or counted.
func TestAccountOfATree(t *testing.T) {
	tree := &tree{names: []string{"a.png", "b.HEIC", "beside.jpg", "labels.txt", "lock", "more/c.png"}}
	tree.skipped.count(Links, 3)
	tree.leave(belongs, "lock")
	tree.leave(In("more"), "more/c.png")
	require.Equal(t, Skipped{Files: map[string]int{".heic": 1}, Others: map[Reason]int{Beside: 1, Links: 3, In("more"): 1}},
		tree.account([]string{"a.png", "labels.txt"}))
	require.Equal(t, 3, tree.skipped.Total(), "the container's own account stays as it is")
}
