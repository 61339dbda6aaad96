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
	reader *zip.ReadCloser
	files  map[string]*zip.File
	names  []string
}

func openZip(path string) (container, error) {
	reader, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s is not a zip file, or is cut off (%w): give a folder or a zip of images", path, err)
	}
	a := &archive{reader: reader, files: map[string]*zip.File{}}
	for _, f := range reader.File {
		if err := a.add(f); err != nil {
			return nil, errors.Join(err, reader.Close())
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
	name := strings.TrimPrefix(f.Name, "./")
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return fmt.Errorf("entry %q is not a plain relative path: pack the zip again", f.Name)
	}
	if hidden(name) {
		return nil
	}
	if f.Flags&1 != 0 {
		return fmt.Errorf("entry %s is encrypted: pack the zip again without a password", name)
	}
	if _, ok := a.files[name]; ok {
		return fmt.Errorf("entry %s is there twice: pack the zip again", name)
	}
	a.files[name] = f
	a.names = append(a.names, name)
	return nil
}

func (a *archive) Close() error { return a.reader.Close() }

func (a *archive) Open(name string) (io.ReadCloser, error) {
	f, ok := a.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return f.Open()
}

func (a *archive) Names(ctx context.Context) ([]string, int, error) { return a.names, 0, ctx.Err() }
