package transport_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// everywhere are hosts that no run may reach.
var everywhere = []string{
	"169.254.169.254", "169.254.170.2", "169.254.0.1", "169.254.42.42",
	"168.63.129.16", "100.100.100.200", "192.0.0.192",
	"[fd00:ec2::254]", "[fd00:ec2::23]", "[fd20:ce::254]", "[fd00:c1::a9fe:a9fe]",
	"[fd00:100::100:200]", "[fd00:42::42]", "[fd00:a9fe:a9fe::1]", "[fe80::a9fe:a9fe]",
	"[fd00:ec2::254%25lo]",
	"[::ffff:169.254.169.254]", "[::ffff:a83f:8110]", "[::169.254.169.254]",
	"[::ffff:0:169.254.169.254]", "[64:ff9b::169.254.169.254]", "[64:ff9b::a83f:8110]",
	"[64:ff9b:1::169.254.169.254]", "[64:ff9b:1:a9fe:a9:fe00::]", "[64:ff9b:1:a9:fe:a9fe::]",
	"[64:ff9b:1::a9:fea9:fe00:0]",
	"[2002:a9fe:a9fe::1]", "[2002:6464:64c8::]", "[2001:0:a9fe:a9fe::1]", "[2001:0:808:808:0:0:5601:5601]",
	"[2001:4860::5efe:169.254.169.254]", "[2001:4860::200:5efe:169.254.169.254]",
	"0.0.0.0", "0.1.2.3", "[::]", "[::ffff:0.0.0.0]",
	"224.0.0.1", "239.255.255.250", "[ff02::1]", "255.255.255.255",
}

// hosted are hosts that a hosted run may not reach without leave.
var hosted = []string{
	"127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]",
	"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "198.18.0.1", "240.0.0.1",
	"192.0.2.1", "[::ffff:10.0.0.1]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]",
	"[2001:db8::1]", "[100::1]", "[64:ff9b::808:808]", "[4000::1]",
}

// TestRefused asks for odd addresses by the front door: none may be dialled, nor
// may a proxy be asked for it, and each answer must be the same but for the host.
func TestRefused(t *testing.T) {
	_, port4, _ := net.SplitHostPort(canary(t, "tcp4", "127.0.0.1:0"))
	canary(t, "tcp6", "[::1]:"+port4)
	for _, proxy := range []*hop{nil, newHop(t, "http", "", tls.Certificate{}), newHop(t, "socks5", "", tls.Certificate{})} {
		through := secret.String{}
		if proxy != nil {
			through = secret.New(proxy.url(""))
		}
		personal := start(t, transport.Config{Proxy: through})
		public := start(t, transport.Config{Proxy: through, Guard: transport.Guard{Hosted: true}})
		open := start(t, transport.Config{Proxy: through, Guard: transport.Guard{Hosted: true, Allow: prefixes("0.0.0.0/0", "::/0")}})
		for _, host := range everywhere {
			expectNever(t, personal, host+":"+port4)
			expectRefused(t, "hosted", public, host+":"+port4)
			expectRefused(t, "hosted, all allowed", open, host+":"+port4)
		}
		for _, host := range hosted {
			expectRefused(t, "hosted", public, host+":"+port4)
		}
		if proxy != nil && proxy.all() != nil {
			t.Errorf("the %s proxy was asked for an address that is refused", proxy.scheme)
		}
	}
}

func expectRefused(t *testing.T, run string, tr *transport.Transport, host string) {
	t.Helper()
	f, err := fail(t, tr, get(t, "http://"+host+"/secret?token=1"), transport.Settings{})
	typed := strings.ReplaceAll(host, "%25", "%")
	if f.Kind != api.FailureRefused || f.Host != typed {
		t.Errorf("%s, %s: kind %q, host %q; %s", run, host, f.Kind, f.Host, f.Title)
		return
	}
	wantTitle := "This server makes no requests to " + typed
	wantDetail := "The host is outside of what this server may reach."
	if f.Title != wantTitle || f.Detail != wantDetail || f.Phase != api.RungURL || len(f.Try) != 2 {
		t.Errorf("%s, %s: not the flat answer: %+v", run, host, f)
	}
	if got, want := err.Error(), "transport: "+wantTitle; got != want {
		t.Errorf("%s, %s: error text %q, want %q", run, host, got, want)
	}
}

// expectNever is for a personal run, whose user nobody else can let in.
func expectNever(t *testing.T, tr *transport.Transport, host string) {
	t.Helper()
	f, err := fail(t, tr, get(t, "http://"+host+"/secret?token=1"), transport.Settings{})
	typed := strings.ReplaceAll(host, "%25", "%")
	if f.Kind != api.FailureRefused || f.Host != typed || f.Phase != api.RungURL || f.Title != "Firstcall never calls "+typed {
		t.Errorf("personal, %s: kind %q at %q, host %q; %s", host, f.Kind, f.Phase, f.Host, f.Title)
	}
	if text := f.Detail + strings.Join(f.Try, ""); !strings.Contains(text, "never calls such") || strings.Contains(text, "whoever runs") {
		t.Errorf("personal, %s: got %+v", host, f)
	}
	if got, want := err.Error(), "transport: "+f.Title; got != want {
		t.Errorf("personal, %s: error text %q, want %q", host, got, want)
	}
}

