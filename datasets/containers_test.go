package datasets_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/codec"
)

// containers is the folder of what testdata/containers.py makes.
func containers(name string) string { return filepath.Join("testdata", "containers", name) }

// unpackTar writes the folders, files and symbolic links of a tar fixture below a new folder.
func unpackTar(t testing.TB, name string) string {
	t.Helper()
	root := t.TempDir()
	data, err := os.ReadFile(containers(name))
	require.NoError(t, err)
	headers := tar.NewReader(bytes.NewReader(data))
	for {
		h, err := headers.Next()
		if err == io.EOF {
			return root
		}
		require.NoError(t, err)
		target := filepath.Join(root, h.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o755))
		if h.Typeflag == tar.TypeSymlink {
			require.NoError(t, os.Symlink(h.Linkname, target))
			continue
		}
		content, err := io.ReadAll(headers)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(target, content, 0o644))
	}
}

// shows returns which image of the script an image is.
func shows(t testing.TB, m *image.RGBA) int {
	t.Helper()
	var pix []uint8
	for p := 0; p < len(m.Pix); p += 4 {
		pix = append(pix, m.Pix[p:p+3]...)
	}
	for k := range 16 {
		if bytes.Equal(pix, pattern(k, 8)) {
			return k
		}
	}
	require.Fail(t, "the pixels of no image")
	return -1
}

// read returns the class and the number of each image of a source, sorted, in the form of containers.json.
func read(t testing.TB, spec datasets.Spec) (all [][2]any) {
	t.Helper()
	c, err := datasets.OpenCollection(context.Background(), "", spec)
	require.NoError(t, err)
	defer c.Close()
	for i := range c.Len() {
		img, err := c.Decode(i)
		require.NoError(t, err)
		all = append(all, [2]any{c.Classes()[c.Label(i)], float64(shows(t, img))})
	}
	slices.SortFunc(all, func(a, b [2]any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return all
}

// Every container is read as the reference tool reads it: the same pixels under the same classes. What is beside is counted.
func TestContainers(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "containers.json"))
	require.NoError(t, err)
	var expected map[string][][2]any
	require.NoError(t, json.Unmarshal(data, &expected))
	unpacked := map[string]string{"folder-links.tar": filepath.Join(unpackTar(t, "folder-links.tar"), "set")}
	skipped := map[string]string{
		"depth":              "4 more images a sample",
		"folder-links.tar":   "3 links to nothing", // one of them is there by two ways
		"img2dataset":        "14 files (7 .json, 4 .txt, 2 .parquet, 1 .md)",
		"links.zip":          "1 link",
		"lsun-empty":         "1 bad",
		"macos.zip":          "3 hidden",
		"stylegan-lacks.zip": "",
	}
	notes := map[string][]string{
		"stylegan-lacks.zip": {"dataset.json has no label for 1 image, 00000/img00000001.png the first: no classes"},
	}
	for name, want := range expected {
		t.Run(name, func(t *testing.T) {
			source, ok := unpacked[name]
			if !ok {
				source = containers(name)
			}
			require.Equal(t, want, read(t, datasets.Spec{Source: source, Split: datasets.All}))
			survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: source})
			require.NoError(t, err)
			require.Equal(t, skipped[name], survey.Skipped.String())
			require.Equal(t, notes[name], survey.Notes)
		})
	}
	for name := range maps.Keys(skipped) {
		require.Contains(t, expected, name)
	}
}

// A folder whose names are Latin-1 is read as the tar of it.
func TestLatin1Folder(t *testing.T) {
	source := unpackTar(t, "latin1.tar")
	require.Equal(t, [][2]any{{`caf\xe9`, 0.}, {`caf\xe9`, 1.}, {`f\xfcr`, 2.}}, read(t, datasets.Spec{Source: source, Split: datasets.All}))
	require.NoError(t, os.WriteFile(filepath.Join(source, "f\xfcr", "\xe9.png"), []byte("text"), 0o644))
	_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: source})
	require.EqualError(t, err, "datasets: look at "+source+`: f\xfcr/\xe9.png is not an image, it starts with "text": replace or remove it`)
}

