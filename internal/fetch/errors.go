package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Ends of an attempt after which another may go on.
var (
	errStalled   = errors.New("the server is silent")
	errStartOver = errors.New("the server cannot continue the part")
)

// finalError marks an error that another attempt would only repeat.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

func final(err error) error { return finalError{err} }

// refused is the error of an answer that is not the file.
func (w web) refused(resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return final(fmt.Errorf("%s is not there (%s): it may have moved; get it by hand, or use a mirror", w.url, resp.Status))
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return final(fmt.Errorf("%s refuses access (%s): it may need a login; get it by hand, or use a mirror", w.url, resp.Status))
	case code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500:
		return fmt.Errorf("%s cannot serve it now (%s): try again later, or use a mirror", w.url, resp.Status)
	default:
		return final(fmt.Errorf("%s answers %s: get the file by hand, or use a mirror", w.url, resp.Status))
	}
}

// unreachable is the error of a server that gave no answer.
func (w web) unreachable(err error) error {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		words := fmt.Errorf("cannot resolve the host of %s: check the network, or use a mirror", w.url)
		if dns.IsTemporary || dns.IsTimeout {
			return words
		}
		return final(words)
	}
	u, ok := errors.AsType[*url.Error](err)
	if !ok {
		return err
	}
	words := fmt.Errorf("cannot reach %s (%w): check the network, or use a mirror", w.url, u.Err)
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return final(words)
	}
	return words
}

// cut is the error of a transfer that ended early.
func cut(got, total int64) error {
	return fmt.Errorf("the connection was cut after %d of %d bytes: try again", got, total)
}

// stalled is the error of a server that was silent for too long.
func stalled(after time.Duration) error {
	return fmt.Errorf("%w for %s: try again later, or use a mirror", errStalled, after)
}
