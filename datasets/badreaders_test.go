package datasets_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
	"tgan/datasets"
)

// copyOf copies a fixture into a new folder, with the names and contents that change gives; "" leaves a file out.
func copyOf(t testing.TB, name string, change func(name string, data []byte) (string, []byte)) string {
	t.Helper()
	from, to := filepath.Join("testdata", "fixtures", name), filepath.Join(t.TempDir(), name)
	require.NoError(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		rel, err := filepath.Rel(from, path)
		require.NoError(t, err)
		rel, data = change(rel, data)
		if rel == "" {
			return nil
		}
		target := filepath.Join(to, rel)
		require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o755))
		return os.WriteFile(target, data, 0o644)
	}))
	return to
}

// edit changes the files whose names end so.
func edit(end string, change func(data []byte) []byte) func(string, []byte) (string, []byte) {
	return func(name string, data []byte) (string, []byte) {
		if strings.HasSuffix(name, end) {
			data = change(data)
		}
		return name, data
	}
}

func without(end string) func(string, []byte) (string, []byte) {
	return func(name string, data []byte) (string, []byte) {
		if strings.HasSuffix(name, end) {
			return "", nil
		}
		return name, data
	}
}

func replace(old, new string) func([]byte) []byte {
	return func(data []byte) []byte { return bytes.Replace(data, []byte(old), []byte(new), 1) }
}

func drop(n int) func([]byte) []byte { return func(data []byte) []byte { return data[:len(data)-n] } }

