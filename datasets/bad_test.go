package datasets_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/procedural"
)

func TestBadSpecs(t *testing.T) {
	good := datasets.Spec{Source: "x", Side: 32, Fit: datasets.Crop, Split: datasets.All}
	require.NoError(t, good.Validate())
	require.NoError(t, datasets.Spec{Source: "procedural/faces", Side: 32, Split: datasets.Test, Count: 1}.Validate())
	var domains []string
	for _, d := range procedural.Domains() {
		domains = append(domains, "procedural/"+d.Name)
	}
	for _, c := range []struct {
		name   string
		change func(*datasets.Spec)
		want   string
	}{
		{"source", func(s *datasets.Spec) { s.Source = "" }, "source is missing: name a folder, a file or a procedural domain"},
		{"side", func(s *datasets.Spec) { s.Side = 0 }, "side is 0: it must be from 1 to 1024"},
		{"fit", func(s *datasets.Spec) { s.Fit = "pad" }, `fit is "pad": it must be crop or stretch`},
		{"split", func(s *datasets.Spec) { s.Split = "val" }, `split is "val": it must be one of all, train, validation, test`},
		{"count", func(s *datasets.Spec) { s.Count = -1 }, "count is -1: it must be 0 (all) or more"},
		{"domain", func(s *datasets.Spec) { s.Source, s.Count = "procedural/cats", 9 },
			`there is no procedural domain "cats": there are ` + strings.Join(domains, ", ") + ` (write ./procedural/cats for a folder of that name)`},
		{"endless", func(s *datasets.Spec) { s.Source = "procedural/faces" }, "count is missing: procedural/faces is endless, say how many images to draw"},
		{"procedural side", func(s *datasets.Spec) { s.Source, s.Count, s.Side = "procedural/faces", 9, 512 },
			"side is 512: it must be from 16 to 256 for a procedural domain"},
		{"classes", func(s *datasets.Spec) { s.Classes = -2 }, "classes is -2: it must be 0 (all) or more"},
		{"per class", func(s *datasets.Spec) { s.PerClass = -3 }, "per_class is -3: it must be 0 (all) or more"},
		{"count and per class", func(s *datasets.Spec) { s.Count, s.PerClass = 4, 2 }, "count is 4 and per_class is 2: give one of them"},
		{"style", func(s *datasets.Spec) { s.Source, s.Count, s.Style = "procedural/faces", 9, 1.5 }, "style is 1.5: it must be from 0 to 1"},
		{"style of files", func(s *datasets.Spec) { s.Style = 0.5 }, "style is 0.5: only procedural domains have one, leave it out"},
		{"procedural classes", func(s *datasets.Spec) { s.Source, s.Count, s.Classes = "procedural/faces", 9, 2 },
			"classes is 2: the source has 1: lower it or leave it out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := good
			c.change(&s)
			require.EqualError(t, s.Validate(), c.want)
			_, err := datasets.Open(context.Background(), "", s, datasets.Options{})
			require.EqualError(t, err, "datasets: "+c.want)
		})
	}
}

// bomb is a PNG that declares a size it does not have.
func bomb(w, h uint32) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
}