// TestRefusalTellsNothing compares a name that leads to a private address with
// one that leads to another, without a proxy and with the operator's, and looks
// for traces of any of them.
func TestRefusalTellsNothing(t *testing.T) {
	address := canary(t, "tcp4", "127.0.0.1:0")
	_, port, _ := net.SplitHostPort(address)
	var told []string
	for _, proxy := range []string{"", "http://" + address} {
		tr := start(t, transport.Config{
			Guard: transport.Guard{Hosted: true}, Proxy: secret.New(proxy),
			Resolver: resolve(t, map[string][]string{"inner.example": {"127.0.0.1"}, "other.example": {"10.1.2.3", "fd00::1"}}),
		})
		for _, name := range []string{"inner.example", "other.example"} {
			told = append(told, refusal(t, tr, name, port), probeRefusal(t, tr, name, port))
		}
	}
	for _, text := range told {
		if text != told[0] {
			t.Errorf("answers differ:\n%s\n%s", told[0], text)
		}
	}
	if strings.Contains(told[0], "127.0.0.1") {
		t.Errorf("the answer names the address: %s", told[0])
	}
}

// refusal is all that a refused request tells, but for the host's name.
func refusal(t *testing.T, tr *transport.Transport, name, port string) string {
	t.Helper()
	f, err := fail(t, tr, get(t, "http://"+name+":"+port), transport.Settings{})
	trace := transport.TraceOf(err)
	if trace.Timing() != (api.Timing{}) || trace.Remote() != "" {
		t.Errorf("%s: timing %+v, remote %q; want none", name, trace.Timing(), trace.Remote())
	}
	return tell(f, trace.Rungs(), name)
}

func probeRefusal(t *testing.T, tr *transport.Transport, name, port string) string {
	t.Helper()
	took, rungs, err := tr.Probe(t.Context(), &url.URL{Scheme: "http", Host: name + ":" + port}, transport.Settings{})
	if took != 0 || err == nil {
		t.Errorf("%s: the probe took %s, %v", name, took, err)
	}
	return tell(transport.Explain(err), rungs, name)
}

func tell(f *api.Failure, rungs []api.Rung, name string) string {
	text := fmt.Sprintf("%+v", *f)
	for _, r := range rungs {
		text += fmt.Sprintf("%+v", r)
	}
	return strings.ReplaceAll(text, name, "NAME")
}

// TestAllowed opens exactly what the operator lists.
func TestAllowed(t *testing.T) {
	address := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	_, port, _ := net.SplitHostPort(address)
	tr := start(t, transport.Config{
		Guard: transport.Guard{Hosted: true, Allow: prefixes("127.0.0.1/32")},
		Resolver: resolve(t, map[string][]string{
			"allowed.example": {"127.0.0.1"},
			"mixed.example":   {"10.9.8.7", "127.0.0.1"},
		}),
	})
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]", "allowed.example", "mixed.example"} {
		ex, _ := ask(t, tr, "http://"+host+":"+port, transport.Settings{})
		for _, r := range ex.Trace.Rungs() {
			if strings.Contains(r.Evidence, "10.9.8.7") {
				t.Errorf("%s: rung %s names an address that is not permitted: %s", host, r.Name, r.Evidence)
			}
		}
	}
	expectRefused(t, "hosted", tr, "127.0.0.2:"+port)
	f, _ := fail(t, tr, get(t, "http://mixed.example:1"), transport.Settings{})
	if text := fmt.Sprintf("%+v", f); strings.Contains(text, "10.9.8.7") || f.Kind != api.FailureTCP {
		t.Errorf("failure names an address that is not permitted, or is none of TCP: %s", text)
	}
}

// TestPersonal reaches loopback, by name and by address.
func TestPersonal(t *testing.T) {
	address := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	_, port, _ := net.SplitHostPort(address)
	tr := start(t, transport.Config{Resolver: resolve(t, map[string][]string{"inner.example": {"127.0.0.1"}})})
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]", "inner.example"} {
		ask(t, tr, "http://"+host+":"+port, transport.Settings{})
	}
}

// TestLocal reaches servers inside the program by their exact names only.
func TestLocal(t *testing.T) {
	dialled := 0
	local := func(ctx context.Context) (net.Conn, error) {
		dialled++
		return piped(ctx)
	}
	tr := start(t, transport.Config{
		Guard:    transport.Guard{Hosted: true},
		Local:    map[string]transport.Dialer{"standard.sandbox.test": local, "dcv.sandbox.test:8443": local},
		Resolver: resolve(t, map[string][]string{"near.standard.sandbox.test": {"127.0.0.1"}}),
	})
	ex, text := ask(t, tr, "http://Standard.sandbox.test/a", transport.Settings{})
	if text != "hi" || ex.Trace.Remote() != "in process" {
		t.Errorf("got %q from %q, want %q from %q", text, ex.Trace.Remote(), "hi", "in process")
	}
	ask(t, tr, "http://dcv.sandbox.test:8443", transport.Settings{})
	if dialled != 2 {
		t.Errorf("dialled in process %d times, want 2", dialled)
	}
	expectRefused(t, "hosted", tr, "near.standard.sandbox.test")
	for _, name := range []string{"standard.sandbox.test.", "dcv.sandbox.test:8444", "sandbox.test"} {
		if f, _ := fail(t, tr, get(t, "http://"+name), transport.Settings{}); f.Kind != api.FailureDNS {
			t.Errorf("%s: kind %q, want %q", name, f.Kind, api.FailureDNS)
		}
	}
}

// piped opens a connection to a server that says hi.
func piped(context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	go func() { defer far.Close(); answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")(far) }()
	return near, nil
}

func prefixes(texts ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return out
}
