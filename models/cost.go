package models

// Cost is what a training needs by its arithmetic alone, in necessary multiplications and additions.
type Cost struct {
	Step  float64 // five critic updates, or as many as the spec has, with the images drawn for them, and one generator update
	Image float64 // one generated image
}

// CostOf counts the operations of a training of that spec, whatever its data.
func CostOf(spec Spec) (Cost, error) {
	if err := spec.Validate(); err != nil {
		return Cost{}, err
	}
	t := &Trainer{spec: spec}
	if err := t.build(); err != nil {
		return Cost{}, err
	}
	return Cost{Step: t.Flops(), Image: t.fake.machine.Flops() / float64(spec.Batch)}, nil
}
