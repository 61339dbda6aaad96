package datasets

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// archive is a zip file. Nothing is extracted to disk.
type archive struct {
	*blob
	files  map[string]*zip.File
	names  []string
	hidden hiding
}

// openZip reads the directory of a zip. It takes b over unless it returns an error.
func openZip(b *blob, shown string) (*archive, error) {
	reader, err := zip.NewReader(b, b.size)
	if err != nil {
		return nil, fmt.Errorf("%s is not a zip file, or is cut off (%w): fetch it again", shown, err)
	}
	a := &archive{blob: b, files: map[string]*zip.File{}, hidden: hiding{}}
	for _, f := range reader.File {
		if err := a.add(f); err != nil {
			return nil, err
		}
	}
	slices.Sort(a.names)
	return a, nil
}

// add takes in one entry, unless it is a folder or hidden.
func (a *archive) add(f *zip.File) error {
	if strings.HasSuffix(f.Name, "/") {
		return nil
	}
	name, err := a.hidden.plainPath(f.Name, "zip")
	if err != nil || name == "" {
		return err
	}
	if f.Flags&1 != 0 {
		return fmt.Errorf("entry %s is encrypted: pack the zip again without a password", name)
	}
	if f.UncompressedSize64 > unpackFactor*f.CompressedSize64+unpackFree {
		return fmt.Errorf("entry %s declares %d bytes in %d: no image or array shrinks so far", name, f.UncompressedSize64, f.CompressedSize64)
	}
	if _, ok := a.files[name]; ok {
		return fmt.Errorf("entry %s is there twice: pack the zip again", name)
	}
	a.files[name] = f
	a.names = append(a.names, name)
	return nil
}

// onlyArrays tells whether the zip is an archive of NumPy arrays.
func (a *archive) onlyArrays() bool {
	return len(a.names) > 0 && !slices.ContainsFunc(a.names, func(name string) bool { return !strings.HasSuffix(name, ".npy") })
}

// array opens an entry for reading at any place, in the file itself if it is stored there uncompressed; its checksum is then not checked.
func (a *archive) array(name string) (*blob, error) {
	f, ok := a.files[name]
	if !ok {
		return nil, fmt.Errorf("no array %s", name)
	}
	if f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
		return openBlob(a, name)
	}
	at, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	if size := int64(f.UncompressedSize64); at < 0 || size < 0 || at > a.size-size {
		return nil, errors.New("it is cut off")
	}
	part := a.section(at, int64(f.UncompressedSize64))
	return &blob{part, part.Size(), part.Close}, nil
}

func (a *archive) Open(name string) (io.ReadCloser, error) {
	f, ok := a.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return f.Open()
}

func (a *archive) Names(ctx context.Context) (names []string, skipped Skipped, err error) {
	skipped.count(Hidden, len(a.hidden))
	return a.names, skipped, ctx.Err()
}
