package datasets

import (
	"fmt"
	"slices"

	"tgan/internal/rng"
)

// splitSeed names the one permutation that cuts a collection of files into train, validation and test.
const splitSeed = "tgan/datasets/split/1"

// parts is the number of equal parts that Validation and Test take one each of.
const parts = 10

// FitsIn returns the error that Open would return if the source had n images and the split or the count asked for more; nil if they do,
// and for procedural sources, which are endless.
func (s Spec) FitsIn(n int) error {
	if s.Procedural() {
		return nil
	}
	if _, err := choose(n, s); err != nil {
		return fmt.Errorf("datasets: open %s: %w", s.Source, err)
	}
	return nil
}

// choose returns the indices, among n files in path order, of the images that spec names.
func choose(n int, spec Spec) ([]int, error) {
	pool := splitIndices(n, spec.Split)
	if len(pool) == 0 {
		return nil, fmt.Errorf("split %s of %d images is empty: use split %s or add images", spec.Split, n, All)
	}
	if spec.Count == 0 {
		return pool, nil
	}
	if spec.Count > len(pool) {
		return nil, fmt.Errorf("split %s has %d images, %d were asked for: lower count to at most %d or add images",
			spec.Split, len(pool), spec.Count, len(pool))
	}
	chosen := make([]int, spec.Count)
	for k, p := range rng.New(spec.Seed, "datasets/subset").Perm(len(pool))[:spec.Count] {
		chosen[k] = pool[p]
	}
	return chosen, nil
}

// splitIndices returns the indices of a split in increasing order.
func splitIndices(n int, split string) []int {
	perm := rng.New(splitSeed, "order").Perm(n)
	part := n / parts
	train := n - 2*part
	switch split {
	case Train:
		perm = perm[:train]
	case Validation:
		perm = perm[train : train+part]
	case Test:
		perm = perm[train+part:]
	}
	slices.Sort(perm)
	return perm
}

// proceduralIndex returns the number, in its domain, of image k of a split: of each ten images the first eight are Train, the ninth
// is Validation and the tenth is Test.
func proceduralIndex(split string, k int) int {
	switch split {
	case Train:
		return k/(parts-2)*parts + k%(parts-2)
	case Validation:
		return k*parts + parts - 2
	case Test:
		return k*parts + parts - 1
	}
	return k
}
