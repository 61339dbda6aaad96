package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"tgan/internal/atomicfile"
)

// Client fetches files. The zero value works.
type Client struct {
	HTTP   *http.Client // nil means http.DefaultClient
	Mirror string       // folder, or URL of one, that has the files by their names; it is used instead of their own URLs
	// Stall is how long a server may be silent before the attempt is given up; 0 means 30 s.
	Stall time.Duration
	// Tries is how many attempts are made, counted anew from each that brings something; 0 means 5.
	Tries int
	// Pause is the time before the second of them; it doubles with each. 0 means 1 s.
	Pause time.Duration
	// Progress, unless nil, is told how many bytes are there and how many there will be, -1 if that is not known.
	Progress func(done, total int64)
	// Retrying, unless nil, is told why an attempt failed that is followed by another.
	Retrying func(reason error)

	sink func(io.Writer) io.Writer // between the part and its file, in tests
}

// bufferSize is how much is read at once.
const bufferSize = 256 << 10

// Fetch puts f into the folder dir, which must exist, and returns its sum, of the published kind, or sha256 where none is published.
// A part from an earlier call is continued. Errors are of one line and name the cure; when one is returned, the file is as it was,
// and there is at most a part that a later call can continue. It is fs.ErrNotExist where a mirror that is a folder lacks the file. Only one caller at a time can fetch into a folder.
func (c Client) Fetch(ctx context.Context, f File, dir string) (sum Checksum, err error) {
	fail := func(err error) (Checksum, error) { return "", fmt.Errorf("fetch %s: %w", f.Name, err) }
	if err := f.Validate(); err != nil {
		return fail(err)
	}
	from, err := c.locate(f)
	if err != nil {
		return fail(err)
	}
	unlock, err := atomicfile.Lock(dir)
	if err != nil {
		return fail(err)
	}
	defer unlock()
	p, err := openPart(ctx, filepath.Join(dir, f.Name), f.Checksum.hash())
	if err != nil {
		return fail(err)
	}
	if c.sink != nil {
		p.out = c.sink(p.file)
	}
	if err := c.download(ctx, f, from, p); err != nil {
		return fail(errors.Join(kept(err, p), p.keep()))
	}
	sum = f.Checksum.sumOf(p.hash)
	if f.Checksum != "" && sum != f.Checksum {
		return fail(errors.Join(fmt.Errorf("what came is %w and was removed: its checksum is %s, published is %s: fetch it again, or from elsewhere", ErrWrong, sum, f.Checksum), p.discard()))
	}
	if err := p.publish(); err != nil {
		return fail(errors.Join(err, p.file.Close()))
	}
	return sum, nil
}

// kept adds to an error that a part is there to be continued.
func kept(err error, p *part) error {
	if p.size == 0 || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w; %s are kept in %s, fetching again continues there", err, Size(p.size), p.file.Name())
}

// download makes attempts until all is there.
func (c Client) download(ctx context.Context, f File, from source, p *part) error {
	if f.Bytes > 0 && p.size > f.Bytes {
		if err := p.restart(); err != nil {
			return err
		}
	}
	most, pause := p.size, orDefault(c.Pause, time.Second)
	for failed := 0; f.Bytes == 0 || p.size < f.Bytes; {
		err := c.attempt(ctx, f, from, p)
		if err == nil || errors.Is(err, errComplete) {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, ok := errors.AsType[finalError](err); ok {
			return err
		}
		if p.size > most {
			most, failed, pause = p.size, 0, orDefault(c.Pause, time.Second)
		}
		if failed++; failed >= orDefault(c.Tries, 5) {
			return err
		}
		if c.Retrying != nil {
			c.Retrying(fmt.Errorf("fetch %s: %w", f.Name, err))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
	return nil
}

func orDefault[T int | time.Duration](value, otherwise T) T {
	if value == 0 {
		return otherwise
	}
	return value
}

// attempt asks for what is missing and adds what comes to the part.
func (c Client) attempt(ctx context.Context, f File, from source, p *part) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	patience := orDefault(c.Stall, 30*time.Second)
	alarm := time.AfterFunc(patience, func() { cancel(errStalled) })
	defer alarm.Stop()
	defer func() {
		if errors.Is(context.Cause(ctx), errStalled) {
			err = stalled(patience)
		}
	}()
	body, err := from.open(ctx, p.size, p.tag)
	if errors.Is(err, errStartOver) {
		return errors.Join(err, p.restart())
	}
	if err != nil {
		return err
	}
	defer body.Close()
	if f.Bytes > 0 && body.total >= 0 && body.total != f.Bytes {
		return final(fmt.Errorf("%w: it has %d bytes, published are %d; a page may have been sent instead, get the file by hand, or use a mirror", ErrWrong, body.total, f.Bytes))
	}
	total := body.total
	if total < 0 && f.Bytes > 0 {
		total = f.Bytes
	}
	if err := p.begin(body.start, body.tag); err != nil {
		return final(diskError(p.path, err))
	}
	if err := checkSpace(filepath.Dir(p.path), total-p.size); err != nil {
		return final(err)
	}
	return c.copy(&watched{ctx: ctx, r: body}, p, total, func() { alarm.Reset(patience) })
}

// copy adds the stream to the part; alive is called whenever something came.
func (c Client) copy(body io.Reader, p *part, total int64, alive func()) error {
	buffer := make([]byte, bufferSize)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			alive()
		}
		if total >= 0 && p.size+int64(n) > total {
			return final(errors.Join(fmt.Errorf("%w: more than %d bytes came", ErrWrong, total), p.restart()))
		}
		if _, werr := p.Write(buffer[:n]); werr != nil {
			return werr
		}
		if c.Progress != nil {
			c.Progress(p.size, total)
		}
		switch {
		case errors.Is(err, io.EOF) && (total < 0 || p.size == total):
			return nil
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return cut(p.size, total)
		case err != nil:
			return fmt.Errorf("the connection broke (%w): try again", err)
		}
	}
}