// What is compressed in a way that is not read is refused by name.
func TestZipMethods(t *testing.T) {
	for name, method := range map[string]string{"deflate64.zip": "Deflate64 (method 9)", "bzip2.zip": "bzip2 (method 12)", "lzma.zip": "LZMA (method 14)"} {
		_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: containers(name)})
		require.EqualError(t, err, "datasets: look at "+containers(name)+": entry cats/0.png is compressed with "+method+": pack the zip again with Deflate")
	}
	data, err := os.ReadFile(containers("bzip2.zip"))
	require.NoError(t, err)
	data[bytes.LastIndex(data, []byte("PK\x01\x02"))+10] = 77
	path := filepath.Join(t.TempDir(), "set.zip")
	require.NoError(t, os.WriteFile(path, data, 0o644))
	_, err = datasets.Look(context.Background(), "", datasets.Spec{Source: path})
	require.ErrorContains(t, err, "entry cats/0.png is compressed with method 77: pack the zip again with Deflate")
}

// Shards that are named as parts give the splits; a folder with one shard packed and unpacked takes the latter.
func TestShards(t *testing.T) {
	for _, c := range []struct {
		source, split string
		want          [][2]any
	}{
		{"parts", datasets.Train, [][2]any{{"0", 0.}, {"1", 1.}}},
		{"parts", datasets.Test, [][2]any{{"0", 2.}}},
		{"parts-in-folders", datasets.Train, [][2]any{{"images", 0.}, {"images", 1.}}},
		{"parts-in-folders", datasets.Test, [][2]any{{"images", 2.}}},
		{"parts-numbered", datasets.Train, [][2]any{{"images", 0.}}},
		{"parts-numbered", datasets.Test, [][2]any{{"images", 1.}}},
		{"classes-in-parts", datasets.Train, [][2]any{{"cats", 0.}, {"dogs", 1.}}},
		{"classes-in-parts", datasets.Test, [][2]any{{"cats", 2.}}},
	} {
		require.Equal(t, c.want, read(t, datasets.Spec{Source: containers(c.source), Split: c.split}), "%s %s", c.source, c.split)
	}
	data, err := os.ReadFile(containers("folders/set-0.tar"))
	require.NoError(t, err)
	both := writeFolder(t, []entry{{"set-0.tar", data}, {"set-0.tar.gz", gzipOf(t, data)}, {"README", []byte("text")}, {".cache", nil}})
	require.Len(t, read(t, datasets.Spec{Source: both, Split: datasets.All}), 2)
	survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: both})
	require.NoError(t, err)
	require.Equal(t, "2 files (1 without an ending, 1 .gz), 1 hidden", survey.Skipped.String())
	require.Len(t, read(t, datasets.Spec{Source: containers("gzipped/set-{000..000}.tar.gz"), Split: datasets.All}), 2)
	cut := writeFolder(t, []entry{{"set-0.tar.gz", gzipOf(t, data)[:50]}})
	_, err = datasets.Look(context.Background(), "", datasets.Spec{Source: cut})
	require.EqualError(t, err, "datasets: look at "+cut+": "+cut+"/set-0.tar.gz: cannot be unpacked (it is cut off): fetch it again")
	require.Empty(t, openFiles(t, cut), "files are closed")
}

// An image that the first version of the readers took for another, or did not take, changes the identity; a set without such keeps its own.
func TestIdentitiesOfCorrectedReading(t *testing.T) {
	for source, version := range map[string]string{
		"depth": "webdataset/2/", "folders": "webdataset/2/", "parts": "webdataset/2/", "tar-a-class": "webdataset/2/", "gzipped": "webdataset/1/",
		"img2dataset": "webdataset/1/", "hard-links.tar": "tar/2/", "links.zip": "zip/2/", "latin1.tar": "tar/1/", "lsun-empty": "lmdb/2/", "zip64.zip": "zip/1/",
	} {
		id, err := datasets.Identity(t.Context(), "", datasets.Spec{Source: containers(source)})
		require.NoError(t, err)
		version = fmt.Sprintf("%s.%d/", strings.TrimSuffix(version, "/"), codec.Revision)
		require.True(t, strings.HasPrefix(id, version), "%s: %s", source, id)
	}
}

