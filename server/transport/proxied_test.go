package transport_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// socksAnswer is a SOCKS5 proxy that sends its answers whatever it is asked.
func socksAnswer(answers ...string) func(net.Conn) {
	return func(c net.Conn) {
		for _, text := range answers {
			c.Read(make([]byte, 512))
			io.WriteString(c, text)
		}
		c.(*net.TCPConn).CloseWrite()
		hang(c)
	}
}

// TestExplainProxy has all that can go wrong with a proxy, and proves that none
// of it shows the password, which the proxies send back where they can.
func TestExplainProxy(t *testing.T) {
	status := func(line string) string {
		return "http://" + listen(t, answer("HTTP/1.1 "+line+" SECRET U0VDUkVU\r\nProxy-Authenticate: Negotiate SECRET\r\n\r\nSECRET"))
	}
	socks := func(answers ...string) string { return "socks5://" + listen(t, socksAnswer(answers...)) }
	closed, full := closedPort(t), fullListener(t)
	picky, pickySocks := newHop(t, "http", "me:other", tls.Certificate{}), newHop(t, "socks5", "me:other", tls.Certificate{})
	untrusted := newHop(t, "https", "", newAuthority(t).issue(t, nil))
	for _, c := range []struct {
		name, proxy, title string
		has                []string
	}{
		{"nothing listens", "http://" + closed, "The proxy PROXY could not be reached", []string{"nothing accepts connections"}},
		{"SOCKS, nothing listens", "socks5://" + closed, "The proxy PROXY could not be reached", []string{"nothing accepts connections"}},
		{"unknown name", "http://proxy.invalid:3128", "The proxy PROXY could not be reached", []string{"know no address"}},
		{"failing name server", "http://failing.example:3128", "The proxy PROXY could not be reached", []string{"could not be looked up"}},
		{"firewall", "http://" + full, "The proxy PROXY could not be reached", []string{"not accept the connection in time"}},
		{"metadata", "http://169.254.169.254:80", "Firstcall never calls the proxy PROXY", []string{"clouds hand credentials"}},
		{"metadata by name", "socks5://metadata.example:80", "Firstcall never calls the proxy PROXY", []string{"clouds hand credentials"}},
		{"silent", "http://" + listen(t, hang), "The proxy PROXY did not open the connection to TARGET in time", []string{"Tried TARGET through the proxy PROXY."}},
		{"SOCKS, silent", "socks5://" + listen(t, hang), "The proxy PROXY did not open the connection to TARGET in time", nil},
		{"TLS, silent", "https://" + listen(t, hang), "The proxy PROXY did not finish the TLS handshake in time", []string{"http://"}},
		{"no TLS", "https://" + listen(t, answer("HTTP/1.1 400 Bad Request\r\n\r\n")), "The proxy PROXY does not speak TLS", []string{"http://"}},
		{"not trusted", untrusted.url(""), "The certificate of the proxy PROXY is not trusted", []string{"CA field"}},
		{"TLS ended", "https://" + listen(t, reset), "The TLS handshake with the proxy PROXY failed", []string{"It reset the connection", "speaks TLS"}},
		{"wants a login", picky.url("") + "NOBODY", "The proxy PROXY wants a name and password", []string{"407 Proxy Authentication Required", "Basic, Negotiate;", "name:password"}},
		{"wrong login", picky.url(""), "The proxy PROXY did not accept the name and password", []string{"407", "%40"}},
		{"SOCKS, wants a login", pickySocks.url("") + "NOBODY", "The proxy PROXY wants a name and password", nil},
		{"SOCKS, wrong login", pickySocks.url(""), "The proxy PROXY did not accept the name and password", nil},
		{"forbidden", status("403 No"), "The proxy PROXY refused to connect to TARGET", []string{"403 Forbidden", "port 443"}},
		{"odd status", status("302 No"), "The proxy PROXY refused to connect to TARGET", []string{"302 Found"}},
		{"unknown status", status("499 No"), "The proxy PROXY refused to connect to TARGET", []string{"499."}},
		{"bad gateway", status("502 No"), "The proxy PROXY could not connect to TARGET", []string{"502 Bad Gateway", "Tried TARGET through"}},
		{"unavailable", status("503 No"), "The proxy PROXY could not connect to TARGET", []string{"503 Service Unavailable"}},
		{"timeout", status("504 No"), "The proxy PROXY could not connect to TARGET", []string{"504 Gateway Timeout"}},
		{"closed", "http://" + listen(t, answer("")), "The proxy PROXY closed the connection", []string{"https://"}},
		{"cut off", "http://" + listen(t, answer("HTTP/1.1 200 OK\r\n")), "The proxy PROXY closed the connection", nil},
		{"reset", "http://" + listen(t, reset), "The proxy PROXY reset the connection", nil},
		{"SSH", "http://" + listen(t, answer("SSH-2.0-SECRET\r\n\r\n")), "PROXY is no HTTP proxy", []string{"socks5://"}},
		{"endless headers", "http://" + listen(t, answer("HTTP/1.1 200 OK\r\nA: "+strings.Repeat("SECRET", 20_000)+"\r\n\r\n")), "PROXY is no HTTP proxy", nil},
		{"SOCKS to an HTTP proxy", "socks5://" + listen(t, answer("HTTP/1.1 400 Bad Request\r\n\r\n")), "PROXY is no SOCKS5 proxy", []string{"http://"}},
		{"SOCKS, method that was not offered", socks("\x05\x01"), "PROXY is no SOCKS5 proxy", nil},
		{"SOCKS, other version", socks("\x05\x00", "\x04\x00\x00\x01"), "PROXY is no SOCKS5 proxy", nil},
		{"SOCKS, odd address", socks("\x05\x00", "\x05\x00\x00\x07"), "PROXY is no SOCKS5 proxy", nil},
		{"SOCKS, cut off", socks("\x05\x00", "\x05\x00\x00\x03\x09half"), "The proxy PROXY closed the connection", nil},
		{"SOCKS, cut off earlier", socks("\x05"), "The proxy PROXY closed the connection", nil},
		{"SOCKS, cut off while logging in", socks("\x05\x02", "\x01"), "The proxy PROXY closed the connection", nil},
		{"SOCKS 1", socks("\x05\x00", "\x05\x01\x00\x01"), "The proxy PROXY could not connect to TARGET", []string{"code 1, general failure."}},
		{"SOCKS 2", socks("\x05\x00", "\x05\x02\x00\x01"), "The proxy PROXY refused to connect to TARGET", []string{"code 2, not allowed by its rules."}},
		{"SOCKS 5", socks("\x05\x00", "\x05\x05\x00\x01"), "The proxy PROXY could not connect to TARGET", []string{"code 5, connection refused.", "Tried TARGET through"}},
		{"SOCKS 8", socks("\x05\x00", "\x05\x08\x00\x01"), "The proxy PROXY refused to connect to TARGET", []string{"kind of address not supported."}},
		{"SOCKS 99", socks("\x05\x00", "\x05\x63\x00\x01"), "The proxy PROXY refused to connect to TARGET", []string{"code 99."}},
	} {
		tr := start(t, transport.Config{Resolver: resolve(t, map[string][]string{"failing.example": nil, "metadata.example": {"169.254.169.254"}})})
		target := "192.0.2.7:443"
		proxy := c.proxy
		login := "me:SECRET@"
		if p, none := strings.CutSuffix(proxy, "NOBODY"); none {
			proxy, login = p, ""
		}
		scheme, address, _ := strings.Cut(proxy, "://")
		s := transport.Settings{Proxy: secret.New(scheme + "://" + login + address), ConnectTimeout: limit(c.name)}
		f, err := fail(t, tr, get(t, "https://"+target+"/?code=SECRET"), s)
		w := want{api.FailureProxy, api.RungTCP, c.title, c.has}
		fill := strings.NewReplacer("PROXY", address, "TARGET", target)
		w.title = fill.Replace(w.title)
		for i := range w.has {
			w.has[i] = fill.Replace(w.has[i])
		}
		w.check(t, c.name, f, err)
		if (len(f.Certificates) > 0) != (c.name == "not trusted") || transport.TraceOf(err).Certificates() != nil {
			t.Errorf("%s: certificates %+v", c.name, f.Certificates)
		}
		checkHidden(t, c.name, "SECRET", f, err, s, tr)
		checkHidden(t, c.name, "U0VDUkVU", f, err, s, tr) // SECRET in Base64
	}
}

