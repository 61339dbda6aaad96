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

// Cost is what trials need by their specifications alone, whatever machine they run on.
type Cost struct {
	Operations float64 // necessary multiplications and additions of training and drawing; extractors and independent critics come on top
	Memory     int64   // bytes that the largest training plans for values, weights and moments; images, features and the program come on top
}

// Cost returns what all trials need. Its memory is planned, not measured, so that it is the same on every machine.
func (p *Plan) Cost() (total Cost, err error) {
	known := map[models.Spec]models.Cost{}
	for _, t := range p.Trials {
		spec := t.Spec.Training
		spec.Seed = "" // costs nothing
		each, ok := known[spec]
		if !ok {
			if each, err = models.CostOf(spec); err != nil {
				return Cost{}, err
			}
			known[spec] = each
		}
		work := WorkOf([]Trial{t})
		total.Operations += each.Step*float64(work.Steps) + each.Image*float64(work.Images)
		total.Memory = max(total.Memory, each.Memory)
	}
	return total, nil
}
