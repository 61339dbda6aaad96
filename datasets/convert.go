package datasets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"sync"

	"tgan/internal/atomicfile"
)

// Converted is what Convert made.
type Converted struct {
	Images  int
	Kept    int // of them, those that an interrupted conversion had made
	Classes []string
}

// conversion says in dataset.json how the images were made.
type conversion struct {
	Format   int    `json:"format"`   // raised when the same images give other bytes
	Identity string `json:"identity"` // of the source
	Resize   string `json:"resize"`   // the filter
	Spec     Spec   `json:"spec"`     // without the source's name
}

const conversionFormat = 1

// partialExt ends the name of an unfinished conversion.
const partialExt = ".partial"

// Convert writes the images that spec names into a zip that this program and those of StyleGAN read: PNG files of spec.Side pixels, stored
// uncompressed, 00000/img00000000.png and so on, and dataset.json with labels, names of classes, and how it was made.
// It works image by image, so that a set may be larger than memory. The bytes depend on spec and the source's content alone. When ctx
// ends, dst.partial is left, and the same call continues from it to the same bytes; if dst is complete already, nothing is done. dst
// is there only when it is complete. Errors are those of Open and of writing, and that dst is another file.
func Convert(ctx context.Context, dst, root string, spec Spec, opts Options) (Converted, error) {
	if err := spec.Validate(); err != nil {
		return Converted{}, fmt.Errorf("datasets: %w", err)
	}
	c, identity, done, err := openToConvert(ctx, root, spec, opts)
	if err != nil {
		return Converted{}, err
	}
	defer done()
	result := Converted{Images: c.Len(), Classes: c.Classes()}
	description, err := describe(c, spec, identity)
	if err != nil {
		return Converted{}, err
	}
	unlock, err := atomicfile.LockFile(ctx, dst)
	if err != nil {
		return Converted{}, fmt.Errorf("datasets: convert: %w: choose a folder that exists and can be written", err)
	}
	defer unlock()
	if done, err := converted(dst, description); done || err != nil {
		result.Kept = c.Len()
		return result, err
	}
	if result.Kept, err = convert(ctx, dst, c, spec, description, opts); err != nil {
		return Converted{}, err
	}
	return result, nil
}

// openToConvert opens the images and returns the identity of their source.
func openToConvert(ctx context.Context, root string, spec Spec, opts Options) (c *Collection, identity string, done func() error, err error) {
	if spec.Procedural() {
		if identity, err = Identity(ctx, root, spec); err != nil {
			return nil, "", nil, err
		}
		c, err = openProcedurally(ctx, root, spec)
		return c, identity, func() error { return nil }, err
	}
	s, done, err := setOf(ctx, root, spec, opts)
	if err != nil {
		return nil, "", nil, err
	}
	if identity, err = s.Identity(ctx); err == nil {
		c, err = s.Collection(spec)
	}
	if err != nil {
		return nil, "", nil, errors.Join(err, done())
	}
	return c, identity, done, nil
}

// describe returns dataset.json.
func describe(c *Collection, spec Spec, identity string) ([]byte, error) {
	spec.Source = ""
	meta := styleGANMeta{Classes: c.Classes(), Made: &conversion{conversionFormat, identity, Resize, spec}}
	if len(c.classes) > 1 {
		labels := make([]styleGANLabel, c.Len())
		for i := range labels {
			labels[i] = styleGANLabel{convertedName(i), c.Label(i)}
		}
		meta.Labels = &labels
	}
	return json.Marshal(meta)
}

// convertedName is what StyleGAN's tool calls image i.
func convertedName(i int) string {
	number := fmt.Sprintf("%08d", i)
	return number[:5] + "/img" + number + ".png"
}

// converted tells whether dst is the complete conversion of that description; another file there is an error.
func converted(dst string, description []byte) (bool, error) {
	f, err := os.Open(dst)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("datasets: convert: %w", err)
	}
	defer f.Close()
	data, ok, err := readStored(f, 0, styleGANFile)
	if err != nil {
		return false, fmt.Errorf("datasets: convert: %w: see to the disk, or choose another name", err)
	}
	if !ok || string(data) != string(description) {
		return false, fmt.Errorf("datasets: convert: %s is there and holds something else: remove it, or choose another name", dst)
	}
	return true, nil
}

// convert writes dst.partial and publishes it. It returns how many images were there before.
func convert(ctx context.Context, dst string, c *Collection, spec Spec, description []byte, opts Options) (kept int, err error) {
	out, err := openStored(dst + partialExt)
	if err != nil {
		return 0, fmt.Errorf("datasets: convert: %w: choose a folder that exists and can be written", err)
	}
	defer func() {
		closed := out.f.Close()
		if unreadable, ok := errors.AsType[*sourceError](err); ok && !atomicfile.Unread(err) { // what was made so far is of no use
			err = errors.Join(unreadable, os.Remove(dst+partialExt))
			return
		}
		err = errors.Join(err, closed)
	}()
	if out.keep(styleGANFile, description) {
		for kept < c.Len() && out.keep(convertedName(kept), nil) {
			kept++
		}
	}
	err = out.err
	if err == nil && !out.began() {
		err = out.add(styleGANFile, description)
	}
	if err == nil {
		var buffers pngBuffers
		encode := func(i int) ([]byte, error) {
			data, err := c.toPNG(i, spec, &buffers)
			if err != nil {
				err = failure("convert", spec.Source, err)
			}
			return data, err
		}
		err = inOrder(ctx, kept, c.Len(), max(4*opts.Threads, 256), opts, encode, func(i int, data []byte) error { return out.add(convertedName(i), data) })
		err = c.explained(ctx, opts.Threads, "convert", spec.Source, err)
	}
	if err == nil {
		err = out.finish()
	}
	if err == nil {
		err = atomicfile.Rename(dst+partialExt, dst)
	}
	if _, unreadable := errors.AsType[*sourceError](err); err != nil && ctx.Err() == nil && !unreadable {
		err = fmt.Errorf("datasets: convert: %w; the same command continues from here", err)
	}
	return kept, err
}

// toPNG returns image i as Open would return it, as a PNG file.
func (c *Collection) toPNG(i int, spec Spec, buffers *pngBuffers) ([]byte, error) {
	img, err := c.Decode(i)
	if err != nil {
		return nil, err
	}
	pix := make([]uint8, spec.Side*spec.Side*Channels)
	toSquare(img, spec.Fit, spec.Side, pix)
	var b writeBuffer
	encoder := png.Encoder{BufferPool: buffers}
	if err := encoder.Encode(&b, fromRGB(pix, spec.Side, spec.Side)); err != nil {
		return nil, err
	}
	return b, nil
}

// pngBuffers hands out what an encoder works in, which is far larger than a small image.
type pngBuffers struct{ pool sync.Pool }

func (b *pngBuffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

func (b *pngBuffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

// writeBuffer collects what is written.
type writeBuffer []byte

func (b *writeBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}
