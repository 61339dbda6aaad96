package benchmarks

import "tgan/models"

// Cost is what the trials of a plan need.
type Cost struct {
	Steps      int     // generator updates
	Images     int     // drawn for evaluations
	Operations float64 // necessary multiplications and additions of training and drawing; extractors and independent critics come on top
}

// Cost adds up all trials, whether they are finished or not.
func (p *Plan) Cost() (Cost, error) {
	var total Cost
	known := map[models.Spec]models.Cost{}
	for _, t := range p.Trials {
		spec := t.Spec.Training
		spec.Seed = "" // costs nothing
		each, ok := known[spec]
		if !ok {
			var err error
			if each, err = models.CostOf(spec); err != nil {
				return Cost{}, err
			}
			known[spec] = each
		}
		images := len(t.Spec.Evaluation.Steps) * t.Spec.Evaluation.Fake
		total.Steps += t.Spec.Steps
		total.Images += images
		total.Operations += each.Step*float64(t.Spec.Steps) + each.Image*float64(images)
	}
	return total, nil
}
