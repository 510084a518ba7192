//go:build !js

package server

import (
	"bytes"
	"errors"
	"net"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/alecthomas/kong"
)

func TestFlagsAndEnvironment(t *testing.T) {
	for _, tc := range []struct {
		name string
		env  map[string]string
		args []string
		want func(c Config) bool
	}{
		{"defaults", nil, nil, func(c Config) bool {
			return c.Listen == "127.0.0.1:8080" && c.Sandbox == nil && c.SandboxPort == 8081 &&
				c.SessionIdle == 8*time.Hour && c.SessionLifetime == 24*time.Hour && c.Log == "text" && c.Build == "v1"
		}},
		{"sandbox", nil, []string{"--sandbox"}, func(c Config) bool { return c.Sandbox != nil && *c.Sandbox }},
		{"no-sandbox", nil, []string{"--no-sandbox"}, func(c Config) bool { return c.Sandbox != nil && !*c.Sandbox }},
		{"sandbox=false", nil, []string{"--sandbox=false"}, func(c Config) bool { return c.Sandbox != nil && !*c.Sandbox }},
		{"environment", map[string]string{"FIRSTCALL_SANDBOX": "false", "FIRSTCALL_SESSION_IDLE": "5m"}, nil, func(c Config) bool {
			return c.Sandbox != nil && !*c.Sandbox && c.SessionIdle == 5*time.Minute
		}},
		{"flag before environment", map[string]string{"FIRSTCALL_LISTEN": "127.0.0.1:1"}, []string{"--listen", "127.0.0.1:2"}, func(c Config) bool {
			return c.Listen == "127.0.0.1:2"
		}},
		{"lists", map[string]string{"FIRSTCALL_HOST": "a,b"}, []string{"--allow-target=x.test", "--allow-target=10.0.0.0/8"}, func(c Config) bool {
			return strings.Join(c.Host, " ") == "a b" && strings.Join(c.AllowTarget, " ") == "x.test 10.0.0.0/8"
		}},
		{"version of the image", map[string]string{"FIRSTCALL_VERSION": "1.2"}, nil, func(c Config) bool { return c.Build == "v1" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			got, err := parse(tc.args, "v1", &bytes.Buffer{})
			if err != nil || !tc.want(got) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestBadFlags(t *testing.T) {
	for _, args := range [][]string{{"--bogus"}, {"extra"}, {"--log", "xml"}, {"--sandbox-port", "many"}, {"--session-idle", "long"}} {
		if _, err := parse(args, "v1", &bytes.Buffer{}); err == nil || errors.Is(err, errHelped) {
			t.Errorf("parse(%q): err = %v, want one that says what is wrong", args, err)
		}
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"--help"}, "v1", files, &out, &out); err != nil {
		t.Fatal(err)
	}
	parser, err := kong.New(&Config{}, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range parser.Model.Flags {
		if !strings.Contains(out.String(), flag.Name) {
			t.Errorf("--help lacks --%s", flag.Name)
		}
		if flag.Help == "" {
			t.Errorf("--%s is not explained", flag.Name)
		}
	}
	if !strings.Contains(out.String(), "FIRSTCALL_SESSION_IDLE") || !strings.Contains(out.String(), "--version") {
		t.Errorf("--help lacks the environment or --version:\n%s", out.String())
	}
}

func TestVersion(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"--version"}, "v1.2.3", files, &out, &out); err != nil || out.String() != "firstcall v1.2.3\n" {
		t.Errorf("got %q, %v", out.String(), err)
	}
}

func TestConfigMistakes(t *testing.T) {
	for _, tc := range []struct {
		want string // in the error
		cfg  Config
	}{
		{"--listen", Config{Listen: "8080"}},
		{"--listen", Config{Listen: "localhost:http"}},
		{"--sandbox-port", Config{SandboxPort: 65532}},
		{"--sandbox-port", Config{SandboxPort: -1}},
		{"--public-url", Config{PublicURL: "try.example.com"}},
		{"--public-url", Config{PublicURL: "ftp://try.example.com"}},
		{"--public-url", Config{PublicURL: "https://try.example.com/console"}},
		{"--host", Config{Host: []string{"https://a.test"}}},
		{"--host", Config{Host: []string{"a.test:80"}}},
		{"--host", Config{Host: []string{"*.test"}}},
		{"--host", Config{Host: []string{""}}},
		{"--proxy can't be used", Config{Proxy: "proxy.test:3128"}},
		{"--proxy can't be used", Config{Proxy: "ftp://proxy.test"}},
		{"belong together", Config{TLSCert: "cert.pem"}},
		{"belong together", Config{TLSKey: "key.pem"}},
		{"can't be used", Config{TLSCert: "no.pem", TLSKey: "no.pem"}},
		{"negative", Config{SessionIdle: -time.Hour}},
		{"longer", Config{SessionIdle: 2 * time.Hour, SessionLifetime: time.Hour}},
		{"--allow-target", Config{AllowTarget: []string{"https://a.test"}}},
		{"--allow-target", Config{AllowTarget: []string{"10.0.0.0/99"}}},
		{"--allow-target", Config{AllowTarget: []string{"a.test:0"}}},
		{"--allow-target", Config{AllowTarget: []string{"a..test"}}},
		{"--allow-target", Config{AllowTarget: []string{"*"}}},
		{"--allow-target", Config{AllowTarget: []string{""}}},
	} {
		if _, err := tc.cfg.check(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: err = %v, want one with %q", tc.cfg, err, tc.want)
		}
	}
}

func TestHostedSandboxAndSecure(t *testing.T) {
	on, off := true, false
	for _, tc := range []struct {
		name                    string
		cfg                     Config
		hosted, sandbox, secure bool
	}{
		{"zero", Config{}, false, true, false},
		{"localhost", Config{Listen: "localhost:80"}, false, true, false},
		{"IPv6 loopback", Config{Listen: "[::1]:80"}, false, true, false},
		{"any address", Config{Listen: ":8080"}, true, false, false},
		{"any IPv4 address", Config{Listen: "0.0.0.0:8080"}, true, false, false},
		{"a name", Config{Listen: "host.test:80"}, true, false, false},
		{"no sandbox", Config{Sandbox: &off}, false, false, false},
		{"hosted sandbox", Config{Listen: ":8080", Sandbox: &on}, true, true, false},
		{"behind a proxy here", Config{PublicURL: "https://try.example.com"}, true, false, true},
		{"a local public URL", Config{PublicURL: "https://localhost:8443"}, false, true, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.cfg.check()
			if err != nil {
				t.Fatal(err)
			}
			if got.hosted != tc.hosted || got.sandbox != tc.sandbox || got.secure != tc.secure {
				t.Errorf("hosted %v, sandbox %v, secure %v; want %v, %v, %v", got.hosted, got.sandbox, got.secure, tc.hosted, tc.sandbox, tc.secure)
			}
		})
	}
}

func TestAllowTarget(t *testing.T) {
	set, err := Config{AllowTarget: []string{"10.1.0.0/16", "192.0.2.7", "2001:db8::/32", "api.example.com", "*.corp.test:8443", "198.51.100.7:8443"}}.check()
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{
		"10.1.2.3":              true,
		"10.1.2.3:9000":         true,
		"10.2.2.3":              false,
		"192.0.2.7":             true,
		"192.0.2.8":             false,
		"[2001:db8::1]:8443":    true,
		"[::ffff:10.1.2.3]":     true,
		"[2001:db9::1]":         false,
		"198.51.100.7:8443":     true,
		"198.51.100.7":          false,
		"api.example.com":       true,
		"API.example.com":       true,
		"api.example.com:443":   true,
		"api.example.com:8443":  false,
		"evil-api.example.com":  false,
		"broker.corp.test:8443": true,
		"broker.corp.test":      false,
		"corp.test:8443":        false,
	} {
		if got := set.allowed.permits(host); got != want {
			t.Errorf("permits(%s) = %v, want %v", host, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	for _, tc := range []struct {
		cfg   Config
		bound string
		want  string
	}{
		{Config{}, "127.0.0.1:8080", "http://localhost:8080"},
		{Config{Listen: ":8080"}, "[::]:8080", "http://localhost:8080"},
		{Config{Listen: "192.0.2.7:80"}, "192.0.2.7:80", "http://192.0.2.7:80"},
		{Config{PublicURL: "https://try.example.com/"}, "127.0.0.1:8080", "https://try.example.com"},
	} {
		set, err := tc.cfg.check()
		if err != nil {
			t.Fatal(err)
		}
		bound, err := net.ResolveTCPAddr("tcp", tc.bound)
		if err != nil {
			t.Fatal(err)
		}
		if got := set.address(bound); got != tc.want {
			t.Errorf("address(%s) = %s, want %s", tc.bound, got, tc.want)
		}
	}
}

// TestReady wants a hosted run to say that it is one, and its names.
func TestReady(t *testing.T) {
	bound := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	for want, cfg := range map[string]Config{
		"Firstcall is ready at http://localhost:8080": {Host: []string{"box"}},
		"Firstcall is ready at https://try.example.com (hosted; it answers to the names 127.0.0.1, ::1, docs.example.com, localhost, try.example.com; --host adds others)": {
			PublicURL: "https://try.example.com", Host: []string{"docs.example.com"},
		},
	} {
		set, err := cfg.check()
		if err != nil {
			t.Fatal(err)
		}
		if got := set.ready(bound); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestRunSaysWhyItCannot(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, tc := range []struct {
		want string
		args []string
	}{
		{"choose another port", []string{"--listen", taken.Addr().String()}},
		{"can't listen", []string{"--listen", "192.0.2.1:0"}},
		{"--host", []string{"--listen", "127.0.0.1:0", "--host", "a/b"}},
		{"no-such-dir", []string{"--listen", "127.0.0.1:0", "--providers", "no-such-dir"}},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), tc.args, "v1", files, &out, &out); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("run(%q): err = %v, want one with %q", tc.args, err, tc.want)
		}
	}
}

func TestNotBuilt(t *testing.T) {
	for _, files := range []fstest.MapFS{nil, {"firstcall.css": {}}} {
		cfg := Config{}
		if files != nil {
			cfg.Files = files
		}
		if _, err := New(cfg); !errors.Is(err, errNotBuilt) {
			t.Errorf("New: %v, want %v", err, errNotBuilt)
		}
	}
}

// TestZeroConfigIsDocumented holds the documented zero values to the flags'
// defaults.
func TestZeroConfigIsDocumented(t *testing.T) {
	zero, err := Config{}.check()
	if err != nil {
		t.Fatal(err)
	}
	flags, err := parse(nil, "dev", &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	byFlags, err := flags.check()
	if err != nil {
		t.Fatal(err)
	}
	zero.SandboxPort = byFlags.SandboxPort // zero means any
	zero.Now, byFlags.Now, zero.Logger, byFlags.Logger = nil, nil, nil, nil
	if !reflect.DeepEqual(zero, byFlags) {
		t.Errorf("zero %+v\nflags %+v", zero, byFlags)
	}
}
