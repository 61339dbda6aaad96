package datasets

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// archive is a zip file. Nothing is extracted to disk.
type archive struct {
	*blob
	files   map[string]*zip.File
	names   []string
	hidden  hiding
	skipped Skipped         // links to nothing
	links   map[string]bool // those of names that are links
}

// openZip reads the directory of a zip. It takes b over unless it returns an error.
func openZip(b *blob, shown string) (*archive, error) {
	reader, err := zip.NewReader(b, b.size)
	if err != nil {
		return nil, fmt.Errorf("%s is not a zip file, or is cut off (%w): fetch it again", shown, err)
	}
	a := &archive{blob: b, files: map[string]*zip.File{}, hidden: hiding{}, links: map[string]bool{}}
	names, err := zipNames(reader.File)
	if err != nil {
		return nil, err
	}
	l := links{}
	for k, f := range reader.File {
		if err := a.add(f, names[k], l); err != nil {
			return nil, err
		}
	}
	slices.Sort(a.names)
	a.link(l)
	return a, nil
}

// link adds the names of the links to the files, which are sorted.
func (a *archive) link(l links) {
	aliases, nothing := l.resolve(a.names)
	a.skipped.count(Links, nothing)
	for alias, file := range aliases {
		a.files[alias], a.links[alias] = a.files[file], true
		a.names = append(a.names, alias)
	}
	slices.Sort(a.names)
}

// add takes in one entry, unless it is a folder or hidden. A link goes into l.
func (a *archive) add(f *zip.File, name string, l links) error {
	if strings.HasSuffix(name, "/") {
		return nil
	}
	name, err := a.hidden.plainPath(name, "zip")
	if err != nil || name == "" {
		return err
	}
	if f.Flags&1 != 0 {
		return fmt.Errorf("entry %s is encrypted: pack the zip again without a password", name)
	}
	if f.Method != zip.Store && f.Method != zip.Deflate {
		return fmt.Errorf("entry %s is compressed with %s: pack the zip again with Deflate", name, zipMethod(f.Method))
	}
	if f.UncompressedSize64 > unpackFactor*f.CompressedSize64+unpackFree {
		return fmt.Errorf("entry %s declares %d bytes in %d: no image or array shrinks so far", name, f.UncompressedSize64, f.CompressedSize64)
	}
	if _, ok := a.files[name]; ok {
		return fmt.Errorf("entry %s is there twice: pack the zip again", name)
	}
	if f.Mode()&fs.ModeSymlink != 0 {
		return a.addLink(f, name, l)
	}
	a.files[name] = f
	a.names = append(a.names, name)
	return nil
}

// addLink takes in a symbolic link, whose content is the path that it leads to.
func (a *archive) addLink(f *zip.File, name string, l links) error {
	const longest = 4096 // PATH_MAX of Linux
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("entry %s cannot be read: %w", name, err)
	}
	defer r.Close()
	target, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil {
		return fmt.Errorf("entry %s cannot be read: %w", name, err)
	}
	if !l.add("", name, path.Dir(name), string(target)) {
		a.skipped.count(Links, 1)
	}
	return nil
}

// aliased tells whether a name is that of a link.
func (a *archive) aliased(name string) bool { return a.links[name] }

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
	skipped.add(a.skipped)
	skipped.count(Hidden, len(a.hidden))
	return a.names, skipped, ctx.Err()
}
