package models

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"

	"gorgonia.org/tensor"

	"tgan/internal/ops"
	"tgan/internal/safetensors"
)

// format marks the metadata of a checkpoint; the number changes when the layout does.
const format = "tgan-checkpoint-1"

// Checkpoint is a trained GAN: its weights, how it was trained and for how long.
type Checkpoint struct {
	Spec    Spec
	Step    int
	params  *Params
	average *Params // of the generator; nil if the training keeps none
	file    safetensors.File
	path    string
}

// Path returns the file that it was read from.
func (c *Checkpoint) Path() string { return c.path }

// Params returns the weights.
func (c *Checkpoint) Params() *Params { return c.params }

// Average returns the weights of the generator that images are drawn from: the average over training steps if the training keeps one, else
// those of Params.
func (c *Checkpoint) Average() *Params {
	if c.average == nil {
		return c.params
	}
	return c.average
}

// fits returns an error if weights of c cannot serve a training of that spec.
func (c *Checkpoint) fits(s Spec) error {
	if c.Spec.Architecture != s.Architecture || c.Spec.Dim != s.Dim {
		return fmt.Errorf("models: checkpoint is of %s with dim %d, the training of %s with dim %d: use the same network",
			c.Spec.Architecture, c.Spec.Dim, s.Architecture, s.Dim)
	}
	if c.Spec.Condition != "" && (c.Spec.Condition != s.Condition || c.Spec.Classes != s.Classes) {
		return fmt.Errorf("models: checkpoint is conditional, %s of %d classes, the training is not so: use the same condition and as many classes, or a source without",
			c.Spec.Condition, c.Spec.Classes)
	}
	return nil
}

// Checkpoint writes the weights of both networks, without the optimizer's state, as a safetensors file.
func (t *Trainer) Checkpoint(w io.Writer) error { return t.write(w, nil, "") }

// Snapshot writes everything that the training needs to go on, and a note of the caller's, as a safetensors file.
func (t *Trainer) Snapshot(w io.Writer, note string) error {
	var state []safetensors.Tensor
	for _, a := range t.adams() {
		for i, name := range a.names {
			shape := t.params.Value(name).Shape()
			state = append(state,
				safetensors.Tensor{Name: "adam/moment1/" + name, Shape: shape, Data: a.moment1[i]},
				safetensors.Tensor{Name: "adam/moment2/" + name, Shape: shape, Data: a.moment2[i]})
		}
	}
	if t.distorter != nil && t.distorter.adaptive != nil {
		state = append(state, safetensors.Tensor{Name: adaptiveName, Shape: []int{adaptiveValues}, Data: t.distorter.adaptive.state()})
	}
	return t.write(w, state, note)
}

// adaptiveName is the snapshot's tensor of the adaptive augmentation's state; averagePrefix stands before the names of averaged weights.
const (
	adaptiveName  = "ada/state"
	averagePrefix = "average/"
)

// adams returns the optimizers' groups, critic first.
func (t *Trainer) adams() (all []*adam) {
	for _, o := range t.optimizers {
		for _, g := range o.groups {
			all = append(all, g.adam)
		}
	}
	return all
}

func (t *Trainer) write(w io.Writer, state []safetensors.Tensor, note string) error {
	var average *Params
	if t.average != nil {
		average = t.average.params
	}
	f, err := pack(t.spec, t.step, note, t.params, average, state)
	if err != nil {
		return err
	}
	return safetensors.Write(w, f)
}

// Write writes the checkpoint as it was read or imported.
func (c *Checkpoint) Write(w io.Writer) error { return safetensors.Write(w, c.file) }

// pack returns the file of weights, of their average unless it is nil, and of a training's state.
func pack(spec Spec, step int, note string, params, average *Params, state []safetensors.Tensor) (safetensors.File, error) {
	text, err := json.Marshal(spec)
	if err != nil {
		return safetensors.File{}, fmt.Errorf("models: checkpoint: %w", err)
	}
	f := safetensors.File{Metadata: map[string]string{"format": format, "spec": string(text), "step": strconv.Itoa(step)}}
	if note != "" {
		f.Metadata["note"] = note
	}
	add := func(prefix string, p *Params) {
		for _, name := range p.Names() {
			v := p.Value(name)
			f.Tensors = append(f.Tensors, safetensors.Tensor{Name: prefix + name, Shape: v.Shape(), Data: v.Data().([]float32)})
		}
	}
	add("", params)
	if average != nil {
		add(averagePrefix, average)
	}
	f.Tensors = append(f.Tensors, state...)
	f.Metadata["sha256"] = digest(f)
	return f, nil
}

