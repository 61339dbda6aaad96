package models

import "math"

// freezeD is fine-tuning with the lower layers of the critic as they are. The published protocol freezes 4 of the 7 layers of StyleGAN's
// critic of 256x256 images: the same share, rounded, is the value if none is given.
// Source: Mo et al. 2020; finetune.py of the authors' repository, feature_loc 3.
func freezeD() method {
	return method{
		name: TransferFreezeD, about: "both start from the source, the LAYERS of the critic next to the image stay as they are (4/7 of them)",
		value: func(a Architecture) amount {
			n := float64(len(a.criticLayers))
			return amount{what: "LAYERS", standard: math.Floor(n*4/7 + 0.5), least: 1, most: n, whole: true}
		},
		takes: under("generator/", "critic/"),
		moves: func(a Architecture, layers float64, name string) int {
			if under(a.criticLayers[:int(layers)]...)(name) {
				return never
			}
			return 0
		},
	}
}
