package kernel

// direction is the kernel that a plan serves.
type direction int

const (
	forward direction = iota
	data
)

// planKey names a sweepPlan.
type planKey struct {
	Conv
	direction
	pixel int // elements of an output pixel
}

const (
	// groupBytes bounds the padded images of a task, so that they stay in the second-level cache beside the weights.
	groupBytes = 384 << 10

	// tasksPerThread is how many tasks a kernel is cut into at least, where it can be, so that threads end together.
	tasksPerThread = 4

	// transposeColumns is how many columns are transposed at once, so that what is written stays in the cache.
	transposeColumns = 128

	// directRows is the number of rows of a forward product up to which packing the weights costs more than it saves.
	directRows = 24

	// taskRows is the number of rows that a task has at least, where there are as many: starting it costs little then.
	taskRows = 96
)

// sweepPlan is how ConvForward or ConvData is run: source images are padded a group at a time, and swept once (forward)
// or once for each phase of the stride (data).
type sweepPlan struct {
	g         Conv
	frame     frame // of a source image
	source    int   // elements of a source image
	target    int   // elements of an output image
	channels  int   // of the output
	n, images int   // images in all and of a group
	groups    int
	splits    int // of the panels among tasks
	panels    []panel
	sweeps    []sweep
	weights   int  // elements of the packed weights
	direct    bool // the weights are used where they are
}

// sweep is one stride-1 product over padded images.
type sweep struct {
	group, last table // rows of a whole group and of the last
	taps, run   int   // runs of consecutive elements that a row of the product takes, and their length
	skip        int   // bytes between them
	terms       int
	weights     int   // where its packed weights start
	filter      []int // r*S+s of each pixel of the taps, in order (data only)
}

// planForward returns the plan of ConvForward into images of so many channels.
func (e *engine) planForward(g Conv, channels int) *sweepPlan {
	key := planKey{g, forward, channels}
	p := e.sweeps[key]
	if p != nil {
		return p
	}
	p = &sweepPlan{
		g: g, n: g.N, channels: g.K, source: g.H * g.W * g.C, target: g.OH * g.OW * channels,
		frame: frame{g.H, g.W, g.C, g.Pad, g.PadW, (g.OH-1)*g.Stride + g.R, (g.OW-1)*g.Stride + g.S},
	}
	if g.Pad+g.PadW == 0 {
		p.frame.hp, p.frame.wp = g.H, g.W
	}
	e.divide(p, g.OH*g.OW)
	s := sweep{taps: g.R, run: g.S * g.C, terms: g.R * g.S * g.C}
	s.skip = 4 * (p.frame.wp*g.C - s.run)
	s.group, s.last = e.tables(p, func(t *table, n int) {
		for oh := range g.OH {
			for ow := range g.OW {
				t.add(((n*p.frame.hp+oh*g.Stride)*p.frame.wp+ow*g.Stride)*g.C, ((n*g.OH+oh)*g.OW+ow)*channels)
			}
		}
	})
	p.add(s)
	p.direct = g.K%vector == 0 && g.N*g.OH*g.OW <= directRows
	e.sweeps[key] = p
	return p
}

// planData returns the plan of ConvData: one sweep for each phase of the stride. An input row h has the filter taps
// r = (h+Pad) mod Stride + j*Stride, which meet the output rows (h+Pad-r)/Stride.
func (e *engine) planData(g Conv) *sweepPlan {
	key := planKey{g, data, g.C}
	p := e.sweeps[key]
	if p != nil {
		return p
	}
	// Output rows before 0 and after OH-1 that some filter tap points at, over all phases.
	above, below := margins(g.H, g.OH, g.R, g.Stride, g.Pad)
	left, right := margins(g.W, g.OW, g.S, g.Stride, g.PadW)
	p = &sweepPlan{
		g: g, n: g.N, channels: g.C, source: g.OH * g.OW * g.K, target: g.H * g.W * g.C,
		frame: frame{g.OH, g.OW, g.K, above, left, g.OH + above + below, g.OW + left + right},
	}
	e.divide(p, g.H*g.W)
	for ph := range min(g.Stride, g.H) {
		for pw := range min(g.Stride, g.W) {
			p.add(e.phase(p, ph, pw))
		}
	}
	e.sweeps[key] = p
	return p
}

