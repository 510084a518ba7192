package walk

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"firstcall/server"
	"firstcall/web"
)

// patience is how long a page may take to show what a test waits for. It only
// ends tests that have failed already.
const patience = 20 * time.Second

var chromium context.Context

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	// Chromium still writes into its profile when it ends, so the folder is
	// removed as well as can be and not by t.TempDir.
	profile, err := os.MkdirTemp("", "firstcall-chromium-")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(profile)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser()), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	var stop context.CancelFunc
	chromium, stop = chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Run(chromium); err != nil {
		fmt.Println("Chromium does not start; install it with: apt-get install chromium\n", err)
		return 1
	}
	return m.Run()
}

func browser() string {
	for _, path := range []string{"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return "chromium"
}

// A front is a running Firstcall.
type front struct {
	URL  string
	Logs *lockedBuffer

	stop  func()
	ahead atomic.Int64 // how far the server's clock is ahead, in nanoseconds
}

// A lockedBuffer is a log that can be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs Firstcall on loopback.
func start(t *testing.T) *front {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return startOn(t, listener)
}

func startOn(t *testing.T, listener net.Listener) *front {
	t.Helper()
	logs := &lockedBuffer{}
	f := &front{URL: "http://" + listener.Addr().String(), Logs: logs}
	srv, err := server.New(server.Config{
		Now:   func() time.Time { return time.Now().Add(time.Duration(f.ahead.Load())) },
		Files: web.Files(), Logger: slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	ts := &httptest.Server{Listener: listener, Config: &http.Server{Handler: srv.Handler(), ReadHeaderTimeout: time.Minute}}
	ts.Start()
	var once sync.Once
	stop := func() {
		once.Do(func() {
			ts.CloseClientConnections()
			ts.Close()
			if err := srv.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	f.stop = stop
	return f
}

// logged waits until the log holds what.
func (f *front) logged(t *testing.T, what string) {
	t.Helper()
	for range int(patience / (20 * time.Millisecond)) {
		if strings.Contains(f.Logs.String(), what) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%q is not in the log:\n%s", what, f.Logs.String())
}

// A tab is a browser window of a user of its own: cookies and storage are empty.
type tab struct {
	t    *testing.T
	user cdp.BrowserContextID // whose cookies it has
	ctx  context.Context
	base string

	mu       sync.Mutex
	problems []string // what the console complained of
	expected []string // complaints that the test provokes
}

func open(t *testing.T, f *front, path string) *tab {
	t.Helper()
	b := blank(t, f)
	b.visit(path)
	b.alive()
	return b
}

// blank is a tab of a new user that has not gone anywhere yet.
func blank(t *testing.T, f *front) *tab {
	t.Helper()
	var user cdp.BrowserContextID
	inBrowser(t, func(ctx context.Context) (err error) {
		user, err = target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		return err
	})
	return window(t, f, user)
}

// window is one more tab of a user.
func window(t *testing.T, f *front, user cdp.BrowserContextID) *tab {
	t.Helper()
	var id target.ID
	inBrowser(t, func(ctx context.Context) (err error) {
		// Chromium wants to be told that it is a window, which chromedp's own
		// option for a new browser context does not.
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(user).WithNewWindow(true).Do(ctx)
		return err
	})
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithTargetID(id))
	ctx, stop := context.WithTimeout(ctx, 3*time.Minute)
	b := &tab{t: t, ctx: ctx, base: f.URL, user: user}
	chromedp.ListenTarget(ctx, b.listen)
	t.Cleanup(func() {
		if t.Failed() {
			b.shot("failed-" + strings.ReplaceAll(t.Name(), "/", "-"))
		}
		stop()
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("the console complained: %s", p)
		}
	})
	// Of several windows only one has the focus; each is to behave as if it had.
	b.do(chromedp.EmulateViewport(1440, 900), cdplog.Enable(), emulation.SetFocusEmulationEnabled(true))
	return b
}

func inBrowser(t *testing.T, do func(ctx context.Context) error) {
	t.Helper()
	err := chromedp.Run(chromium, chromedp.ActionFunc(func(ctx context.Context) error {
		return do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
	if err != nil {
		t.Fatal(err)
	}
}

func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeAssert {
			var text []string
			for _, arg := range e.Args {
				text = append(text, string(arg.Value)+arg.Description)
			}
			b.complain(strings.Join(text, " "))
		}
	case *runtime.EventExceptionThrown:
		b.complain(e.ExceptionDetails.Error())
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.LevelError {
			b.complain(e.Entry.Text + " " + e.Entry.URL)
		}
	}
}

func (b *tab) complain(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.expected {
		if strings.Contains(what, e) {
			return
		}
	}
	b.problems = append(b.problems, what)
}

// expect lets complaints pass that hold what.
func (b *tab) expect(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, what)
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// visit loads a page. Its program may not be there yet.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// alive waits until the program has taken over and knows the server's state.
func (b *tab) alive() {
	b.t.Helper()
	b.wait("the program", `!document.getElementById("app-wasm-loader") && !document.getElementById("theme").disabled && !document.querySelector("[aria-busy]") && !!document.getElementById("dialog-secret")`)
}

// wait polls until a JavaScript expression is true.
func (b *tab) wait(what, condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	var ok bool
	err := chromedp.Run(ctx, chromedp.Poll(condition, &ok, chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(0)))
	if err != nil {
		b.t.Fatalf("waiting for %s: %v\n%s", what, err, b.text("body"))
	}
}

// see waits until the element's text holds want.
func (b *tab) see(id, want string) {
	b.t.Helper()
	b.wait(fmt.Sprintf("%q in #%s", want, id), fmt.Sprintf(`(document.getElementById(%q)?.innerText ?? "").includes(%q)`, id, want))
}

// at waits until the URL is path.
func (b *tab) at(path string) {
	b.t.Helper()
	b.wait(path, fmt.Sprintf(`location.pathname === %q`, path))
}

func byID(id string) string { return `[id="` + id + `"]` }

func (b *tab) click(id string) {
	b.t.Helper()
	for range 5 {
		b.wait("#"+id+" to click", fmt.Sprintf(`(e => e && !e.disabled)(document.getElementById(%q))`, id))
		b.eval(fmt.Sprintf(`window.hit = false; document.getElementById(%q)?.addEventListener("click", () => window.hit = true, {capture: true, once: true})`, id), nil)
		b.do(chromedp.ScrollIntoView(byID(id), chromedp.ByQuery), chromedp.Click(byID(id), chromedp.ByQuery))
		// What an answer moved meanwhile was missed, and is clicked again as a user does.
		var missed bool
		if err := chromedp.Run(b.ctx, chromedp.Evaluate(`window.hit === false`, &missed)); err != nil || !missed {
			return // an error is of a page that is being left
		}
	}
	b.t.Fatalf("#%s escapes the click", id)
}

// choose picks a provider's card.
func (b *tab) choose(provider string) {
	b.t.Helper()
	b.do(chromedp.Click(`label:has([id="provider.`+provider+`"])`, chromedp.ByQuery))
}

// sandbox fills a provider's form for the sandbox.
func (b *tab) sandbox(provider string) {
	b.t.Helper()
	b.choose(provider)
	b.click("sandbox." + provider)
	b.wait("the sandbox's values", fmt.Sprintf(`(document.getElementById(%q)?.value ?? "") !== ""`, provider+".client_id"))
}

// fill replaces what is in an input by typing, then leaves it.
func (b *tab) fill(id, text string) {
	b.t.Helper()
	b.do(
		chromedp.Focus(byID(id), chromedp.ByQuery),
		chromedp.Evaluate(fmt.Sprintf(`document.getElementById(%q).select()`, id), nil),
		chromedp.SendKeys(byID(id), "\b"+text, chromedp.ByQuery),
		chromedp.Blur(byID(id), chromedp.ByQuery),
	)
}

// paste puts a text into an input at once, as the clipboard does.
func (b *tab) paste(id, text string) {
	b.t.Helper()
	b.do(
		chromedp.Focus(byID(id), chromedp.ByQuery),
		chromedp.Evaluate(fmt.Sprintf(`document.getElementById(%q).select(); document.execCommand("insertText", false, %s)`, id, strconv.Quote(text)), nil),
		chromedp.Blur(byID(id), chromedp.ByQuery),
	)
}

func (b *tab) value(id string) string {
	b.t.Helper()
	var v string
	b.do(chromedp.Evaluate(fmt.Sprintf(`document.getElementById(%q)?.value ?? "(no such input)"`, id), &v))
	return v
}

func (b *tab) text(selector string) string {
	var v string
	if err := chromedp.Run(b.ctx, chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, selector), &v)); err != nil {
		return err.Error()
	}
	return v
}

func (b *tab) eval(js string, out any) {
	b.t.Helper()
	b.do(chromedp.Evaluate(js, out, chromedp.EvalAsValue, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	}))
}

// shot keeps what the page looks like as a file that a person can open.
func (b *tab) shot(name string) {
	var png []byte
	if err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot(&png)); err != nil {
		b.t.Logf("no picture of %s: %v", name, err)
		return
	}
	dir := filepath.Join("..", "..", ".cache", "screens")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Log(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Log(err)
	}
}
