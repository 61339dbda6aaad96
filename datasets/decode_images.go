package datasets

import "image"

// Decode returns image i; its error is nil.
func (m *Images) Decode(i int) (*image.RGBA, error) { return fromRGB(m.At(i), m.side, m.side), nil }
