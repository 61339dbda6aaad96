package models

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Weights by network, from the published code: paper.md of the project's sources, section 3.1, for resnet64 of width 64; the PyTorch
// networks of the same layers for dcgan32.
func TestParameterCounts(t *testing.T) {
	for _, c := range []struct {
		architecture      string
		dim               int
		generator, critic int
	}{
		{"resnet64", 64, 8_540_483, 7_491_841},
		{"dcgan32", 16, 128*1024 + 3*1024 + 25*(64*32+32*16+16*3) + 32*3 + 16*3 + 3, 25*(3*16+16*32+32*64) + 16 + 32 + 64 + 1025},
	} {
		t.Run(c.architecture, func(t *testing.T) {
			spec := DefaultSpec()
			spec.Architecture, spec.Dim = c.architecture, c.dim
			params, err := declareAll(spec)
			require.NoError(t, err)
			require.Equal(t, c.generator, params.Count("generator/"))
			require.Equal(t, c.critic, params.Count("critic/"))
		})
	}
}

// What ten classes add to the paper's network: paper.md of the project's sources, section 3.1.
func TestParameterCountsOfConditions(t *testing.T) {
	spec := DefaultSpec()
	spec.Architecture, spec.Dim, spec.Classes = "resnet64", 64, 10
	for condition, added := range map[Condition]int{ConditionBatchNorm: 48_640 - 4_864, ConditionConcatenate: 81_920} {
		spec.Condition = condition
		params, err := declareAll(spec)
		require.NoError(t, err)
		require.Equal(t, 8_540_483+added, params.Count("generator/"), condition)
		require.Equal(t, 7_491_841+81_930, params.Count("critic/"), condition)
	}
}
