// Package strict reads what people write, and tells them what they may have meant.
//
// YAML is decoded into structs whose keys are all that may occur. It is not for formats that grow: an unknown key is an error.
package strict
