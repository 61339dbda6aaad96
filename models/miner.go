package models

import "tgan/internal/ops"

// mineGAN puts a miner before the generator: a network that maps latent codes to those whose images are like the target's. At first only
// the miner and the critic are trained, then the generator too.
// Source: Wang et al. 2020; styleGAN/finetune.py of the authors' repository: stage 1 has 100 steps.
func mineGAN() method {
	return method{
		name: TransferMiner, about: "both start from the source, a network before the generator is trained alone for STEPS (100), then with it",
		value: func(Architecture) amount {
			return amount{what: "STEPS", standard: 100, least: 0, most: 1e9, whole: true}
		},
		takes:  under("generator/", "critic/"),
		extend: func(s *Spec, a Architecture) { s.Miner = a.Latent },
		moves: func(_ Architecture, steps float64, name string) int {
			if under("generator/")(name) {
				return int(steps)
			}
			return 0
		},
	}
}

// mined returns the architecture with a miner before its generator: linear to hidden units, ReLU, linear to a latent code.
func (a Architecture) mined(hidden int) Architecture {
	generator := a.generator
	a.generator = func(n *net, dim int, z *ops.Node) *ops.Node {
		h := n.LeakyReLU(n.linear("generator/miner/linear1", z, hidden), 0)
		return generator(n, dim, n.linear("generator/miner/linear2", h, a.Latent))
	}
	return a
}
