package ops

import (
	"cmp"
	"slices"

	"gorgonia.org/tensor"
)

// Arena is storage that machines share which never need each other's values but their outputs.
type Arena struct {
	size   int // elements that the largest of the machines needs
	values any // as many, or fewer if a machine was compiled since it was made
}

// storage returns the arena's elements, enough for every machine compiled so far. All machines are of one type.
func (a *Arena) storage(dt tensor.Dtype) any {
	if a.values == nil || length(a.values) < a.size {
		a.values = floats(dt, a.size)
	}
	return a.values
}

func length(values any) int {
	if f, ok := values.([]float64); ok {
		return len(f)
	}
	return len(values.([]float32))
}

// alignment of places, in elements: a cache line of float32.
const alignment = 16

// block is a place with the values that lie in it one after the other.
type block struct {
	slots      []*slot
	size       int
	born, dies int // as of a slot, of the first and the last
	offset     int
}

// end returns the offset after the block.
func (b *block) end() int { return b.offset + (b.size+alignment-1)/alignment*alignment }

// place chooses the offsets of the tape's values, outputs left out, so that those that live at once do not overlap, and returns how many
// elements that takes. Large blocks are placed first, each into the smallest gap that holds it.
func place(tape []*slot) (size int) {
	blocks := blocksOf(tape)
	slices.SortStableFunc(blocks, func(a, b *block) int { return cmp.Or(b.size-a.size, a.born-b.born) })
	var placed []*block // by offset
	for _, b := range blocks {
		b.offset = gap(placed, b)
		at, _ := slices.BinarySearchFunc(placed, b.offset, func(p *block, offset int) int { return p.offset - offset })
		placed = slices.Insert(placed, at, b)
		size = max(size, b.end())
		for _, s := range b.slots {
			s.offset = b.offset
		}
	}
	return size
}

// gap returns the offset of the smallest gap for b between those placed blocks, sorted by offset, that live while it does.
func gap(placed []*block, b *block) int {
	best, room, end := -1, 0, 0
	for _, p := range placed {
		if p.born > b.dies || b.born > p.dies {
			continue
		}
		if free := p.offset - end; free >= b.size && (best < 0 || free < room) {
			best, room = end, free
		}
		end = max(end, p.end())
	}
	if best < 0 {
		return end
	}
	return best
}

// blocksOf returns a block for each value of the tape. A value joins that of an input which may be overwritten and which nobody reads later.
func blocksOf(tape []*slot) []*block {
	var blocks []*block
	of := map[*slot]*block{}
	for _, s := range tape {
		if s.kept {
			continue
		}
		b := &block{size: s.size, born: s.born}
		for _, in := range s.inputs[:s.inPlace] {
			before, ok := of[in]
			if ok && before.dies == s.born && in.size == s.size && !slices.Contains(s.inputs[s.inPlace:], in) {
				b = before
				break
			}
		}
		if b.slots == nil {
			blocks = append(blocks, b)
		}
		b.slots, b.dies = append(b.slots, s), s.dies
		of[s] = b
	}
	return blocks
}
