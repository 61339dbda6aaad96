package kernel_test

import (
	"fmt"

	"tgan/internal/kernel"
)

// A convolution of one 4x4 image of one channel with a 3x3 filter of ones: sums over neighbourhoods.
func Example() {
	p := kernel.NewPool(2, kernel.Detect())
	defer p.Close()
	g, err := kernel.NewConv(1, 4, 4, 1, 1, 3, 3, 1, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	x := make([]float32, g.XLen())
	w := make([]float32, g.WLen())
	for i := range x {
		x[i] = 1
	}
	for i := range w {
		w[i] = 1
	}
	y := make([]float32, g.YLen())
	kernel.ConvForward(p, g, y, x, w, nil)
	fmt.Println(y[:4])
	fmt.Println(y[4:8])
	// Output:
	// [4 6 6 4]
	// [6 9 9 6]
}