// Each damaged collection gives one line that names the file and the cure.
func TestBadCollections(t *testing.T) {
	for _, c := range []struct {
		source, sub, label string
		change             func(string, []byte) (string, []byte)
		want               string
	}{
		{"cifar10", "", "", edit("data_batch_1.bin", drop(1)), "cifar-10-batches-bin/data_batch_1.bin has 9218 bytes, which is no number of records of 3073: fetch it again"},
		{"cifar10", "", "", edit("data_batch_1.bin", func(d []byte) []byte { d[3073] = 10; return d }), "data_batch_1.bin: record 1 has label 10 of 10 classes: fetch it again"},
		{"cifar10", "", "", edit("meta.txt", replace("bird\n", "")), "batches.meta.txt has 9 names for 10 classes: fetch it again"},
		{"cifar10", "", "", func(name string, data []byte) (string, []byte) {
			return strings.TrimSuffix(strings.TrimSuffix(name, ".bin"), ".txt"), data
		}, `cifar-10-batches-bin/data_batch_1: it is no pickle of protocol 2, it starts with "\t\x00\x01\x02\x03\x04\x05\x06": fetch it again`},
		{"cifar-10-batches-py", "", "", edit("data_batch_1", drop(1)), "data_batch_1: pickle ends too early: the file is truncated: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("data_batch_1", func(d []byte) []byte { return d[:5000] }), "data_batch_1: pickle, byte 214: pickle ends too early: the file is truncated: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("cnumpy\ndtype", "cos\nsystem")), `it asks for "os.system"; only arrays are read, nothing is called: fetch it again`},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("labelsq", "lebalsq")), "test_batch: labels is no list of 2 numbers, one an image: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("U\x04data", "U\x04dada")), "test_batch: data is no array of bytes with 3072 of them an image: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("u1", "i1")), "test_batch: data is no array of bytes"},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("K\x02M\x00\x0c\x86", "K\x03M\x00\x0c\x86")), `an array of shape [3 3072] and type "|u1" in 6144 bytes: fetch it again`},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("(K\x04K\x03e", "(K\x04K\x0ae")), "test_batch: image 1 has label 10 of 10 classes: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("test_batch", replace("(K\x04K\x03e", "(K\x04N0Ne")), "instruction 0x30"},
		{"cifar-10-batches-py", "", "", edit("test_batch", func([]byte) []byte { return []byte("\x80\x02](K\x01K\x02e.") }), "test_batch: it holds a list of 2, not a dictionary: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("batches.meta", replace("label_names", "lebal_names")), "batches.meta: label_names is no list of 10 names: fetch it again"},
		{"cifar-10-batches-py", "", "", edit("batches.meta", replace("bird", "b\nrd")), `batches.meta: name 2 in label_names is "b\nrd": fetch it again`},
		{"cifar-10-batches-py", "", "coarse", edit("x", nil), `label is "coarse": CIFAR-10 has one set of classes, leave it out`},
		{"cifar-10-batches-py", "", "", edit("data_batch_2", replace("U\x06labels", "U\x0bfine_labels")), "data_batch_1 and data_batch_2 are of different sets: give a folder with one"},
		{"cifar-10-batches-py", "", "", func(name string, data []byte) (string, []byte) {
			return strings.Replace(name, "data_batch_2", "other/data_batch_2", 1), data
		}, "data_batch_1 and other/data_batch_2 are of different sets: give a folder with one"},
		{"cifar-100-python", "", "medium", edit("x", nil), `label is "medium": CIFAR-100 has fine and coarse`},
		{"cifar10", "", "fine", edit("x", nil), `label is "fine": CIFAR-10 has one set of classes, leave it out`},
		{"cifar100", "", "medium", edit("x", nil), `label is "medium": CIFAR-100 has fine and coarse`},
		{"MNIST", "", "", edit("train-images-idx3-ubyte", drop(1)), "MNIST/raw/train-images-idx3-ubyte declares 5 images of 8×8 pixels but holds 319 bytes of them: fetch it again"[len("MNIST/"):]},
		{"MNIST", "", "", edit("train-images-idx3-ubyte", func(d []byte) []byte { d[3] = 1; return d }), "raw/train-images-idx3-ubyte starts with 0x00000801, an IDX file of this kind with 0x00000803: fetch it again"},
		{"MNIST", "", "", edit("train-images-idx3-ubyte", func(d []byte) []byte { copy(d[8:], "\xff\xff\xff\xff\xff\xff\xff\xff"); return d }), "raw/train-images-idx3-ubyte declares images of 4294967295×4294967295 pixels"},
		{"MNIST", "", "", edit("train-labels-idx1-ubyte", func(d []byte) []byte { d[7] = 4; return d[:len(d)-1] }), "raw/train-labels-idx1-ubyte has 4 labels for the 5 images of raw/train-images-idx3-ubyte: fetch both again"},
		{"MNIST", "", "", without("t10k-labels-idx1-ubyte.gz"), "1 of 2 files of images have a file of labels beside them: fetch the others"},
		{"MNIST", "", "", edit("t10k-images-idx3-ubyte.gz", drop(20)), "raw/t10k-images-idx3-ubyte.gz: cannot be unpacked (it is cut off): fetch it again"},
		{"MNIST", "", "letters", edit("x", nil), `label is "letters": there is no emnist-letters-train-images-idx3-ubyte: choose a selection of EMNIST that is there, or leave it out`},
		{"EMNIST-torchvision", "", "", edit("x", nil), "EMNIST/raw/emnist-balanced-test-images-idx3-ubyte and EMNIST/raw/emnist-byclass-test-images-idx3-ubyte are of different sets: give a folder with one, or for EMNIST choose by label"},
		{"imagenet64", "", "", edit("val_data.npz", drop(40)), "val_data.npz: it is not a zip file, or is cut off (zip: not a valid zip file): fetch it again"},
		{"imagenet64", "", "", edit("val_data.npz", replace("(2, 192)", "(9, 192)")), "val_data.npz: array data: it declares the shape (9, 192), more than the 384 bytes it holds: the file is cut off or damaged"},
		{"imagenet64", "", "", edit("val_data.npz", replace("'|u1'", "'<f8'")), "val_data.npz: array data: it declares the shape (2, 192), more than the 384 bytes it holds: the file is cut off or damaged"},
		{"imagenet64", "", "", edit("val_data.npz", replace("False", "True ")), "val_data.npz: array data: its columns come first (fortran_order): save it in C order"},
		{"lsun", "bedroom_val", "", edit("bedroom_val_lmdb/data.mdb", drop(4096)), "data.mdb: page 2 lies outside of the file: it is cut off or damaged"},
		{"celeba", "", "Happy", edit("x", nil), `label is "Happy": there are identity, Male, Smiling, Young`},
		{"celeba", "", "Male", edit("attr_celeba.txt", replace("6\n", "7\n")), "list_attr_celeba.txt declares 7 images and lists 6: fetch it again"},
		{"celeba", "", "Male", edit("attr_celeba.txt", replace("000002.jpg", "000009.jpg")), "img_align_celeba/000002.jpg is not in list_attr_celeba.txt: remove it, or fetch the list again"},
		{"celeba", "", "Male", edit("attr_celeba.txt", replace("000002.jpg", "000001.jpg")), "list_attr_celeba.txt: 000001.jpg is there twice: fetch it again"},
		{"celeba", "", "", edit("partition.txt", replace(".jpg 2", ".jpg 5")), `list_eval_partition.txt: the part of 000005.jpg is "5": it must be 0, 1 or 2`},
		{"celeba", "", "identity", without("identity_CelebA.txt"), "label identity needs identity_CelebA.txt beside img_align_celeba"},
		{"flowers-102", "", "", edit("imagelabels.mat", drop(30)), "imagelabels.mat cannot be read: it is cut off: fetch it again"},
		{"flowers-102", "", "", edit("setid.mat", func([]byte) []byte { return []byte("<html>") }), "setid.mat cannot be read: it is too short for a MATLAB file: fetch it again"},
		{"flowers-102", "", "", func(name string, data []byte) (string, []byte) {
			return strings.Replace(name, "00008", "00009", 1), data
		}, "imagelabels.mat has 8 labels, none for jpg/image_00009.jpg: fetch both again"},
		{"places365", "", "", without("categories_places365.txt"), "the category of val_256/Places365_val_00000001.jpg is unknown: categories_places365.txt is missing: fetch the lists of the set"},
		{"places365", "", "", edit("places365_val.txt", replace(" 2\n", " 9\n")), "places365_val.txt: line 1: Places365_val_00000001.jpg has the unknown category 9: fetch it again"},
		{"stylegan-unlabelled", "", "", edit("dataset.json", replace("null", `[["00000/img00000000.png", -1], ["00000/img00000001.png", 0]]`)), "dataset.json: label -1 of 00000/img00000000.png: it must be from 0 to 1048575"},
		{"stylegan-unlabelled", "", "", edit("dataset.json", replace("null", `[["a.png", [0.5]]]`)), "dataset.json is damaged, or its labels are no whole numbers"},
		{"webdataset", "", "", edit("000001.tar", func(d []byte) []byte { return d[:1400] }), "set-000001.tar is not a tar file, or is cut off (it is cut off): fetch it again"},
		{"webdataset", "set-{000000..000009}.tar", "", edit("x", nil), "set-000003.tar cannot be read: no such file or directory"},
	} {
		t.Run(c.want, func(t *testing.T) {
			spec := datasets.Spec{Source: filepath.Join(copyOf(t, c.source, c.change), c.sub), Side: 8, Fit: datasets.Crop, Split: datasets.All, Label: c.label}
			_, err := datasets.Open(context.Background(), "", spec, datasets.Options{})
			require.ErrorContains(t, err, c.want)
			require.True(t, strings.HasPrefix(err.Error(), "datasets: open "+spec.Source+": "), err)
			require.NotContains(t, err.Error(), "\n")
			require.Empty(t, openFiles(t, filepath.Dir(filepath.Dir(spec.Source))), "files are closed")
		})
	}
}

// openFiles returns the files below a folder that this process has open.
func openFiles(t testing.TB, folder string) []string {
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc")
	}
	var open []string
	for _, fd := range fds {
		if target, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasPrefix(target, folder) {
			open = append(open, target)
		}
	}
	return open
}

