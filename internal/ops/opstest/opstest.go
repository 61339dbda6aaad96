// Package opstest helps tests to hold gradients against differences of values. It is not for programs.
package opstest

import (
	"github.com/stretchr/testify/require"

	"tgan/internal/ops"
)

// Machine computes outputs from what the inputs of its graph hold.
type Machine interface{ Run() error }

// CentralDifference returns the derivative of the loss, a float64 output [1] of the machine, with respect to one input value. It is of fourth
// order, so that a large step keeps rounding errors small: about 1e-9 for smooth losses of order 1.
func CentralDifference(t require.TestingT, m Machine, loss *ops.Node, at *float64) float64 {
	const h = 1e-3
	x := *at
	defer func() { *at = x }()
	f := func(v float64) float64 {
		*at = v
		require.NoError(t, m.Run())
		return ops.Float64s(loss)[0]
	}
	return (8*(f(x+h)-f(x-h)) - (f(x+2*h) - f(x-2*h))) / (12 * h)
}