// Entries of any names, fields and makers, one of them a link, give a set of distinct names or an error of one line.
func FuzzZipNames(f *testing.F) {
	f.Add("c/1.png", "c/2.png", "1.png", "", uint8(3))
	f.Add("c\\1.png", "d\\2.png", "..\\c\\1.png", "", uint8(0))
	f.Add("caf\x82/1.png", "caf\xc3\xa9/2.png", "2.png", "up\x0b\x00\x01\x00\x00\x00\x00a/1.png", uint8(11))
	f.Fuzz(func(t *testing.T, first, second, link, extra string, host uint8) {
		p := pngOf(t, picture(8, 8, 1))
		if len(first) > 1<<12 || len(second) > 1<<12 || len(extra) > 1<<12 || strings.HasSuffix(first, "/") || strings.HasSuffix(second, "/") {
			return
		}
		data := encoded(t, func(w io.Writer) error {
			z := zip.NewWriter(w)
			for k, h := range []*zip.FileHeader{{Name: first, Extra: []byte(extra)}, {Name: second}, {Name: "link/3.png"}} {
				h.NonUTF8, h.CreatorVersion = true, uint16(host)<<8
				content := p
				if k == 2 {
					h.SetMode(fs.ModeSymlink | 0o777)
					content = []byte(link)
				}
				out, err := z.CreateHeader(h)
				if err != nil {
					return err
				}
				if _, err := out.Write(content); err != nil {
					return err
				}
			}
			return z.Close()
		})
		checkNames(t, data, "set.zip")
	})
}

// Links of a tar to anything, of either kind, give a set of distinct names or an error of one line.
func FuzzTarLinks(f *testing.F) {
	f.Add("d/1.png", "../c/1.png", "e", "d")
	f.Add("c/again", "..", "d", "c/again")
	f.Add("d", "e", "e", "d")
	f.Add("./d/1.png", "/c/1.png", "d/1.png", "./c/1.png")
	f.Fuzz(func(t *testing.T, name, target, hard, file string) {
		p := pngOf(t, picture(8, 8, 1))
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, h := range []*tar.Header{
			{Name: "c/1.png", Typeflag: tar.TypeReg, Size: int64(len(p)), Format: tar.FormatGNU}, {Name: "c/deep/2.png", Typeflag: tar.TypeReg, Size: int64(len(p)), Format: tar.FormatGNU},
			{Name: name, Linkname: target, Typeflag: tar.TypeSymlink, Format: tar.FormatGNU}, {Name: hard, Linkname: file, Typeflag: tar.TypeLink, Format: tar.FormatGNU},
		} {
			if err := w.WriteHeader(h); err != nil {
				return
			}
			if h.Size > 0 {
				_, err := w.Write(p)
				require.NoError(t, err)
			}
		}
		require.NoError(t, w.Close())
		checkNames(t, b.Bytes(), "set.tar")
	})
}

// checkNames opens an archive: all that it holds decodes, and no name is there twice.
func checkNames(t *testing.T, data []byte, name string) {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o644))
	c, err := datasets.OpenCollection(context.Background(), "", datasets.Spec{Source: path, Split: datasets.All})
	if err != nil {
		require.NotContains(t, err.Error(), "\n")
		return
	}
	seen := map[string]bool{}
	for i := range c.Len() {
		_, err := c.Decode(i)
		require.NoError(t, err)
		require.False(t, seen[c.Name(i)], c.Name(i))
		seen[c.Name(i)] = true
		require.True(t, utf8.ValidString(c.Name(i)))
	}
	require.NoError(t, c.Close())
}
