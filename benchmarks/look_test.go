package benchmarks

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/datasets"
)

// Roles that take one source by different annotations are looked at one by one.
func TestPlannerTellsLabelsApart(t *testing.T) {
	p := newPlanner(Profile{}, "../datasets/testdata/fixtures", "fma")
	of := func(source, label string) datasets.Spec {
		return datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: datasets.All, PerClass: 3, Label: label, Seed: "1"}
	}
	_, err := p.look(t.Context(), "smiles", of("celeba", "Smiling"))
	require.NoError(t, err)
	_, err = p.look(t.Context(), "people", of("celeba", "identity"))
	require.ErrorContains(t, err, "data people: ")

	spec := of("EMNIST-torchvision", "balanced")
	spec.PerClass, spec.Count = 0, 3
	balanced, err := p.look(t.Context(), "balanced", spec)
	require.NoError(t, err)
	spec.Label = "letters"
	letters, err := p.look(t.Context(), "letters", spec)
	require.NoError(t, err)
	require.NotEqual(t, balanced, letters)
}
