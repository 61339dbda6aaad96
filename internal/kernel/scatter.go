package kernel

// scatterBytes bounds the images of a task, which goes through them many times: little more than the first-level cache.
const scatterBytes = 128 << 10

// scatterPlan is how ConvData is run where it has so few channels that a sweep would leave most lanes empty. For one
// filter row r, an output pixel contributes to S neighbouring input pixels of S*C numbers in a row, so the lanes run
// along those. Rows of the product are the output rows of a group of images, and products are added to a padded copy
// of dx: for r downwards and ow upwards, which is the order that ConvData states. Within one product no two rows meet.
type scatterPlan struct {
	g              Conv
	hp, wp         int // pixels of the padded copy
	images, groups int
	group, last    table
	panels         []panel // of S*C lanes
}

// planScatter returns the plan of ConvData by scattering, or nil where sweeping fills the lanes about as well.
func (e *engine) planScatter(g Conv) *scatterPlan {
	p, known := e.scatters[g]
	if known {
		return p
	}
	if lanes := g.S * g.C; 2*g.C*columns(lanes) <= lanes*columns(g.C) {
		p = &scatterPlan{
			g:  g,
			hp: max((g.OH-1)*g.Stride+g.R, g.H+g.Pad), wp: max((g.OW-1)*g.Stride+g.S, g.W+g.PadW),
			panels: panels(lanes, e.widest),
		}
		p.images, p.groups = e.group(g.N, g.OH, p.len()+g.OH*g.OW*g.K, scatterBytes)
		for n := range p.images {
			p.rows(&p.group, n)
		}
		for n := range g.N - (p.groups-1)*p.images {
			p.rows(&p.last, n)
		}
		p.group.fill(e.rows)
		p.last.fill(e.rows)
	}
	e.scatters[g] = p
	return p
}

// len returns the elements of a padded image.
func (p *scatterPlan) len() int { return p.hp * p.wp * p.g.C }

// rows adds the rows of image n.
func (p *scatterPlan) rows(t *table, n int) {
	g := p.g
	for oh := range g.OH {
		t.add((n*g.OH+oh)*g.OW*g.K, (n*p.hp+oh*g.Stride)*p.wp*g.C)
	}
}

// scatter runs ConvData.
func (e *engine) scatter(p *scatterPlan, dx, dy, w, bias []float32) {
	e.call = call{scatter: p, dst: dx, a: dy, b: w}
	e.setBias(bias, p.g.C)
	e.packed = grow(e.packed, p.g.R*p.g.K*columns(p.g.S*p.g.C))
	e.pool.Run(p.g.R*len(p.panels), e.tasks.packScatter)
	e.pool.Run(p.groups, e.tasks.scatter)
	e.call = call{}
}

// packed returns where the packed weights [K][width*16] of a filter row and panel are.
func (p *scatterPlan) packed(r int, panel panel) int {
	return (r*columns(p.g.S*p.g.C) + panel.col) * p.g.K
}

// packScatterTask packs the weights of one filter row and panel.
func (e *engine) packScatterTask(task, _ int) {
	p := e.call.scatter
	g, r, panel := p.g, task/len(p.panels), p.panels[task%len(p.panels)]
	wide := panel.width * vector
	src := e.call.b[(r*g.S*g.C+panel.col)*g.K:][:panel.lanes*g.K]
	transpose(e.packed[p.packed(r, panel):][:g.K*wide], src, panel.lanes, g.K, wide)
}

// scatterTask computes one group of images.
func (e *engine) scatterTask(task, worker int) {
	p := e.call.scatter
	g, first := p.g, task*p.images
	n := min(p.images, g.N-first)
	padded := e.room(worker, n*p.len()+vector)[:n*p.len()] // beyond it whole vectors are written
	repeat(padded, e.bias[:g.C])
	rows := &p.group
	if task == p.groups-1 {
		rows = &p.last
	}
	args := gemmArgs{
		bias: at(e.bias, 0), tapCount: 1, run: g.K, load: 1, keep: 1,
	}
	e.setRows(&args, rows, 0, len(rows.a)/e.rows)
	for r := g.R - 1; r >= 0; r-- {
		for ow := range g.OW {
			args.a = at(e.call.a, (first*g.OH*g.OW+ow)*g.K)
			for _, panel := range p.panels {
				args.b, args.stepB = at(e.packed, p.packed(r, panel)), 4*vector*panel.width
				args.c = at(padded, (r*p.wp+ow*g.Stride)*g.C+panel.col)
				e.setPanel(&args, panel)
				e.gemm(byRuns, panel.width, &args)
			}
		}
	}
	p.crop(e.call.dst[first*g.H*g.W*g.C:], padded, n)
}

// crop copies n images out of their padded form.
func (p *scatterPlan) crop(dst, padded []float32, n int) {
	line := p.g.W * p.g.C
	for i := range n * p.g.H {
		image, h := i/p.g.H, i%p.g.H
		copy(dst[i*line:][:line], padded[((image*p.hp+h+p.g.Pad)*p.wp+p.g.PadW)*p.g.C:])
	}
}
