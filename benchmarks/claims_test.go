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

func TestTheClaimsOfThePaper(t *testing.T) {
	claims := allClaims(t)
	for i := range 17 {
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
	for _, c := range claims {
		for _, name := range c.Benchmarks() {
			_, err := LookupDefinition(name)
			require.NoError(t, err, "claim %s", c.ID)
		}
	}
}

// Every level, metric and step that a claim names is there in a profile that runs all benchmarks, so that it can be measured.
func TestClaimsNameWhatIsThere(t *testing.T) {
	profile, err := LookupProfile("laptop")
	require.NoError(t, err)
	definitions, err := Definitions()
	require.NoError(t, err)
	plan, err := NewPlan(t.Context(), definitions, profile, "", "any")
	require.NoError(t, err)
	require.Equal(t, allClaims(t), Planned(plan, allClaims(t)))
	for _, v := range Decide(filled(plan), allClaims(t)) {
		require.NotEqual(t, NotMeasured, v.Ruling, v.ID)
		for _, c := range v.Comparisons {
			table := plan.Tables[slices.IndexFunc(plan.Tables, func(t Table) bool { return t.Definition.Name == c.Benchmark })]
			require.Equal(t, len(table.Schedule.Seeds), c.N, "%s: %s, %s", v.ID, c.Words, c.Metric)
		}
	}
}