// margins returns how many output positions before 0 and after out-1 are met by taps of inputs [0, in).
func margins(in, out, filter, stride, pad int) (before, after int) {
	for i := range in {
		first := (i + pad) % stride
		last := first + (filter-1-first)/stride*stride
		if first >= filter {
			continue
		}
		before = max(before, -(i+pad-last)/stride)
		after = max(after, (i+pad-first)/stride-(out-1))
	}
	return before, after
}

// phase returns the sweep over the input pixels whose row and column leave ph and pw beyond multiples of the stride.
func (e *engine) phase(p *sweepPlan, ph, pw int) sweep {
	g, f := p.g, p.frame
	r0, s0 := (ph+g.Pad)%g.Stride, (pw+g.PadW)%g.Stride
	rows, cols := ceil(max(0, g.R-r0), g.Stride), ceil(max(0, g.S-s0), g.Stride)
	s := sweep{taps: rows, run: cols * g.K, terms: rows * cols * g.K}
	s.skip = 4 * (f.wp*g.K - s.run)
	if s.terms == 0 {
		s.taps = 0
	}
	for j := range rows {
		for i := range cols {
			s.filter = append(s.filter, (r0+(rows-1-j)*g.Stride)*g.S+s0+(cols-1-i)*g.Stride)
		}
	}
	s.group, s.last = e.tables(p, func(t *table, n int) {
		for h := ph; h < g.H; h += g.Stride {
			for w := pw; w < g.W; w += g.Stride {
				oh, ow := f.top, f.left
				if s.terms > 0 {
					oh += (h+g.Pad-r0)/g.Stride - rows + 1
					ow += (w+g.PadW-s0)/g.Stride - cols + 1
				}
				t.add(((n*f.hp+oh)*f.wp+ow)*g.K, ((n*g.H+h)*g.W+w)*g.C)
			}
		}
	})
	return s
}

// add appends a sweep, whose weights follow those before it.
func (p *sweepPlan) add(s sweep) {
	s.weights = p.weights
	p.weights += s.terms * columns(p.channels)
	p.sweeps = append(p.sweeps, s)
}

// divide chooses the groups of images and the splits of panels that make up the tasks, given the rows of an image.
func (e *engine) divide(p *sweepPlan, rows int) {
	threads := e.pool.threads
	p.panels = panels(p.channels, e.widest)
	p.images, p.groups = e.group(p.n, rows, p.frame.len(), groupBytes)
	p.splits = 1
	if threads > 1 && p.groups < tasksPerThread*threads {
		p.splits = min(len(p.panels), ceil(tasksPerThread*threads, p.groups))
	}
}

// group returns the images of a group, which take so many bytes at most, and the number of groups, of n images with the
// given rows of a product and padded elements each.
func (e *engine) group(n, rows, elements, bytes int) (images, groups int) {
	images = max(1, bytes/(4*elements))
	if e.pool.threads > 1 {
		images = min(images, max(ceil(n, tasksPerThread*e.pool.threads), ceil(taskRows, rows)))
	}
	images = min(images, n)
	return images, ceil(n, images)
}

// tables returns the rows of a whole group of images and of the last group, given what adds those of one image.
func (e *engine) tables(p *sweepPlan, image func(t *table, n int)) (group, last table) {
	for n := range p.images {
		image(&group, n)
	}
	for n := range p.n - (p.groups-1)*p.images {
		image(&last, n)
	}
	group.fill(e.rows)
	last.fill(e.rows)
	return group, last
}

// forward runs ConvForward, or ConvActivate.
func (e *engine) forward(g Conv, to Target, y, x, w, bias []float32, act activation) {
	p := e.planForward(g, to.Channels)
	e.call = call{sweep: p, dst: y[to.From:], a: x, b: w, activation: act}
	e.setBias(bias, g.K)
	if !p.direct {
		e.packed = grow(e.packed, p.weights)
		e.pool.Run(len(p.panels)*g.R, e.tasks.packForward)
	}
	e.pool.Run(p.groups*p.splits, e.tasks.sweep)
	e.call = call{}
}

// data runs ConvData.
func (e *engine) data(g Conv, dx, dy, w, bias []float32) {
	if p := e.planScatter(g); p != nil {
		e.scatter(p, dx, dy, w, bias)
		return
	}
	p := e.planData(g)
	e.call = call{sweep: p, dst: dx, a: dy, b: w}
	e.setBias(bias, g.C)
	e.packed = grow(e.packed, p.weights)
	e.pool.Run(len(p.panels)*len(p.sweeps), e.tasks.packData)
	e.pool.Run(p.groups*p.splits, e.tasks.sweep)
	e.call = call{}
}

