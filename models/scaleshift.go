package models

import "strings"

// scaleShift trains the generator's scales and offsets of normalised channels only, and the critic. It is the baseline that later work
// compares with under the name of Noguchi and Harada 2019, who trained the scales without a critic.
// Source: finetune.py of FreezeD's repository, only_adain.
func scaleShift() method {
	return method{
		name: TransferScaleShift, about: "both start from the source, of the generator only the scales and offsets of norms are trained",
		takes: under("generator/", "critic/"),
		moves: func(_ Architecture, _ float64, name string) int {
			if under("generator/")(name) && !strings.HasSuffix(name, "/scale") && !strings.HasSuffix(name, "/offset") {
				return never
			}
			return 0
		},
	}
}