// Each bad input gives one line that names the file and the cure. In want, DIR is the folder and ZIP the file that hold it.
func TestBadInput(t *testing.T) {
	p, j := pngOf(t, picture(8, 8, 1)), jpegOf(t, picture(40, 40, 1))
	good := entry{"c/good.png", p}
	for _, c := range []struct {
		name    string
		entries []entry
		count   int
		split   string
		want    string
	}{
		{"no images", []entry{{"readme.txt", []byte("hello")}}, 0, "all",
			"no images, it holds 1 file (1 .txt): give a folder or a zip with PNG, JPEG, WebP, GIF, BMP, TIFF or PPM files"},
		{"empty image", []entry{good, {"c/none.jpg", nil}}, 0, "all", "c/none.jpg is empty: replace or remove it"},
		{"not an image", []entry{good, {"c/page.JPEG", []byte("<html><body>")}}, 1, "all",
			`c/page.JPEG is not an image, it starts with "<html><b": replace or remove it`},
		{"another format under the name of an image", []entry{good, {"c/photo.jpg", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")}}, 1, "all",
			"c/photo.jpg is a file of the format HEIC, which is not read: convert it to PNG or JPEG first, for example with heif-convert"},
		{"truncated ppm", []entry{{"c/x.ppm", []byte("P6 8 8 255\n...")}}, 0, "all", "c/x.ppm cannot be decoded: it is cut off: replace or remove it"},
		{"truncated png", []entry{{"c/x.png", p[:len(p)/2]}}, 0, "all", "c/x.png cannot be decoded: png: invalid format: not enough pixel data: replace or remove it"},
		{"truncated jpeg", []entry{{"c/x.jpg", j[:len(j)/2]}}, 0, "all", "c/x.jpg cannot be decoded: it is cut off: replace or remove it"},
		{"damaged png", []entry{{"c/x.png", bytes.Replace(p, []byte("IDAT"), []byte("IDAU"), 1)}}, 0, "all",
			"c/x.png cannot be decoded: PNG: the checksum of its chunk \"IDAU\" is wrong: replace or remove it"},
		{"bomb", []entry{{"c/x.png", bomb(100_000, 100_000)}}, 0, "all",
			"c/x.png cannot be decoded: it declares 100000×100000 pixels, more than 100 million: replace or remove it"},
		{"count too large", []entry{good, {"d/2.png", p}, {"d/3.png", p}}, 4, "all",
			"split all has 3 images, 4 were asked for: lower count to at most 3 or add images"},
		{"split too small", []entry{good}, 0, "test", "split test of 1 images is empty: use split all or add images"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, source := range []string{writeFolder(t, c.entries), writeZip(t, c.entries)} {
				spec := datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: c.split, Count: c.count}
				for _, threads := range []int{1, 4} {
					_, err := datasets.Open(context.Background(), "elsewhere", spec, datasets.Options{Threads: threads})
					require.EqualError(t, err, "datasets: open "+source+": "+c.want)
				}
			}
		})
	}
}

func TestOnlyChosenImagesAreDecoded(t *testing.T) {
	entries := append(numbered(t, 30), entry{"c/zzz.png", pngOf(t, picture(8, 8, 0))[:60]})
	spec := datasets.Spec{Source: writeZip(t, entries), Side: 8, Fit: datasets.Crop, Split: datasets.All, Count: 3, Seed: "2"}
	require.Equal(t, 3, open(t, spec, datasets.Options{}).Len())
	spec.Count = 31
	_, err := datasets.Open(context.Background(), "", spec, datasets.Options{})
	require.ErrorContains(t, err, "c/zzz.png cannot be decoded: ")
}

func TestBadContainers(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	whole := zipOf(t, []entry{{"c/1.png", p}})
	crypted := bytes.Clone(whole)
	crypted[bytes.LastIndex(crypted, []byte("PK\x01\x02"))+8] |= 1 // the flag in the central directory
	flipped := bytes.Clone(whole)
	flipped[45] ^= 0xff // inside the compressed data
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty.zip", nil, "DIR/empty.zip is empty: fetch it again"},
		{"cut.zip", whole[:len(whole)-30], "DIR/cut.zip is not a zip file, or is cut off (zip: not a valid zip file): fetch it again"},
		{"notes.txt", []byte("hello"), "DIR/notes.txt is no zip, tar, tar.gz, npz, IDX, CIFAR or LMDB file, it starts with \"hello\": give one of these, or a folder of images"},
		{"slip.zip", zipOf(t, []entry{{"../../etc/1.png", p}}), `entry "../../etc/1.png" is not a plain relative path: pack the zip again`},
		{"root.zip", zipOf(t, []entry{{"/1.png", p}}), `entry "/1.png" is not a plain relative path: pack the zip again`},
		{"windows.zip", zipOf(t, []entry{{`..\1.png`, p}}), `entry "../1.png" is not a plain relative path: pack the zip again`},
		{"drive.zip", zipOf(t, []entry{{`\c\1.png`, p}}), `entry "/c/1.png" is not a plain relative path: pack the zip again`},
		{"twice.zip", zipOf(t, []entry{{"c/1.png", p}, {"c/1.png", p}}), "entry c/1.png is there twice: pack the zip again"},
		{"crypted.zip", crypted, "entry c/1.png is encrypted: pack the zip again without a password"},
		{"missing.zip", nil, "no file or folder DIR/missing.zip: check the source and the data root"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if c.name != "missing.zip" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, c.name), c.data, 0o644))
			}
			want := strings.ReplaceAll(c.want, "DIR", dir)
			spec := datasets.Spec{Source: c.name, Side: 8, Fit: datasets.Crop, Split: datasets.All}
			_, err := datasets.Open(context.Background(), dir, spec, datasets.Options{})
			require.EqualError(t, err, "datasets: open "+c.name+": "+want)
			_, err = datasets.Identity(t.Context(), dir, spec)
			require.EqualError(t, err, "datasets: identify "+c.name+": "+want)
			_, err = datasets.Look(context.Background(), dir, spec)
			require.EqualError(t, err, "datasets: look at "+c.name+": "+want)
		})
	}
	t.Run("flipped bit", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "flipped.zip")
		require.NoError(t, os.WriteFile(path, flipped, 0o644))
		_, err := datasets.Open(context.Background(), "", datasets.Spec{Source: path, Side: 8, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{})
		require.ErrorContains(t, err, "c/1.png cannot be read: ")
		require.NotContains(t, err.Error(), "\n")
	})
	_, err := datasets.Identity(t.Context(), "", datasets.Spec{})
	require.EqualError(t, err, "datasets: source is missing: name a folder, a file or a procedural domain")
	_, err = datasets.Identity(t.Context(), "", datasets.Spec{Source: "procedural/cats"})
	require.ErrorContains(t, err, `datasets: identify procedural/cats: there is no procedural domain "cats"`)
}