// tarOf packs headers with their data.
func tarOf(t testing.TB, write func(w *tar.Writer)) []byte {
	return encoded(t, func(out io.Writer) error {
		w := tar.NewWriter(out)
		write(w)
		return w.Close()
	})
}

func gzipOf(t testing.TB, data []byte) []byte {
	return encoded(t, func(out io.Writer) error {
		w := gzip.NewWriter(out)
		_, err := w.Write(data)
		require.NoError(t, err)
		return w.Close()
	})
}

func TestBadTars(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	file := func(w *tar.Writer, name string) {
		data := p
		if strings.HasSuffix(name, ".cls") {
			data = []byte("dog\n")
		}
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(data)), Mode: 0o644, Typeflag: tar.TypeReg}))
		_, err := w.Write(data)
		require.NoError(t, err)
	}
	special := func(w *tar.Writer, name string, kind byte) {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Linkname: "/etc/passwd", Typeflag: kind}))
	}
	write := func(data []byte) string {
		path := filepath.Join(t.TempDir(), "set.tar")
		require.NoError(t, os.WriteFile(path, data, 0o644))
		return path
	}
	odd := write(tarOf(t, func(w *tar.Writer) {
		special(w, "dev.png", tar.TypeChar)
		special(w, "pipe.png", tar.TypeFifo)
		special(w, "sym.png", tar.TypeSymlink)
		special(w, "hard.png", tar.TypeLink)
		special(w, "folder.png/", tar.TypeDir)
		file(w, "./c/1.png")
		file(w, ".hidden.png")
		file(w, "notes.txt/2")
	}))
	survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: odd})
	require.NoError(t, err)
	require.Equal(t, 2, survey.Images)
	require.Equal(t, map[datasets.Reason]int{datasets.Links: 2, datasets.Special: 2, datasets.Hidden: 1}, survey.Skipped.Others)
	require.Equal(t, "2 links, 2 special files, 1 hidden", survey.Skipped.String())

	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"slip", `entry "../1.png" is not a plain relative path: pack the tar again`, tarOf(t, func(w *tar.Writer) { file(w, "../1.png") })},
		{"root", `entry "/1.png" is not a plain relative path: pack the tar again`, tarOf(t, func(w *tar.Writer) { file(w, "/1.png") })},
		{"twice", "entry c/1.png is there twice: pack the tar again", tarOf(t, func(w *tar.Writer) { file(w, "c/1.png"); file(w, "./c/1.png") })},
		{"label missing", "1 of 2 samples have a label: make the others again", tarOf(t, func(w *tar.Writer) { file(w, "1.png"); file(w, "2.png"); file(w, "2.cls") })},
		{"cut gzip", "cannot be unpacked (it is cut off): fetch it again", gzipOf(t, tarOf(t, func(w *tar.Writer) { file(w, "1.png") }))[:100]},
		{"gzip of text", "is no zip, tar, tar.gz,", gzipOf(t, []byte("hello"))},
		{"gzip in gzip", "is gzipped twice: unpack it once", gzipOf(t, gzipOf(t, []byte("hello")))},
		{"gzip bomb", "it unpacks to more than 72 MiB, over 100 times its size: no collection of images does", gzipOf(t, make([]byte, 90<<20))},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: write(c.data)})
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestZipBomb(t *testing.T) {
	data := zipOf(t, []entry{{"c/1.png", make([]byte, 90<<20)}})
	path := filepath.Join(t.TempDir(), "bomb.zip")
	require.NoError(t, os.WriteFile(path, data, 0o644))
	_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: path})
	require.ErrorContains(t, err, "entry c/1.png declares 94371840 bytes in 9")
	require.ErrorContains(t, err, ": no image or array shrinks so far")
}

// An archive that declares more than its entry holds is refused when it is unpacked, with nothing allocated for the rest.
func TestAbsurdArray(t *testing.T) {
	head := "\x93NUMPY\x01\x00\x76\x00" + fmt.Sprintf("%-117s\n", "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999, 64, 64, 3), }")
	long := "\x93NUMPY\x02\x00\xff\xff\xff\xff{'descr': '|u1'"
	for _, c := range []struct{ name, array, want string }{
		{"shape", head, "more than the 0 bytes it holds: the file is cut off or damaged"},
		{"header", long, "it declares a header of 4294967295 bytes: the file is damaged"},
		{"magic", "NUMPY array", "it is not a NumPy array"},
		{"empty", "", "it is not a NumPy array"},
	} {
		for _, method := range []uint16{zip.Store, zip.Deflate} {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, err := z.CreateHeader(&zip.FileHeader{Name: "arr_0.npy", Method: method})
			require.NoError(t, err)
			_, err = w.Write([]byte(c.array))
			require.NoError(t, err)
			require.NoError(t, z.Close())
			path := filepath.Join(t.TempDir(), "samples.npz")
			require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
			_, err = datasets.Look(context.Background(), "", datasets.Spec{Source: path})
			require.ErrorContains(t, err, c.want, c.name)
		}
	}
}

// What may not be read is named. As root, which may read everything, the test takes another user's rights for the file system.
func TestUnreadable(t *testing.T) {
	dir := writeFolder(t, []entry{{"c/1.png", pngOf(t, picture(8, 8, 1))}, {"c/2.png", pngOf(t, picture(8, 8, 2))}})
	for folder := dir; folder != os.TempDir() && folder != "/"; folder = filepath.Dir(folder) {
		require.NoError(t, os.Chmod(folder, 0o755))
	}
	require.NoError(t, os.Chmod(filepath.Join(dir, "c", "2.png"), 0))
	done := make(chan error)
	go func() {
		if os.Getuid() == 0 {
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			if err := unix.Setfsuid(65534); err != nil {
				done <- err
				return
			}
		}
		_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
		done <- err
	}()
	require.EqualError(t, <-done, "datasets: look at "+dir+": c/2.png cannot be read: permission denied")
}

// addFixtures gives the fuzzer every file of the fixtures.
func addFixtures(f *testing.F) {
	for _, made := range []string{"fixtures", "containers"} {
		require.NoError(f, filepath.WalkDir(filepath.Join("testdata", made), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(data, d.Name())
			return nil
		}))
	}
}

// A file of any content under any name is read or refused in one line.
func FuzzFile(f *testing.F) {
	addFixtures(f)
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if name == "." || !fs.ValidPath(name) || strings.ContainsAny(name, "/\x00{") || len(name) > 100 { // "." is the folder
			name = "file"
		}
		check(t, filepath.Join(t.TempDir(), name), func(path string) { require.NoError(t, os.WriteFile(path, data, 0o644)) })
	})
}

// Annotations of any content beside good images are read or refused in one line.
func FuzzAnnotations(f *testing.F) {
	addFixtures(f)
	j := jpegOf(f, picture(8, 8, 1))
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if !fs.ValidPath(name) || strings.ContainsAny(name, "/\x00{") || len(name) > 100 {
			name = "dataset.json"
		}
		entries := []entry{{name, data}}
		for _, image := range []string{"img_align_celeba/000001.jpg", "jpg/image_00001.jpg", "val_256/Places365_val_00000001.jpg", "00000/img00000000.png"} {
			if image != name {
				entries = append(entries, entry{image, j})
			}
		}
		check(t, filepath.Join(t.TempDir(), "set.zip"), func(path string) { require.NoError(t, os.WriteFile(path, zipOf(t, entries), 0o644)) })
	})
}

// check opens what write makes, by every label.
func check(t *testing.T, path string, write func(path string)) {
	write(path)
	for _, label := range []string{"", "Smiling"} {
		spec := datasets.Spec{Source: path, Side: 4, Fit: datasets.Crop, Split: datasets.All, Label: label}
		c, err := datasets.OpenCollection(context.Background(), "", spec)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			continue
		}
		require.Positive(t, c.Len())
		for i := range min(c.Len(), 3) {
			require.True(t, c.Label(i) >= 0 && c.Label(i) < len(c.Classes()))
			if _, err := c.Decode(i); err != nil {
				require.NotContains(t, err.Error(), "\n")
			}
		}
		require.NoError(t, c.Close())
	}
}
