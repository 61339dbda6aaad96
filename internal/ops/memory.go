package ops

import "gorgonia.org/gorgonia"

// Memory returns the bytes that the values of machines take by their plans: the arenas that they share, their outputs and their inputs,
// weights among them, each once. Nothing needs to have run.
func Memory(machines ...*Machine) int64 {
	total := int64(0)
	arenas, inputs := map[*Arena]bool{}, map[gorgonia.Value]bool{}
	for _, m := range machines {
		for _, s := range m.tape {
			if !arenas[m.arena] {
				arenas[m.arena] = true
				total += int64(m.arena.size) * int64(s.dtype.Size())
			}
			if s.kept {
				total += int64(s.size) * int64(s.dtype.Size())
			}
			for i, in := range s.inputs {
				if v := s.nodes[i].Value(); in == nil && !inputs[v] {
					inputs[v] = true
					total += int64(v.MemSize())
				}
			}
		}
	}
	return total
}
