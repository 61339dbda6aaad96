// Package gate decides whether a measurement of images passes: limits on its numbers, and comparison with a measurement that was kept. It
// measures nothing.
package gate
