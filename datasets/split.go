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

// choose returns the indices, among the images of a listing, of those that spec names, in its order.
func choose(list *listing, spec Spec) ([]int, error) {
	n := len(list.files)
	pool := splitIndices(n, spec.Split)
	if len(pool) == 0 {
		return nil, fmt.Errorf("split %s of %d images is empty: use split %s or add images", spec.Split, n, All)
	}
	classes := len(list.classes)
	if spec.Classes > classes {
		return nil, tooManyClasses(spec.Classes, classes)
	}
	if spec.Classes > 0 {
		classes = spec.Classes
		pool = slices.DeleteFunc(pool, func(i int) bool { return list.files[i].label >= classes })
	}
	if spec.PerClass > 0 {
		return choosePerClass(list, pool, classes, spec)
	}
	if spec.Count == 0 {
		return pool, nil
	}
	if spec.Count > len(pool) {
		return nil, fmt.Errorf("split %s has %d images, %d were asked for: lower count to at most %d or add images",
			spec.Split, len(pool), spec.Count, len(pool))
	}
	return sample(pool, spec.Count, spec.Seed, "datasets/subset"), nil
}

// choosePerClass returns spec.PerClass images of each class, the classes taking turns.
func choosePerClass(list *listing, pool []int, classes int, spec Spec) ([]int, error) {
	ofClass := make([][]int, classes)
	for _, i := range pool {
		label := list.files[i].label
		ofClass[label] = append(ofClass[label], i)
	}
	chosen := make([]int, classes*spec.PerClass)
	for c, members := range ofClass {
		if len(members) < spec.PerClass {
			return nil, fmt.Errorf("split %s has %d images of class %s, %d were asked for: lower per_class to at most %d or add images",
				spec.Split, len(members), list.classes[c], spec.PerClass, len(members))
		}
		for k, i := range sample(members, spec.PerClass, spec.Seed, fmt.Sprintf("datasets/subset/%d", c)) {
			chosen[k*classes+c] = i
		}
	}
	return chosen, nil
}

// sample returns the first n members of pool in the permutation that seed and name stand for.
func sample(pool []int, n int, seed, name string) []int {
	chosen := make([]int, n)
	for k, p := range rng.New(seed, name).Perm(len(pool))[:n] {
		chosen[k] = pool[p]
	}
	return chosen
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