// packForwardTask packs one filter row of one panel: the weights [S*C][K] as [S*C][width*16].
func (e *engine) packForwardTask(task, _ int) {
	p := e.call.sweep
	g, panel, r := p.g, p.panels[task/p.g.R], task%p.g.R
	terms, wide := g.S*g.C, panel.width*vector
	src := e.call.b[r*terms*g.K:][:terms*g.K]
	dst := e.packed[panel.col*p.sweeps[0].terms+r*terms*wide:][:terms*wide]
	packColumns(dst, src, terms, g.K, panel)
}

// packColumns copies the columns of a panel out of rows of length k, padded with zeros to whole vectors.
func packColumns(dst, src []float32, rows, k int, p panel) {
	wide := p.width * vector
	if p.lanes == wide {
		copyRows(at(dst, 0), at(src, p.col), rows, 4*wide, 4*(k-wide), 0)
		return
	}
	for i := range rows {
		out := dst[i*wide:][:wide]
		clear(out[copy(out, src[i*k+p.col:][:p.lanes]):])
	}
}

// packDataTask packs one phase of one panel: the weights [C][K] of each tap as [K][width*16], lanes along C.
func (e *engine) packDataTask(task, _ int) {
	p := e.call.sweep
	g, panel, s := p.g, p.panels[task/len(p.sweeps)], p.sweeps[task%len(p.sweeps)]
	wide := panel.width * vector
	dst := e.packed[s.weights+panel.col*s.terms:][:s.terms*wide]
	for i, tap := range s.filter {
		src := e.call.b[(tap*g.C+panel.col)*g.K:][:panel.lanes*g.K]
		transpose(dst[i*g.K*wide:][:g.K*wide], src, panel.lanes, g.K, wide)
	}
}

// transpose sets dst [k][wide] to the transpose of src [n][k], n <= wide, with zeros beyond.
func transpose(dst, src []float32, n, k, wide int) {
	const size = 8
	rows, cols := n/size*size, k/size*size
	if rows > 0 && cols > 0 {
		for j := 0; j < cols; j += transposeColumns {
			for i := 0; i < rows; i += size {
				transpose8(at(dst, j*wide+i), at(src, i*k+j), 4*wide, 4*k, min(transposeColumns, cols-j)/size)
			}
		}
	}
	for j := range k {
		out := dst[j*wide:][:wide]
		first := 0
		if j < cols {
			first = rows
		}
		for i := first; i < n; i++ {
			out[i] = src[i*k+j]
		}
		clear(out[n:])
	}
}

// sweepTask computes one split of the panels for one group of images.
func (e *engine) sweepTask(task, worker int) {
	p := e.call.sweep
	group, split := task/p.splits, task%p.splits
	first := group * p.images
	n := min(p.images, p.n-first)
	src := e.call.a[first*p.source:][:n*p.source]
	if !p.frame.plain() {
		padded := e.room(worker, n*p.frame.len())
		p.frame.pad(padded, src, n, p.frame.c, 0, p.frame.c)
		src = padded
	}
	lo, hi := split*len(p.panels)/p.splits, (split+1)*len(p.panels)/p.splits
	for i := range p.sweeps {
		s := &p.sweeps[i]
		rows := &s.group
		if group == p.groups-1 {
			rows = &s.last
		}
		e.product(p, s, rows, src, e.call.dst[first*p.target:], p.panels[lo:hi])
	}
}

// product runs gemm over the rows of one sweep for some panels.
func (e *engine) product(p *sweepPlan, s *sweep, rows *table, src, dst []float32, panels []panel) {
	args := gemmArgs{a: at(src, 0), tapCount: s.taps, run: s.run, skip: s.skip, activation: e.call.activation}
	e.setRows(&args, rows, 0, len(rows.a)/e.rows)
	for _, panel := range panels {
		args.c, args.bias = at(dst, panel.col), at(e.bias, panel.col)
		args.b, args.stepB = at(e.packed, s.weights+panel.col*s.terms), 4*vector*panel.width
		if p.direct {
			args.b, args.stepB = at(e.call.b, panel.col), 4*p.channels
		}
		e.setPanel(&args, panel)
		e.gemm(byRuns, panel.width, &args)
	}
}
