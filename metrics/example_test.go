package metrics_test

import (
	"context"
	"fmt"

	"tgan/internal/kernel"
	"tgan/metrics"
)

// The distance between noise and the same noise with less contrast.
func Example() {
	pool := kernel.NewPool(1, kernel.Portable)
	defer pool.Close()
	var extractor metrics.Extractor = metrics.NewRandomConv(pool)

	real := random(1, 200, 16)
	fake := real.changed(func(_, _ int, v uint8) float64 { return 64 + float64(v)/2 })
	x, err := extractor.Features(context.Background(), real, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	y, err := extractor.Features(context.Background(), fake, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, errA := metrics.Fit(x)
	b, errB := metrics.Fit(y)
	fid, errFID := metrics.Frechet(a, b)
	kmmd, errKMMD := metrics.KMMD(x, y)
	fmt.Printf("FID %.2f KMMD %.3f %v %v %v %v\n", fid, kmmd, errA, errB, errFID, errKMMD)
	// Output: FID 16.46 KMMD 0.684 <nil> <nil> <nil> <nil>
}