// digest is over all tensors and all metadata but itself.
func digest(f safetensors.File) string {
	h := sha256.New()
	for _, key := range []string{"format", "spec", "step", "note"} {
		fmt.Fprintf(h, "%s=%q\n", key, f.Metadata[key])
	}
	buf := make([]byte, 0, 1<<16)
	for _, t := range f.Tensors {
		fmt.Fprintf(h, "%q %v\n", t.Name, t.Shape)
		for chunk := range slices.Chunk(t.Data, 1<<14) {
			buf = buf[:0]
			for _, v := range chunk {
				buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
			}
			h.Write(buf)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// LoadCheckpoint reads a checkpoint or snapshot and verifies its digest, architecture and shapes. A folder stands for its checkpoint, as
// FindCheckpoint has it. Errors name the file.
func LoadCheckpoint(path string) (*Checkpoint, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		file, ok, err := FindCheckpoint(path)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("models: checkpoint: no checkpoint lies in %s: name a checkpoint that tgan train wrote", path)
		}
		path = file
	}
	return readCheckpoint(path)
}

// readCheckpoint is LoadCheckpoint of a file.
func readCheckpoint(path string) (*Checkpoint, error) {
	f, err := safetensors.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("models: checkpoint: %w: name a checkpoint that tgan train wrote", err)
	}
	c, err := newCheckpoint(f)
	if err != nil {
		return nil, fmt.Errorf("models: checkpoint %s: %w", path, err)
	}
	c.path = path
	return c, nil
}

func newCheckpoint(f safetensors.File) (*Checkpoint, error) {
	if f.Metadata["format"] != format {
		return nil, fmt.Errorf("metadata \"format\" is %q, not %q: not a checkpoint of tgan train", f.Metadata["format"], format)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Others)) { // which the digest does not cover
		return nil, fmt.Errorf("tensor %q is of type %s; a checkpoint has only F32: the file is damaged; make it anew", name, f.Others[name])
	}
	if got := digest(f); got != f.Metadata["sha256"] {
		return nil, errors.New("content does not match its sha256: the file is damaged; make it anew")
	}
	c := &Checkpoint{file: f}
	if err := json.Unmarshal([]byte(f.Metadata["spec"]), &c.Spec); err != nil {
		return nil, fmt.Errorf("metadata \"spec\": %w", err)
	}
	if err := c.Spec.Validate(); err != nil {
		return nil, err
	}
	var err error
	if c.Step, err = strconv.Atoi(f.Metadata["step"]); err != nil {
		return nil, fmt.Errorf("metadata \"step\": %w", err)
	}
	c.params, err = declareAll(c.Spec)
	if err != nil {
		return nil, err
	}
	if err := c.params.load(f, ""); err != nil {
		return nil, err
	}
	if c.Spec.EMA > 0 {
		arch, err := c.Spec.network()
		if err != nil {
			return nil, err
		}
		c.average = NewParams(tensor.Float32, c.Spec.Seed)
		declareGenerator(newNet(ops.NewDevice(nil), c.average), arch, c.Spec.Dim)
		if err := c.average.load(f, averagePrefix); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// load reads all weights from the tensors of their names after a prefix.
func (p *Params) load(f safetensors.File, prefix string) error {
	for _, name := range p.names {
		v := p.values[name]
		if err := load(v.Data().([]float32), v.Shape(), f, prefix+name); err != nil {
			return err
		}
	}
	return nil
}

// load copies the named tensor of the file into dst.
func load(dst []float32, shape tensor.Shape, f safetensors.File, name string) error {
	i := slices.IndexFunc(f.Tensors, func(t safetensors.Tensor) bool { return t.Name == name })
	if i < 0 {
		return fmt.Errorf("tensor %q is missing", name)
	}
	if !slices.Equal(f.Tensors[i].Shape, []int(shape)) {
		return fmt.Errorf("tensor %q has shape %v, the network needs %v", name, f.Tensors[i].Shape, shape)
	}
	copy(dst, f.Tensors[i].Data)
	return nil
}

// Resume continues from a snapshot of a training with the same spec and data. It returns the snapshot's note.
func (t *Trainer) Resume(path string) (note string, err error) {
	c, err := readCheckpoint(path)
	if err != nil {
		return "", err
	}
	if c.Spec != t.spec {
		return "", fmt.Errorf("models: snapshot %s is of another training (%+v, not %+v): use its settings or another folder", path, c.Spec, t.spec)
	}
	if err := t.resume(c); err != nil {
		return "", fmt.Errorf("models: snapshot %s: %w", path, err)
	}
	return c.file.Metadata["note"], nil
}

// resume takes over everything that Snapshot wrote.
func (t *Trainer) resume(c *Checkpoint) error {
	if err := t.params.load(c.file, ""); err != nil {
		return err
	}
	if t.average != nil {
		if err := t.average.params.load(c.file, averagePrefix); err != nil {
			return err
		}
	}
	if t.distorter != nil && t.distorter.adaptive != nil {
		state := make([]float32, adaptiveValues)
		if err := load(state, tensor.Shape{adaptiveValues}, c.file, adaptiveName); err != nil {
			return err
		}
		t.distorter.adaptive.resume(state)
	}
	for _, a := range t.adams() {
		for i, name := range a.names {
			shape := t.params.Value(name).Shape()
			if err := load(a.moment1[i], shape, c.file, "adam/moment1/"+name); err != nil {
				return err
			}
			if err := load(a.moment2[i], shape, c.file, "adam/moment2/"+name); err != nil {
				return err
			}
		}
	}
	t.step = c.Step
	for _, o := range t.optimizers {
		o.resume(c.Step)
	}
	return nil
}