// limit is short for those that keep silent.
func limit(name string) time.Duration {
	if strings.HasSuffix(name, "silent") || name == "firewall" {
		return 100 * time.Millisecond
	}
	return time.Minute
}

// checkHidden looks for a text in all that could be shown or printed.
func checkHidden(t *testing.T, name, text string, f *api.Failure, err error, s transport.Settings, tr *transport.Transport) {
	t.Helper()
	trace := transport.TraceOf(err)
	for _, shown := range []string{fmt.Sprintf("%v %+v %#v", tr, tr, tr), fmt.Sprintf("%v %+v %#v", *tr, *tr, *tr)} {
		if strings.Contains(shown, text) {
			t.Errorf("%s: %q shows in %s", name, text, shown)
		}
	}
	for _, value := range []any{*f, err, trace, trace.Rungs(), trace.Certificates(), s, struct{ hidden transport.Settings }{s}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if shown := fmt.Sprintf(verb, value); strings.Contains(shown, text) || strings.Contains(shown, fmt.Sprintf("%x", text)) {
				t.Errorf("%s: %q shows in %s", name, text, shown)
			}
		}
	}
}

// TestProxyTotalTimeout has the time for all of it end while the proxy is asked.
func TestProxyTotalTimeout(t *testing.T) {
	silent := listen(t, hang)
	tr := start(t, transport.Config{})
	f, err := fail(t, tr, get(t, "https://192.0.2.7"), transport.Settings{Proxy: secret.New("http://" + silent), Timeout: 200 * time.Millisecond})
	want{api.FailureProxy, api.RungTCP, "The proxy " + silent + " did not open the connection to 192.0.2.7:443 in time", nil}.check(t, "total", f, err)
}

