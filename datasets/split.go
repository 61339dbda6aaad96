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
	pool := splitIndices(list, spec.Split)
	if len(pool) == 0 {
		return nil, fmt.Errorf("split %s of %d images is empty: use split %s or add images", spec.Split, len(list.labels), All)
	}
	classes := len(list.classes)
	if spec.Classes > classes {
		return nil, tooManyClasses(spec.Classes, classes)
	}
	if spec.Classes > 0 {
		classes = spec.Classes
		pool = slices.DeleteFunc(pool, func(i int) bool { return list.labels[i] >= classes })
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

// choosePerClass returns spec.PerClass images of each class that the source has images of, the classes taking turns.
func choosePerClass(list *listing, pool []int, classes int, spec Spec) ([]int, error) {
	empty := list.empty()
	ofClass := make([][]int, classes)
	for _, i := range pool {
		label := list.labels[i]
		ofClass[label] = append(ofClass[label], i)
	}
	var chosen [][]int // by class
	for c, members := range ofClass {
		if empty[c] {
			continue
		}
		if len(members) < spec.PerClass {
			return nil, fmt.Errorf("split %s has %d images of class %s, %d were asked for: lower per_class to at most %d or add images",
				spec.Split, len(members), list.classes[c], spec.PerClass, len(members))
		}
		chosen = append(chosen, sample(members, spec.PerClass, spec.Seed, fmt.Sprintf("datasets/subset/%d", c)))
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("split %s has no images of the first %d classes: raise classes or leave it out", spec.Split, classes)
	}
	var turns []int
	for k := range spec.PerClass {
		for _, of := range chosen {
			turns = append(turns, of[k])
		}
	}
	return turns, nil
}

// empty tells of each class whether the source has no image of it, in no split, as of class 0 of EMNIST's letters.
func (l *listing) empty() []bool {
	empty := slices.Repeat([]bool{true}, len(l.classes))
	for _, label := range l.labels {
		empty[label] = false
	}
	return empty
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
func splitIndices(list *listing, split string) []int {
	all := make([]int, len(list.labels))
	for i := range all {
		all[i] = i
	}
	if split == All {
		return all
	}
	var published [numParts][]int
	for i, p := range list.parts {
		published[p] = append(published[p], i)
	}
	train, validation, test := published[partTrain], published[partValidation], published[partTest]
	part := len(all) / parts
	switch {
	case len(train) == 0 || len(validation)+len(test) == 0: // the makers published no parts, or one of them is here
		cut := cutInParts(all, len(all)-2*part, part, part)
		train, validation, test = cut[0], cut[1], cut[2]
	case list.wholeTrain && (len(validation) == 0 || len(test) == 0):
		held := append(validation, test...)
		cut := cutInParts(held, (len(held)+1)/2, len(held)/2)
		validation, test = cut[0], cut[1]
	case len(validation) == 0 || len(test) == 0:
		test = append(validation, test...)
		part = len(train) / parts
		cut := cutInParts(train, len(train)-part, part)
		train, validation = cut[0], cut[1]
	}
	return map[string][]int{Train: train, Validation: validation, Test: test}[split]
}

// cutInParts cuts a pool into parts of the given sizes by the fixed permutation; each is in increasing order.
func cutInParts(pool []int, sizes ...int) [][]int {
	perm := rng.New(splitSeed, "order").Perm(len(pool))
	cut := make([][]int, len(sizes))
	for k, size := range sizes {
		for _, p := range perm[:size] {
			cut[k] = append(cut[k], pool[p])
		}
		slices.Sort(cut[k])
		perm = perm[size:]
	}
	return cut
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
