package ops_test

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// The gradient of x^3 and the gradient of that gradient.
func ExampleDevice_Grad() {
	pool := kernel.NewPool(1, kernel.Detect())
	defer pool.Close()
	d := ops.NewDevice(pool)
	x := ops.Input(gorgonia.NewGraph(), tensor.Float64, "x", 1)
	y := d.Power(x, 6)
	first, err := d.Grad(y, x)
	if err != nil {
		panic(err)
	}
	second, err := d.Grad(first[0], x)
	if err != nil {
		panic(err)
	}
	m, err := ops.Compile(y, first[0], second[0])
	if err != nil {
		panic(err)
	}
	ops.Float64s(x)[0] = 2
	if err := m.Run(); err != nil {
		panic(err)
	}
	fmt.Println(ops.Float64s(y)[0], ops.Float64s(first[0])[0], ops.Float64s(second[0])[0])
	// Output: 8 12 12
}