func TestParseProxy(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"http://proxy.example:3128", ""},
		{" https://proxy.example/ ", ""},
		{"socks5://me:p%40ss@[::1]:1080", ""},
		{"HTTP://me@127.0.0.1", ""},
		{"", "There is no proxy"},
		{"SECRET.example:3128", "The proxy's URL must begin with"},
		{"socks5h://me:SECRET@proxy.example", "The proxy's URL must begin with"},
		{"ftp://me:SECRET@proxy.example", "The proxy's URL must begin with"},
		{"http://me:SECRET/x@proxy.example", "The proxy's URL can't be read"},
		{"http://me:SECRET%@proxy.example", "The proxy's URL can't be read"},
		{"http://me:SECRET\x7f@proxy.example", "The proxy's URL can't be read"},
		{"http://me:SECRET@", "The proxy's URL has no host"},
		{"http://me:SECRET@:3128", "The proxy's URL has no host"},
		{"http://proxy.example:99999", "The port in the proxy's URL"},
		{"http://proxy.example:0", "The port in the proxy's URL"},
		{"http://proxy.example/SECRET", "The proxy's URL must end after"},
		{"http://proxy.example?SECRET", "The proxy's URL must end after"},
		{"http://proxy.example#SECRET", "The proxy's URL must end after"},
		{"http://a%3Ab:SECRET@proxy.example", "The name for the proxy must have no colon"},
		{"socks5://me@proxy.example", "A SOCKS5 proxy takes"},
		{"socks5://:SECRET@proxy.example", "A SOCKS5 proxy takes"},
		{"socks5://me:" + strings.Repeat("x", 256) + "@proxy.example", "A SOCKS5 proxy takes"},
	} {
		err := transport.ParseProxy(c.text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") || strings.Contains(got, "SECRET") {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
		if f := transport.Explain(err); err != nil && (f.Kind != api.FailureField || f.Field != api.ProxyField || strings.Contains(fmt.Sprintf("%+v", f), "SECRET")) {
			t.Errorf("%q: explained as %+v", c.text, f)
		}
	}
}