// Links of a folder are followed; a cycle is cut, a broken link is skipped or, named as an image, a bad file.
func TestSymbolicLinks(t *testing.T) {
	outside := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "1.png"), pngOf(t, picture(8, 8, 3)), 0o644))
	for _, c := range []struct {
		name, target, link string
		images             int
		skipped, err       string
	}{
		{"to a file inside", "1.png", "c/2.png", 2, "", ""},
		{"to a file outside", filepath.Join(outside, "1.png"), "c/2.png", 2, "", ""},
		{"to a folder outside", outside, "d", 2, "", ""},
		{"to a folder beside", "c", "d", 2, "", ""},
		{"to the folder around", "..", "c/again", 1, "1 link into a cycle", ""},
		{"to itself", ".", "c/again", 1, "1 link into a cycle", ""},
		{"to a device", "/dev/null", "c/null.png", 1, "1 special file", ""},
		{"broken", "nowhere", "c/readme", 1, "1 link to nothing", ""},
		{"broken image", "nowhere.png", "c/2.png", 0, "", "c/2.png cannot be read: it is a symbolic link to nowhere.png (no such file or directory): remove the link, or bring back what it leads to"},
		{"loop", "2.png", "c/2.png", 0, "", "c/2.png cannot be read: it is a symbolic link to 2.png (too many levels of symbolic links): remove the link, or bring back what it leads to"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := writeFolder(t, []entry{{"c/1.png", pngOf(t, picture(8, 8, 1))}})
			require.NoError(t, os.Symlink(c.target, filepath.Join(dir, c.link)))
			survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
			if c.err != "" {
				require.EqualError(t, err, "datasets: look at "+dir+": "+c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.images, survey.Images)
			require.Equal(t, c.skipped, survey.Skipped.String())
		})
	}
	t.Run("two folders in each other", func(t *testing.T) {
		dir := writeFolder(t, []entry{{"a/1.png", pngOf(t, picture(8, 8, 1))}, {"b/2.png", pngOf(t, picture(8, 8, 2))}})
		require.NoError(t, os.Symlink("../b", filepath.Join(dir, "a", "to")))
		require.NoError(t, os.Symlink("../a", filepath.Join(dir, "b", "to")))
		survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
		require.NoError(t, err)
		require.Equal(t, []int{2, 2}, survey.PerName)
		require.Equal(t, "2 links into a cycle", survey.Skipped.String())
	})
}

func FuzzZip(f *testing.F) {
	p := pngOf(f, picture(8, 8, 1))
	whole := zipOf(f, []entry{{"c/1.png", p}, {"d/2.jpg", jpegOf(f, picture(9, 5, 2))}, {"d/readme.txt", []byte("text")}})
	f.Add(whole)
	f.Add(whole[:len(whole)-10])
	f.Add(zipOf(f, []entry{{"../x.png", p}}))
	stored := encodedStored(f, "1.png", p)
	f.Add(stored)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "set.zip")
		require.NoError(t, os.WriteFile(path, data, 0o644))
		spec := datasets.Spec{Source: path, Side: 8, Fit: datasets.Crop, Split: datasets.All}
		m, err := datasets.Open(context.Background(), "", spec, datasets.Options{Threads: 2})
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		require.Positive(t, m.Len())
		_, err = datasets.Identity(t.Context(), "", spec)
		require.NoError(t, err)
	})
}

// encodedStored is a zip of one file that is not compressed, so that the fuzzer reaches the image in it.
func encodedStored(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	require.NoError(t, err)
	_, err = w.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}
