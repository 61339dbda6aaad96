package datasets

import (
	"archive/zip"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"tgan/internal/atomicfile"
)

// Pictures writes square images as PNG files, each of its own, into something that is published when all are there.
type Pictures struct {
	create  func(name string) (io.WriteCloser, error)
	buffers pngBuffers
}

// Add writes an image of side x side RGB pixels under a name with slashes, such as "cats/000001.png".
func (p *Pictures) Add(name string, side int, pixels []uint8) (err error) {
	w, err := p.create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	encoder := png.Encoder{BufferPool: &p.buffers}
	return encoder.Encode(w, fromRGB(pixels, side, side))
}

// WritePictures publishes what fill adds as a folder, which must not exist or be empty; until it is whole it is DIR.partial.
func WritePictures(dir string, fill func(*Pictures) error) (err error) {
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("datasets: write pictures: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("datasets: write pictures: %s is not empty: choose a folder that does not exist", dir)
	}
	partial := dir + partialExt
	if err := os.Mkdir(partial, 0o755); err != nil {
		return fmt.Errorf("datasets: write pictures: %w: remove what was left of an interrupted command, or choose another folder", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(partial))
		}
	}()
	made := map[string]bool{}
	p := &Pictures{create: func(name string) (io.WriteCloser, error) {
		file := filepath.Join(partial, filepath.FromSlash(name))
		if sub := filepath.Dir(file); !made[sub] {
			if err := os.MkdirAll(sub, 0o755); err != nil {
				return nil, err
			}
			made[sub] = true
		}
		return os.Create(file)
	}}
	if err := fill(p); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("datasets: write pictures: %w", err)
	}
	return atomicfile.Rename(partial, dir)
}

// WritePictureZip publishes what fill adds as a zip, whose bytes depend on names and images alone.
func WritePictureZip(path string, fill func(*Pictures) error) error {
	return atomicfile.WriteTo(path, func(w io.Writer) error {
		archive := zip.NewWriter(w)
		p := &Pictures{create: func(name string) (io.WriteCloser, error) {
			entry, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store}) // PNG is packed already
			return unclosed{entry}, err
		}}
		if err := fill(p); err != nil {
			return err
		}
		return archive.Close()
	})
}

// unclosed is a writer that ends by itself.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
