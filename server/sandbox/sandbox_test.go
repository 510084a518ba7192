//go:build !js

package sandbox

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	for dialect, want := range map[string]struct{ center, names string }{
		"standard": {"http://standard.sandbox.test", "assertion_audience assertion_issuer assertion_subject ca client_certificate client_id client_key client_secret data_center introspection_url issuer jwks_url key_id mtls_token_url password private_key revocation_url scope signing_alg token_url userinfo_url username"},
		"oauth":    {"http://standard.sandbox.test", "assertion_audience assertion_issuer assertion_subject client_authentication client_id client_secret data_center grant_type introspection_url issuer jwks_url key_id mtls_token_url password private_key revocation_url scope signing_alg token_url userinfo_url username"},
		"brief":    {"http://standard.sandbox.test", "assertion_audience assertion_issuer assertion_subject client_authentication client_id client_secret data_center grant_type introspection_url issuer jwks_url key_id mtls_token_url password private_key revocation_url scope signing_alg token_url userinfo_url username"},
		"public":   {"http://standard.sandbox.test", "client_authentication client_id data_center grant_type introspection_url issuer jwks_url mtls_token_url revocation_url scope token_url userinfo_url"},
		"acronis":  {"http://acronis.sandbox.test", "client_id client_secret data_center tenant"},
		"cyberapp": {"http://acronis.sandbox.test", "client_id client_secret data_center tenant"},
		"dcv":      {"https://dcv.sandbox.test:8443", "ca client_id client_secret data_center"},
		"passport": {"http://passport.sandbox.test", "client_id client_secret data_center grant_type password username"},
	} {
		got := s.Fill(dialect)
		var names []string
		for name, value := range got {
			if names = append(names, name); value == "" {
				t.Errorf("%s: %s is empty", dialect, name)
			}
		}
		slices.Sort(names)
		if strings.Join(names, " ") != want.names || got["data_center"] != want.center {
			t.Errorf("%s: got %s at %s", dialect, strings.Join(names, " "), got["data_center"])
		}
	}
	if got := s.Fill("unknown"); got != nil {
		t.Errorf("unknown dialect: got %v", got)
	}
}

// TestFillWithPorts has the addresses that need a browser only once one gets
// there.
func TestFillWithPorts(t *testing.T) {
	s, _ := start(t)
	for _, dialect := range []string{"standard", "oauth", "brief", "public"} {
		values := s.Fill(dialect)
		if values["authorization_url"] != values["issuer"]+"/oauth2/authorize" || values["device_authorization_url"] != values["issuer"]+"/oauth2/device_authorization" {
			t.Errorf("%s: got %q and %q", dialect, values["authorization_url"], values["device_authorization_url"])
		}
	}
}

func TestSecretsAreOfTheStart(t *testing.T) {
	one, _ := start(t)
	two, _ := start(t)
	for dialect := range one.values {
		a, b := one.Fill(dialect), two.Fill(dialect)
		if a["private_key"] == b["private_key"] && a["private_key"] != "" || a["client_key"] == b["client_key"] && a["client_key"] != "" {
			t.Errorf("%s: the keys are the same", dialect)
		}
		if a["client_id"] != b["client_id"] || a["username"] != b["username"] {
			t.Errorf("%s: the names differ", dialect)
		}
		if a["client_secret"] == b["client_secret"] && dialect != "public" || a["password"] == b["password"] && a["password"] != "" {
			t.Errorf("%s: the secrets are the same", dialect)
		}
	}
}

func TestListenTakesOtherPorts(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	if err := s.Listen(port); err != nil {
		t.Fatal(err)
	}
	base := s.Fill("standard")["data_center"]
	if !strings.HasPrefix(base, "http://localhost:") || base == "http://localhost:"+strconv.Itoa(port) {
		t.Errorf("got %s though %d is taken", base, port)
	}
	if got := visit(t, s, "standard").token("standard"); got == "" {
		t.Error("no token")
	}
	if err := s.Listen(port); err == nil {
		t.Error("it listens twice")
	}
}

// inProcess makes the visitor call without a socket.
func (v visitor) inProcess(dials map[string]func(context.Context) (net.Conn, error)) {
	v.client.Transport.(*http.Transport).DialContext = func(ctx context.Context, _, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil || dials[host] == nil {
			return nil, errors.New("no such host: " + address)
		}
		return dials[host](ctx)
	}
}

// TestLocal gets a token and makes a call in each dialect without a socket.
func TestLocal(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	dials := s.Local()
	for dialect, first := range firstCalls {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			v.inProcess(dials)
			if got := v.call(first.method, first.path, v.token(dialect), ""); got.status != http.StatusOK {
				t.Errorf("got %d %s", got.status, got.body)
			}
		})
	}
}

func TestLocalAfterClose(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	dial := s.Local()["dcv.sandbox.test"]
	end(t, s)
	if _, err := dial(context.Background()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestPipe(t *testing.T) {
	p := newPipe("a name")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.dial(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p.Close()
	p.Close()
	if _, err := p.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
	if got := p.Addr(); got.Network() != "pipe" || got.String() != "a name" {
		t.Errorf("got %v", got)
	}
}

// TestCloseCutsConnections closes while a connection is open that has sent
// nothing, which a server may not wait for.
func TestCloseCutsConnections(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := s.Local()["standard.sandbox.test"](context.Background())
	if err != nil {
		t.Fatal(err)
	}
	end(t, s)
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}
