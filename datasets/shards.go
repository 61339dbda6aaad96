package datasets

import (
	"fmt"
	"regexp"
	"strconv"
)

// maxShards is the largest number of files that a pattern may stand for.
const maxShards = 100_000

var bracePattern = regexp.MustCompile(`^(.*)\{(\d{1,9})\.\.(\d{1,9})\}(.*)$`)

// expandBraces returns the paths that a pattern such as set-{000..012}.tar stands for, as a shell and WebDataset expand it.
func expandBraces(pattern string) ([]string, bool) {
	m := bracePattern.FindStringSubmatch(pattern)
	if m == nil {
		return nil, false
	}
	first, _ := strconv.Atoi(m[2]) // at most nine digits
	last, _ := strconv.Atoi(m[3])
	if last < first || last-first >= maxShards {
		return nil, false
	}
	width := 0
	if len(m[2]) == len(m[3]) {
		width = len(m[2])
	}
	var paths []string
	for k := first; k <= last; k++ {
		paths = append(paths, fmt.Sprintf("%s%0*d%s", m[1], width, k, m[4]))
	}
	return paths, true
}
