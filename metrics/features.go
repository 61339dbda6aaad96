package metrics

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"slices"
	"sync/atomic"
)

const (
	featuresMemory = 64 << 20 // bytes of features above which they are kept in a file
	tableMemory    = 64 << 20 // bytes of float64 rows above which a table is read a panel at a time
	extractImages  = 1024     // images whose features are held at once while they are extracted
	keyColumns     = 8        // first columns of each row that are held to sort by
)

// Features are the features of a set of images: n rows of dim float32 values, row i of image i, in memory or in a file.
type Features struct {
	n, dim int
	values []float32 // nil when they are in the file
	file   *os.File
	start  int64 // of row 0 in the file
	failed atomic.Pointer[error]
}

// ExtractFeatures returns the features of images. Large ones are written to a nameless file in the system's temporary
// folder, so that memory does not grow with the number of images. It returns what the extractor returns.
func ExtractFeatures(ctx context.Context, e Extractor, images Images, progress func(done, total int)) (*Features, error) {
	n, dim := images.Len(), e.Dim()
	f := &Features{n: n, dim: dim}
	if 4*n*dim <= featuresMemory {
		f.values = make([]float32, 0, n*dim)
		err := extract(ctx, e, images, progress, func(row []float32) error {
			f.values = append(f.values, row...)
			return nil
		})
		return f, err
	}
	file, err := os.CreateTemp("", "tgan-features-*")
	if err != nil {
		return nil, fmt.Errorf("metrics: features of %d images: %w; set TMPDIR to a folder with %d MiB", n, err, 4*n*dim>>20)
	}
	f.file = file
	if err = os.Remove(file.Name()); err == nil {
		err = extract(ctx, e, images, progress, rowWriter(file))
	}
	if err != nil {
		_ = file.Close() // the first error counts
		return nil, err
	}
	return f, nil
}

// extract calls add with the features of one image after the other.
func extract(ctx context.Context, e Extractor, images Images, progress func(done, total int), add func(row []float32) error) error {
	n := images.Len()
	row := make([]float32, e.Dim())
	for lo := 0; lo < max(n, 1); lo += extractImages {
		var part func(done, total int)
		if progress != nil {
			part = func(done, _ int) { progress(lo+done, n) }
		}
		features, err := e.Features(ctx, imageRange{images, lo, min(n, lo+extractImages)}, part)
		if err != nil {
			return err
		}
		rows, _ := features.Dims()
		for i := range rows {
			values := features.RawRowView(i)
			if err := finite(values); err != nil {
				return fmt.Errorf("metrics: features of image %d: %w", lo+i, err)
			}
			for k, v := range values {
				row[k] = float32(v)
			}
			if err := add(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// rowWriter returns a function that writes rows, little-endian.
func rowWriter(w io.Writer) func(row []float32) error {
	var buffer []byte
	return func(row []float32) error {
		buffer = buffer[:0]
		for _, v := range row {
			buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(v))
		}
		if _, err := w.Write(buffer); err != nil {
			return fmt.Errorf("metrics: write features: %w", err)
		}
		return nil
	}
}

// imageRange is images [lo, hi) of others.
type imageRange struct {
	Images
	lo, hi int
}

func (r imageRange) Len() int                          { return r.hi - r.lo }
func (r imageRange) Decode(i int) (*image.RGBA, error) { return r.Images.Decode(r.lo + i) }

// Len returns the number of images.
func (f *Features) Len() int { return f.n }

// Dim returns the number of features of an image.
func (f *Features) Dim() int { return f.dim }

// Close gives the file back, if there is one.
func (f *Features) Close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// row writes the first len(to) features of an image. Where the file cannot be read it writes zeros, and err tells.
func (f *Features) row(i int, to []float64, s *scratch) {
	if f.file == nil {
		for k, v := range f.values[i*f.dim:][:len(to)] {
			to[k] = float64(v)
		}
		return
	}
	s.raw = slices.Grow(s.raw[:0], 4*len(to))
	raw := s.raw[:4*len(to)]
	clear(raw)
	if _, err := f.file.ReadAt(raw, f.start+4*int64(i)*int64(f.dim)); err != nil {
		err = fmt.Errorf("metrics: read features: %w", err)
		f.failed.CompareAndSwap(nil, &err)
	}
	for k := range to {
		to[k] = float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*k:])))
	}
}

// scratch is memory that reading rows uses again and again; the zero value is ready. It belongs to one goroutine.
type scratch struct {
	raw    []byte
	values []float64
}

// err returns the first error of row.
func (f *Features) err() error {
	if err := f.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// inOrder returns the rows in the order of the images.
func (f *Features) inOrder() *table {
	order := make([]int, f.n)
	for i := range order {
		order[i] = i
	}
	return &table{n: f.n, cols: f.dim, from: f, order: order}
}

// sorted returns the rows in lexicographic order, which is the same whatever the order of the images.
func (f *Features) sorted() *table {
	keys := min(keyColumns, f.dim)
	heads := rowsOf{data: make([]float64, f.n*keys), n: f.n, cols: keys}
	t := f.inOrder()
	var s scratch
	for i := range f.n {
		f.row(i, heads.row(i), &s)
	}
	a, b := make([]float64, f.dim), make([]float64, f.dim)
	slices.SortFunc(t.order, func(i, j int) int {
		if c := slices.Compare(heads.row(i), heads.row(j)); c != 0 || keys == f.dim {
			return c
		}
		f.row(i, a, &s)
		f.row(j, b, &s)
		return slices.Compare(a, b)
	})
	return t
}
