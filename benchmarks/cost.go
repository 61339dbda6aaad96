package benchmarks

import "tgan/models"

// Work is what trials do, whether they are finished or not.
type Work struct {
	Steps  int // generator updates
	Images int // drawn for evaluations
}

// WorkOf adds up trials.
func WorkOf(trials []Trial) (w Work) {
	for _, t := range trials {
		w.Steps += t.Spec.Steps
		w.Images += len(t.Spec.Evaluation.Steps) * t.Spec.Evaluation.Fake
	}
	return w
}

// Operations returns the necessary multiplications and additions of training and drawing of all trials; extractors and independent critics
// come on top.
func (p *Plan) Operations() (float64, error) {
	total := 0.0
	known := map[models.Spec]models.Cost{}
	for _, t := range p.Trials {
		spec := t.Spec.Training
		spec.Seed = "" // costs nothing
		each, ok := known[spec]
		if !ok {
			var err error
			if each, err = models.CostOf(spec); err != nil {
				return 0, err
			}
			known[spec] = each
		}
		work := WorkOf([]Trial{t})
		total += each.Step*float64(work.Steps) + each.Image*float64(work.Images)
	}
	return total, nil
}
