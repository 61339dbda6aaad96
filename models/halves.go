package models

import (
	"bytes"
	"cmp"
	"slices"

	"tgan/internal/kernel"
	"tgan/internal/rng"
)

// halves are the numbers of a set's images: of those that a critic is trained on, and of those held back to judge by. Of an odd number the
// first has one more.
type halves struct{ train, held []int }

// halve cuts a set in two at random, the same way in whatever order its images and classes come: an image's place is a random number that
// the seed and its own pixels name. An image that is in two sets, as a generator's copy of a real one, falls into the same half of both, but for
// those near the cut, and the halves of equal sets are equal.
//
// Where images have classes, each is cut by itself. A half that has too many of a class leaves too few for the other: a critic that
// has learned such a chance surplus as real would be judged where it is reversed, and the number would come out too high. A chance
// surplus of kinds that no class tells remains; between sets of independent images it is 0 in the mean.
func halve(pool *kernel.Pool, seed string, set Images) halves {
	keys, order := make([]uint64, set.Len()), make([]int, set.Len())
	pool.Run(len(keys), func(i, _ int) {
		keys[i], order[i] = rng.New(seed, "halves/"+string(set.At(i))).Uint64(), i
	})
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(keys[a], keys[b]), bytes.Compare(set.At(a), set.At(b)))
	})
	var h halves
	before := 0
	for _, class := range byClass(set, order) {
		end := before + len(class)
		train := (end+1)/2 - (before+1)/2 // of classes of odd size, every other one has its odd image here
		h.train, h.held = append(h.train, class[:train]...), append(h.held, class[train:]...)
		before = end
	}
	return h
}

// byClass returns the numbers of the images of each class in the given order, the classes in that of their first images: without labels all
// images are of one.
func byClass(set Images, order []int) [][]int {
	labelled, ok := set.(LabelledImages)
	if !ok {
		return [][]int{order}
	}
	var classes [][]int
	place := map[int]int{} // of a class among those that have been met
	for _, i := range order {
		label := labelled.Label(i)
		k, met := place[label]
		if !met {
			k = len(classes)
			place[label], classes = k, append(classes, nil)
		}
		classes[k] = append(classes[k], i)
	}
	return classes
}
