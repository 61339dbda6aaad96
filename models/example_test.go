package models_test

import (
	"fmt"

	"tgan/internal/kernel"
	"tgan/models"
)

// Two steps of a tiny GAN, and four images of it.
func ExampleTrainer() {
	pool := kernel.NewPool(2, kernel.Detect())
	defer pool.Close()
	spec := models.DefaultSpec()
	spec.Dim, spec.Batch, spec.CriticSteps = 2, 4, 1
	t, err := models.NewTrainer(pool, spec, noise{n: 10, side: 32})
	if err != nil {
		panic(err)
	}
	for range 2 {
		if _, err := t.Step(); err != nil {
			panic(err)
		}
	}
	pixels, err := t.Sampler().Draw(4, "any name")
	fmt.Println(t.Steps(), len(pixels), err)
	// Output: 2 12288 <nil>
}
