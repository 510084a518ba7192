package walk

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// An upstream is a data center whose tokens end when a test says so.
type upstream struct {
	URL string

	mu      sync.Mutex
	issued  int  // tokens, by their numbers
	revoked int  // how many of them the API takes no more
	closed  bool // no more tokens
	scope   bool // the API wants more of it
	hold    chan struct{}
	bodies  map[string]string // of replies, by the client's ID
}

func newUpstream(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{bodies: map[string]string{}, hold: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", u.token)
	mux.HandleFunc("/held", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-u.hold:
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/", u.api)
	ts := httptest.NewServer(mux)
	t.Cleanup(ts.Close)
	u.URL = ts.URL
	return u
}

func (u *upstream) token(w http.ResponseWriter, r *http.Request) {
	client, _, _ := r.BasicAuth()
	u.mu.Lock()
	defer u.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if u.closed {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"unauthorized_client","error_description":"This client was closed."}`)
		return
	}
	u.issued++
	_, _ = fmt.Fprintf(w, `{"access_token":"%s.%d","token_type":"Bearer","expires_in":3600}`, client, u.issued)
}

func (u *upstream) api(w http.ResponseWriter, r *http.Request) {
	u.mu.Lock()
	defer u.mu.Unlock()
	client, text, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
	number := 0
	_, _ = fmt.Sscan(text, &number)
	switch {
	case number <= u.revoked:
		w.Header().Set("WWW-Authenticate", `Bearer realm="orders", error="invalid_token", error_description="The token was revoked"`)
		w.WriteHeader(http.StatusUnauthorized)
	case u.scope:
		w.Header().Set("WWW-Authenticate", `Bearer realm="orders", error="insufficient_scope", scope="read write"`)
		w.WriteHeader(http.StatusForbidden)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Served-By", client)
		_, _ = io.WriteString(w, u.bodies[client])
	}
}

// set changes how the upstream behaves.
func (u *upstream) set(change func(u *upstream)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	change(u)
}

// revoke makes the API refuse all tokens that there are.
func (u *upstream) revoke() { u.set(func(u *upstream) { u.revoked = u.issued }) }

// connectTo connects to an upstream as a client.
func (b *tab) connectTo(u *upstream, client string) {
	b.t.Helper()
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.at("/")
	b.choose("oauth")
	b.paste("oauth.data_center", u.URL)
	b.paste("oauth.token_url", u.URL+"/token")
	b.paste("oauth.client_id", client)
	b.paste("oauth.client_secret", "s3cret")
	b.click("get-token")
	b.at("/token")
}

// explore opens the explorer with a path to call.
func (b *tab) explore(path string) {
	b.t.Helper()
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.at("/explore")
	b.paste("path", path)
}
