package benchmarks

import (
	"fmt"
	"slices"
	"strconv"
)

// Claims returns the claims of the paper, C1 to C17, and then those beyond it.
func Claims() ([]Claim, error) {
	lists, err := loadAll("claims", ParseClaims)
	if err != nil {
		return nil, err
	}
	var claims []Claim
	for _, claim := range slices.Concat(lists...) {
		if slices.ContainsFunc(claims, func(c Claim) bool { return c.ID == claim.ID }) {
			return nil, fmt.Errorf("benchmarks: claim %s is there twice", claim.ID)
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

// short writes a number with three significant digits.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }
