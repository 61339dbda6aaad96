package metrics

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/sbinet/npyio/npy"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/atomicfile"
)

const (
	statsMaxDim    = 1 << 13 // features of a statistics file that are read: 512 MiB of covariance
	statsMaxHeader = 1 << 12 // bytes of a .npy header; NumPy writes 118
)

// Statistics are the moments of a set's features, which stand for its images where FID is measured.
type Statistics struct {
	Moments
	Origin *Origin // nil where the file does not tell, as those of other programs
}

// Origin is what made statistics. Only those with the same extractor, protocol, side and fit can be compared.
type Origin struct {
	Extractor string `json:"extractor"`     // Extractor.Name
	Resize    Resize `json:"resize"`        // the protocol
	Side      int    `json:"side"`          // pixels a side that images were brought to first; 0: their own size
	Fit       string `json:"fit,omitempty"` // how they were, if they were
	Images    string `json:"images"`        // stands for the content of the images: datasets.Identity
}

// String returns the origin in words, without the images.
func (o Origin) String() string {
	size := "images of their own size"
	if o.Side > 0 {
		size = fmt.Sprintf("images of %d pixels a side by %s", o.Side, o.Fit)
	}
	return fmt.Sprintf("extractor %s, protocol %s, %s", o.Extractor, o.Resize, size)
}

// Comparable returns an error in words unless features of both origins can be compared; a and b are called by these names.
func Comparable(a string, of Origin, b string, with Origin) error {
	of.Images, with.Images = "", ""
	if of == with {
		return nil
	}
	return fmt.Errorf("metrics: %s is of %s, %s of %s: numbers of both together mean nothing; use the same for both", a, of, b, with)
}

// WriteStatistics writes a .npz file that pytorch-fid and TTUR take in place of images: "mu" [d] and "sigma" [d][d],
// float64, and "n" [1], int64, which they ignore, as they do the origin. The bytes depend on s alone. It fails when the moments are not
// valid, or naming the path when it cannot be written.
func WriteStatistics(path string, s Statistics) error {
	if err := s.Validate(); err != nil {
		return err
	}
	err := atomicfile.WriteTo(path, func(w io.Writer) error { return writeStatistics(w, s) })
	if err != nil {
		return fmt.Errorf("metrics: write statistics %s: %w", path, err)
	}
	return nil
}

// originEntry is the file of the archive that holds the origin, as JSON.
const originEntry = "tgan.json"

// maxOrigin bounds the bytes of an origin that are read.
const maxOrigin = 1 << 16

// writeStatistics writes valid statistics as WriteStatistics says.
func writeStatistics(w io.Writer, s Statistics) error {
	archive := zip.NewWriter(w)
	for _, entry := range []struct {
		name  string
		value any
	}{{"mu", s.Mean}, {"sigma", mat.DenseCopyOf(s.Cov)}, {"n", []int64{int64(s.N)}}} {
		to, err := archive.CreateHeader(&zip.FileHeader{Name: entry.name + ".npy", Method: zip.Store})
		if err != nil {
			return err
		}
		if err := npy.Write(to, entry.value); err != nil {
			return err
		}
	}
	if s.Origin != nil {
		to, err := archive.CreateHeader(&zip.FileHeader{Name: originEntry, Method: zip.Store})
		if err != nil {
			return err
		}
		if err := json.NewEncoder(to).Encode(s.Origin); err != nil {
			return err
		}
	}
	return archive.Close()
}

// IsStatistics tells whether the file at path is an archive with an entry "mu", as ReadStatistics reads. It is false for a
// path that cannot be read as an archive.
func IsStatistics(path string) bool {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer archive.Close()
	return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "mu.npy" })
}

// ReadStatistics reads a .npz file with "mu" and "sigma" (float32 or float64), as WriteStatistics, pytorch-fid and TTUR
// write it. N is 0 and Origin nil where the file does not tell. A covariance is made symmetric, as others write it with rounding
// errors. It fails, naming the file and the entry, when an entry is missing, broken, or not of shape [d] and [d][d].
func ReadStatistics(path string) (Statistics, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Statistics{}, fmt.Errorf("metrics: statistics: %w", err)
	}
	s, err := parseStatistics(data)
	if err != nil {
		return Statistics{}, fmt.Errorf("metrics: statistics %s: %w", path, err)
	}
	return s, nil
}

// parseStatistics reads a .npz file from memory. It allocates no more than the entries' declared sizes, which must agree
// with their headers.
func parseStatistics(data []byte) (Statistics, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Statistics{}, err
	}
	m, err := readMoments(archive)
	if err != nil {
		return Statistics{}, err
	}
	origin, err := readOrigin(archive)
	return Statistics{m, origin}, err
}

// readOrigin returns the origin that an archive tells, nil if it tells none.
func readOrigin(archive *zip.Reader) (*Origin, error) {
	f, err := archive.Open(originEntry)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w", originEntry, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxOrigin))
	var o Origin
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err == nil && (o.Extractor == "" || o.Resize == "" || o.Side < 0) {
		err = errors.New("extractor and protocol must be set")
	}
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w: make the statistics anew", originEntry, err)
	}
	return &o, nil
}

