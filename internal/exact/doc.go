// Package exact holds the few transcendental functions whose values reach a published number or image.
//
// The standard library's Exp and Log pick assembly by CPU, so their last bits differ between machines. The functions here use
// only IEEE-754 operations that round exactly (add, subtract, multiply, divide, square root), with conversions that forbid the
// compiler to fuse a multiplication into an addition. One argument therefore gives one result on every machine. Errors are below
// 2 units in the last place over the ranges stated. The package is not for speed: kernels have vector versions of their own.
package exact
