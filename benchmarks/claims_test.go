package benchmarks

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func allClaims(t *testing.T) []Claim {
	claims, err := Claims()
	require.NoError(t, err)
	return claims
}

func TestTheSixteenClaimsOfThePaper(t *testing.T) {
	claims := allClaims(t)
	for i := range 16 {
		require.Equal(t, fmt.Sprintf("C%d", i+1), claims[i].ID)
	}
}

// Each claim is served by the benchmarks that it names, and they say so.
func TestClaimsAndBenchmarksNameEachOther(t *testing.T) {
	definitions, err := Definitions()
	require.NoError(t, err)
	claims := allClaims(t)
	for _, d := range definitions {
		var served []string
		for _, c := range claims {
			if slices.Contains(c.Benchmarks(), d.Name) {
				served = append(served, c.ID)
			}
		}
		require.ElementsMatch(t, served, d.Claims, "claims of %s", d.Name)
	}
	known := func(name string) bool {
		return slices.ContainsFunc(definitions, func(d Definition) bool { return d.Name == name })
	}
	for _, c := range claims { // a claim is decided as a whole, or by this version not at all
		names := c.Benchmarks()
		require.Equal(t, slices.ContainsFunc(names, known), !slices.ContainsFunc(names, func(n string) bool { return !known(n) }), "claim %s: %v", c.ID, names)
	}
}

// Every level, metric and step that a claim names is there in a profile that runs its benchmarks, so that it can be measured.
func TestClaimsNameWhatIsThere(t *testing.T) {
	profile, err := LookupProfile("laptop")
	require.NoError(t, err)
	var definitions []Definition
	for _, name := range profile.Benchmarks {
		d, err := LookupDefinition(name)
		require.NoError(t, err)
		definitions = append(definitions, d)
	}
	plan, err := NewPlan(definitions, profile, "", "any")
	require.NoError(t, err)
	for _, v := range Decide(filled(plan), Planned(plan, allClaims(t))) {
		require.NotEqual(t, NotMeasured, v.Ruling, v.ID)
		for _, c := range v.Comparisons {
			require.Equal(t, len(profile.Seeds), c.N, "%s: %s, %s", v.ID, c.Words, c.Metric)
		}
	}
}
