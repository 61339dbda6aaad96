package kernel

const (
	// filterChannels is the number of input channels of one task of ConvFilter at most.
	filterChannels = 32

	// filterBytes bounds the padded images of a part of such a task.
	filterBytes = 192 << 10

	// filterRun is the number of terms that one call of gemm adds up there at most.
	filterRun = 256

	// farChannels is the number of output channels from which on dy is packed: its rows would meet in one or two places of the
	// first-level cache.
	farChannels = 512
)

// filterPlan is how ConvFilter is run: each task has one block of images, one chunk of input channels and a split of
// the panels of output channels, and goes through the block in parts that fit the cache.
type filterPlan struct {
	g              Conv
	frame          frame // of an image of a chunk of channels
	width          int   // channels of a chunk
	chunks, splits int
	blocks, block  int   // blocks and their images
	part           int   // images padded at once
	taps           []int // byte offsets of the output pixels of a part
	group, last    table // rows (r, s, c) of a whole chunk and of the last
	panels         []panel
}

// planFilter returns the plan of ConvFilter.
func (e *engine) planFilter(g Conv) *filterPlan {
	p := e.filters[g]
	if p != nil {
		return p
	}
	p = &filterPlan{
		g: g, block: min(g.N, g.filterImages()), width: min(g.C, filterChannels), splits: 1, panels: panels(g.K, e.widest),
	}
	if g.R*g.S == 1 {
		p.width = min(g.C, 8*filterChannels)
	}
	p.frame = frame{g.H, g.W, p.width, g.Pad, g.PadW, (g.OH-1)*g.Stride + g.R, (g.OW-1)*g.Stride + g.S}
	p.part = min(p.block, max(1, filterBytes/(4*p.frame.len())))
	if g.Pad+g.PadW == 0 {
		p.frame, p.part = frame{g.H, g.W, g.C, 0, 0, g.H, g.W}, p.block
	}
	p.blocks, p.chunks = ceil(g.N, p.block), ceil(g.C, p.width)
	if need := tasksPerThread * e.pool.threads; e.pool.threads > 1 && p.blocks*p.chunks < need {
		p.splits = min(len(p.panels), ceil(need, p.blocks*p.chunks))
	}
	for n := range p.part {
		for oh := range g.OH {
			for ow := range g.OW {
				p.taps = append(p.taps, 4*((n*p.frame.hp+oh*g.Stride)*p.frame.wp+ow*g.Stride)*p.frame.c)
			}
		}
	}
	p.group = e.filterRows(p, p.width)
	p.last = e.filterRows(p, g.C-(p.chunks-1)*p.width)
	e.filters[g] = p
	return p
}

// filterRows returns the rows (r, s, c) of a chunk of channels, neighbours first.
func (e *engine) filterRows(p *filterPlan, channels int) table {
	var t table
	for r := range p.g.R {
		for s := range p.g.S {
			for c := range channels {
				t.add((r*p.frame.wp+s)*p.frame.c+c, ((r*p.g.S+s)*p.g.C+c)*p.g.K)
			}
		}
	}
	t = t.neighbours(e.rows)
	t.fill(e.rows)
	return t
}

// filter runs ConvFilter.
func (e *engine) filter(g Conv, dw, x, dy []float32) {
	p := e.planFilter(g)
	e.call = call{filter: p, dst: dw, a: x, b: dy}
	e.setBias(nil, g.K)
	e.parts = grow(e.parts, (p.blocks-1)*g.WLen())
	e.pool.Run(p.blocks*p.chunks*p.splits, e.tasks.filter)
	if p.blocks > 1 {
		e.pool.Run(ceil(len(dw), chunk), e.tasks.combine)
	}
	e.call = call{}
}

// filterTask computes one chunk and split of one block.
func (e *engine) filterTask(task, worker int) {
	p := e.call.filter
	g := p.g
	split, chunk, block := task%p.splits, task/p.splits%p.chunks, task/p.splits/p.chunks
	dst := e.call.dst
	if block > 0 {
		dst = e.parts[(block-1)*g.WLen():][:g.WLen()]
	}
	from := chunk * p.width
	job := filterJob{rows: &p.group, dst: dst[from*g.K:],
		panels: p.panels[split*len(p.panels)/p.splits : (split+1)*len(p.panels)/p.splits]}
	if chunk == p.chunks-1 {
		job.rows = &p.last
	}
	end := min(g.N, (block+1)*p.block)
	for n := block * p.block; n < end; n += p.part {
		images := min(p.part, end-n)
		src := e.call.a[n*g.H*g.W*g.C:][:images*g.H*g.W*g.C]
		if g.Pad+g.PadW == 0 {
			job.x = src[from:]
		} else {
			job.x = e.room(worker, images*p.frame.len())
			p.frame.pad(job.x, src, images, g.C, from, min(p.width, g.C-from))
		}
		job.dy = e.call.b[n*g.OH*g.OW*g.K:][:images*g.OH*g.OW*g.K]
		e.filterPart(p, &job, worker)
		job.add = true
	}
}

// filterJob is a part of a task: some images, to be added to dst or, for the first, written there.
type filterJob struct {
	rows       *table
	x, dy, dst []float32
	panels     []panel
	add        bool
}

// filterPart goes through the output pixels of some images, filterRun of them at a time.
func (e *engine) filterPart(p *filterPlan, job *filterJob, worker int) {
	k := p.g.K
	pixels := len(job.dy) / k
	args := gemmArgs{a: at(job.x, 0)}
	for first := 0; first < pixels; first += filterRun {
		count := min(filterRun, pixels-first)
		args.taps, args.tapCount = &p.taps[first], count
		if job.add || first > 0 {
			args.load = 1
		}
		for _, panel := range job.panels {
			args.b, args.stepB = at(job.dy, first*k+panel.col), 4*k
			if panel.lanes%e.lanes != 0 || k >= farChannels {
				args.b, args.stepB = e.packRows(worker, job.dy[first*k:], count, k, panel)
			}
			args.c, args.bias = at(job.dst, panel.col), at(e.bias, panel.col)
			e.setPanel(&args, panel)
			if columns := job.rows.columns; columns > 0 {
				e.setRows(&args, job.rows, 0, columns)
				e.gemm(byColumns, panel.width, &args)
			}
			if tiles := len(job.rows.a) / e.rows; tiles > job.rows.columns {
				e.setRows(&args, job.rows, job.rows.columns, tiles)
				e.gemm(byTaps, panel.width, &args)
			}
		}
	}
}

// packRows packs rows of dy for one panel in the worker's memory, and returns where they are and their distance in bytes.
func (e *engine) packRows(worker int, dy []float32, rows, k int, p panel) (uintptr, int) {
	wide := p.width * vector
	w := &e.workers[worker]
	w.panel = grow(w.panel, rows*wide)
	packColumns(w.panel, dy, rows, k, p)
	return at(w.panel, 0), 4 * wide
}

// combineTask adds the later blocks to the first, in order.
func (e *engine) combineTask(task, _ int) {
	p, dw := e.call.filter, e.call.dst
	lo := task * chunk
	out := dw[lo:min(len(dw), lo+chunk)]
	for block := 1; block < p.blocks; block++ {
		for i, v := range e.parts[(block-1)*len(dw)+lo:][:len(out)] {
			out[i] += v
		}
	}
}
