package kernel

// leastCopied is the number of bytes of a row that copyRows takes at least.
const leastCopied = 32

// frame is how images of h x w pixels and c channels lie in zero-padded ones of hp x wp pixels: pixel (0, 0) at
// (top, left). What does not fit below or to the right is left out.
type frame struct {
	h, w, c, top, left, hp, wp int
}

// len returns the elements of a padded image.
func (f frame) len() int { return f.hp * f.wp * f.c }

// plain reports whether padding changes nothing.
func (f frame) plain() bool { return f.top == 0 && f.left == 0 && f.h == f.hp && f.w == f.wp }

// pad copies count channels, from the given one on, of n images of channels channels into padded form. Where count is
// less than f.c the other channels of pixels inside the image keep their content.
func (f frame) pad(dst, src []float32, n, channels, from, count int) {
	row, line := f.wp*f.c, f.w*channels
	height, width := min(f.h, f.hp-f.top), min(f.w, f.wp-f.left)
	together := 0 // rows that the assembly copies, all but the last, after which it would write too much
	if count == channels && count == f.c && width == f.w && f.wp > f.w && 4*line >= leastCopied {
		together = height - 1
	}
	for i := range n {
		image := dst[i*f.len():][:f.len()]
		clear(image[:f.top*row])
		clear(image[(f.top+height)*row:])
		if together > 0 {
			clear(image[f.top*row:][:f.left*f.c])
			copyRows(at(image, f.top*row+f.left*f.c), at(src, i*f.h*line), together, 4*line, 0, 4*(row-line))
		}
		for h := together; h < height; h++ {
			out := image[(f.top+h)*row:][:row]
			in := src[(i*f.h+h)*line:][:line]
			clear(out[:f.left*f.c])
			clear(out[(f.left+width)*f.c:])
			inner := out[f.left*f.c:][:width*f.c]
			if count == channels && count == f.c {
				copy(inner, in)
				continue
			}
			for ; len(inner) > 0; inner, in = inner[f.c:], in[channels:] {
				copy(inner[:count], in[from:])
			}
		}
	}
}
