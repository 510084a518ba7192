//go:build !js

package server

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	zitadel "firstcall/server/sandbox/foreign"
)

// user is at the authorization server's pages with another browser, which stops
// where it would be sent back.
type user struct {
	*http.Client
	t *testing.T
}

func newUser(t *testing.T) user {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Jar: jar, Transport: transport}
	client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return user{client, t}
}

// decide opens a page, fills its form in and sends it. It answers the path and
// query that the user is sent back to, "" for none.
func (u user) decide(address string, typed url.Values) (back string) {
	t := u.t
	t.Helper()
	page, err := u.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	if to := sentTo(t, page); to != "" {
		return to // without being asked, with an error
	}
	root, err := html.Parse(page.Body)
	if err != nil {
		t.Fatal(err)
	}
	page.Body.Close()
	action := page.Request.URL
	for n := range root.Descendants() {
		if n.Data == "form" {
			if action, err = action.Parse(attribute(n, "action")); err != nil {
				t.Fatal(err)
			}
		}
		if n.Data == "input" && attribute(n, "type") == "hidden" {
			typed.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	answer, err := u.PostForm(action.String(), typed)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 {
		t.Fatalf("the authorization server at %s: status %d", answer.Request.URL, answer.StatusCode)
	}
	return sentTo(t, answer)
}

func sentTo(t *testing.T, r *http.Response) string {
	t.Helper()
	to := r.Header.Get("Location")
	if to == "" {
		return ""
	}
	u, err := url.Parse(to)
	if err != nil || u.Path != "/callback" {
		t.Fatalf("the user was sent to %s, %v", to, err)
	}
	return u.RequestURI()
}

// allow and deny are the sandbox's buttons, and signed what zitadel's page asks for.
func allow() url.Values { return url.Values{"decision": {"allow"}} }
func deny() url.Values  { return url.Values{"decision": {"deny"}} }
func signed() url.Values {
	return url.Values{"username": {zitadel.Username}, "password": {zitadel.Password}}
}

// foreignProvider is zitadel's OpenID provider, which sends its web client's users
// back to redirectURI.
func foreignProvider(t *testing.T, redirectURI string) string {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	issuer := "http://" + s.Listener.Addr().String()
	s.Config.Handler = zitadel.Handler(issuer, redirectURI)
	s.Start()
	t.Cleanup(s.Close)
	return issuer
}

// back has the authorization server send the browser back, as a link of another
// site.
func (b *browser) back(to string) answer {
	b.site.t.Helper()
	r := b.request("GET", to, nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	return b.send(r)
}

// wantClean checks that an answer to an authorization response has nothing of it.
func (b *browser) wantClean(got answer, to string) {
	t := b.site.t
	t.Helper()
	query, err := url.ParseQuery(to[strings.IndexByte(to, '?')+1:])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"code", "state"} {
		value := query.Get(name)
		if value == "" {
			continue
		}
		for where, text := range map[string]string{"the answer": got.body, "the redirect": got.header.Get("Location"), "the log": b.site.log.String()} {
			if strings.Contains(text, value) {
				t.Errorf("the %s is in %s", name, where)
			}
		}
	}
	if got.header.Get("Referrer-Policy") != "no-referrer" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", got.header)
	}
}
