package models

// l2SP adds strength/2 times the squared distance of a network's weights from the source's to its loss, for both networks. The strength is
// that of the publication.
// Source: Li et al. 2018, eq. 3, alpha 0.1.
func l2SP() method {
	return method{
		name: TransferL2SP, about: "both start from the source and are held near it, with STRENGTH (0.1)",
		value: strength(0.1),
		takes: under("generator/", "critic/"),
		anchors: func(t *Trainer, source *Checkpoint, value float64) ([]anchor, error) {
			var anchors []anchor
			for _, name := range t.params.Names() {
				if source.params.Value(name) != nil {
					anchors = append(anchors, t.anchor(name, value))
				}
			}
			return anchors, nil
		},
	}
}

// strength is the value of a method that holds weights.
func strength(standard float64) func(Architecture) amount {
	return func(Architecture) amount { return amount{what: "STRENGTH", standard: standard, least: 0, most: 1e9} }
}

// anchor holds a weight where it is now.
func (t *Trainer) anchor(name string, strength float64) anchor {
	return anchor{weight: name, strength: strength, at: append([]float32(nil), t.params.Value(name).Data().([]float32)...)}
}
