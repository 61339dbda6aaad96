package datasets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tgan/datasets/codec"
	"tgan/internal/atomicfile"
)

// cacheExt ends the names of cache files.
const cacheExt = ".images"

// OpenCached returns the images that Open returns, from a file in cacheDir that holds them ready to use, mapped into memory. If there
// is none, it is made, image by image, so that a set may be larger than memory. A file belongs to the content of the source and to all
// of spec but its name; it is checked by its sha256 each time it is opened, and one that is damaged is named to opts.Warn and made anew.
// Several processes may open the same images at once. Procedural images are drawn anew, not cached. The folder may be removed at
// any time; "" is none. The caller closes the images. Errors are those of Open, and those of writing in cacheDir.
func OpenCached(ctx context.Context, cacheDir, root string, spec Spec, opts Options) (*Images, error) {
	if cacheDir == "" || spec.Procedural() {
		return Open(ctx, root, spec, opts)
	}
	if err := spec.Validate(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	entry, err := newCacheEntry(ctx, root, spec, opts)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(cacheDir, entry.key()+cacheExt)
	if images, err := entry.use(path, opts); images != nil || err != nil {
		return images, err
	}
	if err := os.MkdirAll(cacheDir, 0o755); err != nil {
		return nil, fmt.Errorf("datasets: cache %s: %w: choose a folder that can be written", cacheDir, pathCause(err))
	}
	unlock, err := atomicfile.LockFile(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("datasets: cache: %w", err)
	}
	defer unlock()
	if images, err := entry.use(path, Options{}); images != nil || err != nil { // made by another meanwhile
		return images, err
	}
	if err := entry.make(ctx, path, root, spec, opts); err != nil {
		return nil, err
	}
	images, err := entry.open(path)
	if err != nil {
		return nil, fmt.Errorf("datasets: cache file %s, just made: %w", path, err)
	}
	return images, nil
}

// cacheEntry is everything that determines the content of a cache file.
type cacheEntry struct {
	Format   int    `json:"format"` // raised when the layout of the file changes
	Identity string `json:"identity"`
	Decoder  int    `json:"decoder"` // codec.Revision: the identity may come from a plan that another version made
	Resize   string `json:"resize"`
	Spec     Spec   `json:"spec"` // without its source, which may be called otherwise tomorrow
}

func newCacheEntry(ctx context.Context, root string, spec Spec, opts Options) (cacheEntry, error) {
	identity := opts.Identity
	if identity == "" {
		s, done, err := setOf(ctx, root, spec, opts)
		if err != nil {
			return cacheEntry{}, err
		}
		identity, err = s.Identity(ctx)
		if err = errors.Join(err, done()); err != nil {
			return cacheEntry{}, err
		}
	}
	spec.Source = ""
	if spec.Count == 0 && spec.PerClass == 0 {
		spec.Seed = "" // it chooses nothing
	}
	return cacheEntry{cacheFormat, identity, codec.Revision, Resize, spec}, nil
}

func (e cacheEntry) json() []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // numbers and texts
	}
	return data
}

// key returns the name of the file: the sha256 of the entry.
func (e cacheEntry) key() string {
	sum := sha256.Sum256(e.json())
	return hex.EncodeToString(sum[:])
}

// use opens the file if it is there and sound; it returns neither images nor an error if it has to be made.
func (e cacheEntry) use(path string, opts Options) (*Images, error) {
	images, err := e.open(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return images, nil
	}
	if atomicfile.Unread(err) {
		return nil, fmt.Errorf("datasets: cache file %s cannot be read: %w: see to the disk, or choose another folder", path, pathCause(err))
	}
	if opts.Warn != nil {
		opts.Warn(fmt.Errorf("datasets: cache file %s cannot be used and is made anew: %w", path, err))
	}
	return nil, nil
}

// make writes the file.
func (e cacheEntry) make(ctx context.Context, path, root string, spec Spec, opts Options) error {
	c, err := openCollection(ctx, root, spec, opts)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := atomicfile.SweepFile(path); err != nil {
		return fmt.Errorf("datasets: cache: %w", err)
	}
	err = atomicfile.WriteTo(path, func(w io.Writer) error {
		out := newCacheWriter(w)
		if err := out.begin(e, c); err != nil {
			return err
		}
		stride := spec.Side * spec.Side * Channels
		window := max(windowBytes/stride, 2*opts.Threads, 1)
		work := func(i int) ([]uint8, error) {
			img, err := c.Decode(i)
			if err != nil {
				return nil, failure("open", spec.Source, err)
			}
			pix := make([]uint8, stride)
			toSquare(img, spec.Fit, spec.Side, pix)
			return pix, nil
		}
		if err := inOrder(ctx, 0, c.Len(), window, opts, work, func(_ int, pix []uint8) error { return out.write(pix) }); err != nil {
			return err
		}
		return out.end()
	})
	if unreadable, ok := errors.AsType[*sourceError](err); ok {
		return c.explained(ctx, opts.Threads, "open", spec.Source, unreadable) // not the cache's business
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("datasets: cache: %w: make room, or choose another folder", err)
	}
	return err
}