func readMoments(archive *zip.Reader) (Moments, error) {
	mu, shape, err := readArray(archive, "mu")
	if err != nil {
		return Moments{}, err
	}
	d := len(mu)
	if len(shape) != 1 || d == 0 {
		return Moments{}, fmt.Errorf("entry mu has shape %v, want [d]", shape)
	}
	sigma, shape, err := readArray(archive, "sigma")
	if err != nil {
		return Moments{}, err
	}
	if len(shape) != 2 || shape[0] != d || shape[1] != d {
		return Moments{}, fmt.Errorf("entry sigma has shape %v, want [%d %d] as mu has %d values", shape, d, d, d)
	}
	m := Moments{Mean: mu, Cov: mat.NewSymDense(d, nil)}
	for i := range d {
		for j := i; j < d; j++ {
			m.Cov.SetSym(i, j, (sigma[i*d+j]+sigma[j*d+i])/2)
		}
	}
	if n, _, err := readArray(archive, "n"); err == nil && len(n) == 1 && n[0] >= 0 && n[0] < 1<<53 {
		m.N = int(n[0])
	}
	return m, m.Validate()
}

// readArray returns an entry's values and shape. npyio reads trusted files only: a broken header makes it panic.
func readArray(archive *zip.Reader, name string) ([]float64, []int, error) {
	f, err := archive.Open(name + ".npy")
	if err != nil {
		return nil, nil, fmt.Errorf("no entry %q: not statistics of FID", name)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	kind, shape, header, err := readArrayHeader(f)
	if err != nil {
		return nil, nil, fmt.Errorf("entry %s: %w", name, err)
	}
	width := map[string]int{"<f8": 8, "<f4": 4, "<i8": 8}[kind]
	if width == 0 {
		return nil, nil, fmt.Errorf("entry %s has type %q; only <f8, <f4 and <i8 are read", name, kind)
	}
	n := 1
	for _, v := range shape {
		if v > statsMaxDim {
			return nil, nil, fmt.Errorf("entry %s has shape %v; at most %d features are read", name, shape, statsMaxDim)
		}
		n *= v
	}
	if int64(header+n*width) != info.Size() {
		return nil, nil, fmt.Errorf("entry %s of shape %v and type %s has %d bytes, want %d", name, shape, kind, info.Size(), header+n*width)
	}
	values := make([]float64, 0, min(n, 1<<16)) // grows as data arrives: a size may be a lie
	buffer := make([]byte, 1<<15)
	for len(values) < n {
		part := buffer[:min(len(buffer), (n-len(values))*width)]
		if _, err := io.ReadFull(f, part); err != nil {
			return nil, nil, fmt.Errorf("entry %s: %w", name, err)
		}
		for ; len(part) > 0; part = part[width:] {
			values = append(values, number(kind, part))
		}
	}
	if _, err := io.ReadFull(f, buffer[:1]); !errors.Is(err, io.EOF) { // reading to the end checks the checksum
		return nil, nil, fmt.Errorf("entry %s: %w", name, err)
	}
	return values, shape, nil
}

// number returns the first little-endian number of raw.
func number(kind string, raw []byte) float64 {
	switch kind {
	case "<f8":
		return math.Float64frombits(binary.LittleEndian.Uint64(raw))
	case "<f4":
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(raw)))
	}
	return float64(int64(binary.LittleEndian.Uint64(raw)))
}

// readArrayHeader returns type, shape and length of a .npy header of version 1, 2 or 3. At most two dimensions.
// Source: numpy/lib/format.py.
func readArrayHeader(r io.Reader) (kind string, shape []int, length int, err error) {
	start := make([]byte, 12)
	if _, err := io.ReadFull(r, start[:10]); err != nil {
		return "", nil, 0, fmt.Errorf(".npy header: %w", err)
	}
	if string(start[:6]) != "\x93NUMPY" || start[6] < 1 || start[6] > 3 {
		return "", nil, 0, errors.New("not an .npy array of version 1 to 3")
	}
	size, length := int(binary.LittleEndian.Uint16(start[8:])), 10
	if start[6] > 1 {
		if _, err := io.ReadFull(r, start[10:]); err != nil {
			return "", nil, 0, fmt.Errorf(".npy header: %w", err)
		}
		size, length = int(binary.LittleEndian.Uint32(start[8:])), 12
	}
	if size > statsMaxHeader {
		return "", nil, 0, fmt.Errorf(".npy header of %d bytes, at most %d are read", size, statsMaxHeader)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return "", nil, 0, fmt.Errorf(".npy header: %w", err)
	}
	form := regexp.MustCompile(`^\{'descr': '([<|>=][a-zA-Z]\d+)', 'fortran_order': (False|True), 'shape': \((?:(\d{1,9}),? ?)?(?:(\d{1,9}),?)?\), ?\} *\n$`)
	match := form.FindStringSubmatch(string(text))
	if match == nil {
		return "", nil, 0, fmt.Errorf(".npy header %.100q is not of a plain array of two dimensions at most", strings.TrimSpace(string(text)))
	}
	for _, digits := range match[3:] {
		if digits != "" {
			n, _ := strconv.Atoi(digits) // at most nine digits
			shape = append(shape, n)
		}
	}
	// Column order transposes a matrix, which changes no covariance.
	return match[1], shape, length + size, nil
}
