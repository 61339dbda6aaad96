package bundletest

import "fmt"

// TransferGAN returns the variables that transfer_gan.py saves, with TensorFlow's scopes before their names: the networks of width dim, with
// tables and a classifier if there are classes, the moving averages of batch norm and the state of both optimizers. The networks' numbers are
// left to fill, which is given tflib's name, without scopes.
// Source: transfer_gan.py, lines 156 to 233, of github.com/yaxingwang/Transferring-GANs; tflib of github.com/igul222/improved_wgan_training.
func TransferGAN(dim, classes int, fill func(name string, shape []int, data []float32)) []Variable {
	w := transferGAN{classes: classes, fill: fill}
	features := 4 * 4 * 8 * dim
	w.linear("Generator.Input", 128, features)
	for i, c := range [][2]int{{8, 8}, {8, 4}, {4, 2}, {2, 1}} {
		w.block(fmt.Sprintf("Generator.Res%d", i+1), c[0]*dim, c[1]*dim, c[1]*dim)
	}
	w.norm("Generator.OutputN", dim)
	w.conv("Generator.Output", 3, dim, 3, true)
	w.conv("Discriminator.Input", 3, 3, dim, true)
	for i, c := range [][2]int{{1, 2}, {2, 4}, {4, 8}, {8, 8}} {
		w.block(fmt.Sprintf("Discriminator.Res%d", i+1), c[0]*dim, c[1]*dim, c[0]*dim)
	}
	w.linear("Discriminator.Output", features, 1)
	if classes > 0 {
		w.linear("Discriminator.ACGANOutput", features, classes)
	}
	for _, name := range []string{"beta1_power", "beta2_power", "beta1_power_1", "beta2_power_1"} {
		w.list = append(w.list, Variable{Name: name, Data: []float32{0.5}})
	}
	return w.list
}

type transferGAN struct {
	list    []Variable
	classes int
	fill    func(name string, shape []int, data []float32)
}

// add appends a variable and its two slots of Adam; scope is "" for norms, which tflib makes outside of one.
func (w *transferGAN) add(scope, name string, shape ...int) {
	size := 1
	for _, d := range shape {
		size *= d
	}
	v := Variable{Name: name, Shape: shape, Data: make([]float32, size)}
	if scope != "" {
		v.Name = scope + "/" + name
	}
	w.fill(name, shape, v.Data)
	w.list = append(w.list, v)
	for _, slot := range []string{"/Adam", "/Adam_1"} {
		w.list = append(w.list, Variable{Name: v.Name + slot, Shape: shape, Data: make([]float32, size)})
	}
}

func (w *transferGAN) linear(name string, in, out int) {
	w.add(name, name+".W", in, out)
	w.add(name, name+".b", out)
}

func (w *transferGAN) conv(name string, size, in, out int, bias bool) {
	w.add(name, name+".Filters", size, size, in, out)
	if bias {
		w.add(name, name+".Biases", out)
	}
}

func (w *transferGAN) norm(name string, channels int) {
	if name[0] == 'G' && w.classes > 0 {
		w.add("", name+".offset", w.classes, channels)
		w.add("", name+".scale", w.classes, channels)
		return
	}
	w.add("", name+".offset", channels)
	w.add("", name+".scale", channels)
	if name[0] == 'G' {
		for _, moving := range []string{".moving_mean", ".moving_variance"} {
			w.list = append(w.list, Variable{Name: name + moving, Shape: []int{channels}, Data: make([]float32, channels)})
		}
	}
}

func (w *transferGAN) block(name string, in, out, middle int) {
	w.conv(name+".Shortcut", 1, in, out, true)
	w.norm(name+".BN1", in)
	w.conv(name+".Conv1", 3, in, middle, false)
	w.norm(name+".BN2", middle)
	w.conv(name+".Conv2", 3, middle, out, true)
}
