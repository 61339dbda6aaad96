package reports_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// frame shows /page in a frame of a width that no window is narrow enough for, and says what became of it.
const frame = `<!DOCTYPE html><html lang="en"><head><link rel="icon" href="data:,"><title>frame</title></head><body style="margin:0">
<iframe id="page" src="/page" style="width:%dpx;height:2000px;border:0"></iframe><pre id="found"></pre><script>
addEventListener("load", () => {
  const doc = document.getElementById("page").contentDocument, root = doc.scrollingElement;
  const images = [...doc.images].filter(i => !i.complete || i.naturalWidth === 0).length;
  document.getElementById("found").textContent = JSON.stringify({
    title: doc.title, scroll: root.scrollWidth, client: root.clientWidth, images: doc.images.length, broken: images,
  });
});
</script></body></html>`

// visit is what a browser makes of a page.
type visit struct {
	Title          string
	Scroll, Client int // width in pixels: of what the page takes, and of the window
	Images, Broken int
	console        []string // errors and warnings
	requests       []string // beyond the page itself
}

// browse opens a page at a width in headless Chromium, or skips the test where there is none.
func browse(t *testing.T, page string, width int) visit {
	t.Helper()
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("no chromium or google-chrome on PATH: pages are not opened")
	}
	var v visit
	var mutex sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/":
			fmt.Fprintf(w, frame, width)
		case "/page":
			fmt.Fprint(w, page)
		default:
			mutex.Lock()
			defer mutex.Unlock()
			v.requests = append(v.requests, r.URL.Path)
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--user-data-dir="+t.TempDir(), fmt.Sprintf("--window-size=%d,1000", max(width, 600)),
		"--enable-logging=stderr", "--virtual-time-budget=10000", "--dump-dom", server.URL)
	var log strings.Builder
	cmd.Stderr = &log
	dom, err := cmd.Output()
	require.NoError(t, err, log.String())
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, ":CONSOLE") {
			v.console = append(v.console, strings.TrimSpace(line))
		}
	}
	found := regexp.MustCompile(`(?s)<pre id="found">(.*?)</pre>`).FindSubmatch(dom)
	require.NotNil(t, found, "the frame has no finding: %s", log.String())
	require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), &v), "%s", found[1])
	return v
}

// faults names what a reader would see go wrong.
func (v visit) faults() []string {
	var faults []string
	if v.Scroll > v.Client {
		faults = append(faults, fmt.Sprintf("scrolls sideways: %d pixels in %d", v.Scroll, v.Client))
	}
	if v.Broken > 0 {
		faults = append(faults, fmt.Sprintf("%d broken images", v.Broken))
	}
	if len(v.console) > 0 {
		faults = append(faults, "console: "+strings.Join(v.console, "; "))
	}
	if len(v.requests) > 0 {
		faults = append(faults, "loads "+strings.Join(v.requests, ", "))
	}
	return faults
}

func TestBrowserShowsThePage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(suiteReport(t), "report.html"))
	require.NoError(t, err)
	for _, width := range []int{1280, 360} {
		t.Run(fmt.Sprintf("%d pixels", width), func(t *testing.T) {
			v := browse(t, string(page), width)
			require.Equal(t, "Transferring GANs: report of profile laptop", v.Title)
			require.LessOrEqual(t, v.Client, width)
			require.Greater(t, v.Client, width-30, "the width is that of the frame, but for a scroll bar")
			require.Greater(t, v.Images, 80, "samples and strips of every cell")
			require.Empty(t, v.faults())
		})
	}
}

// A test of pages has to tell a broken one.
func TestBrowserTellsABrokenPage(t *testing.T) {
	page := `<!DOCTYPE html><html lang="en"><head><link rel="icon" href="data:,"><title>x</title></head><body>
<p style="width:700px">wide</p><img alt="" src="data:image/png;base64,AAAA"><img alt="" src="/elsewhere.png"><script>missing()</script></body></html>`
	faults := strings.Join(browse(t, page, 360).faults(), "\n")
	for _, want := range []string{"scrolls sideways: 708 pixels in 360", "2 broken images", "missing is not defined", "loads /elsewhere.png"} {
		require.Contains(t, faults, want)
	}
}
