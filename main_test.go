package main

import (
	"bufio"
	"bytes"
	"go/build"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// A rule is a row of the import table: what the packages below a path may
// import of ours and of others, and why nothing else.
type rule struct {
	path   string   // the package, or with /... all below it
	ours   []string // packages of ours that it may import, as path
	others []string // modules and standard packages that it may not
	why    string
}

var (
	// browserHeavy is what doubles app.wasm for nothing the browser cannot do.
	browserHeavy = []string{"net/http", "crypto/tls", "crypto/x509", "text/template", "html/template", "log/slog"}
	// shared are the pure packages that others build upon, on both sides.
	shared = []string{"app/api", "app/challenge", "app/claim", "app/datacenter", "app/diff", "app/difference", "app/entry", "app/header", "app/inspect", "app/jsontext", "app/quote", "app/wire"}
	unpure = append([]string{"syscall/js", "github.com/maxence-charriere/go-app"}, browserHeavy...)
)

// table is the house. The first row that matches a package counts.
var table = []rule{
	{".", []string{"app", "server"}, []string{"net/http"}, "main only chooses the half to run"},
	{"app/api", nil, unpure, "the contract does no work, so that both halves can hold it"},
	{"app/fetch", []string{"app/api"}, browserHeavy, "fetch speaks through the browser, where net/http would double app.wasm"},
	{"app/...", shared, unpure, "what a page knows runs in an ordinary test, and on the server too"},
	{"app", []string{"app/...", "components", "components/tag"}, browserHeavy, "the program is linked into app.wasm: no server, no second HTTP"},
	{"components/tag", nil, browserHeavy, "an element is a name"},
	{"components", []string{"components/tag"}, browserHeavy, "a widget knows nothing of the program that uses it"},
	{"server/...", append([]string{"server/..."}, shared...), []string{"github.com/maxence-charriere/go-app", "syscall/js"}, "nouns of the server know no page and no widget"},
	{"server", append([]string{"server/...", "web"}, shared...), []string{"syscall/js"}, "the server draws no page with go-app, whose prerender does not escape"},
	{"web/compress", nil, nil, "a tool of the build"},
	{"web/goapp", nil, nil, "a tool of the build"},
	{"web", nil, browserHeavy, "web holds files"},
}

func TestImports(t *testing.T) {
	for _, target := range []struct{ os, arch string }{{"linux", "amd64"}, {"js", "wasm"}} {
		t.Run(target.os, func(t *testing.T) {
			cfg := &packages.Config{
				Mode: packages.NeedName | packages.NeedImports,
				Env:  append(os.Environ(), "GOOS="+target.os, "GOARCH="+target.arch, "CGO_ENABLED=0"),
			}
			loaded, err := packages.Load(cfg, "firstcall/...")
			if err != nil {
				t.Fatal(err)
			}
			if len(loaded) < 10 {
				t.Fatalf("only %d packages were found", len(loaded))
			}
			for _, p := range loaded {
				checkImports(t, p)
			}
		})
	}
}

func checkImports(t *testing.T, p *packages.Package) {
	name := local(p.PkgPath)
	i := slices.IndexFunc(table, func(r rule) bool { return matches(r.path, name) })
	if i < 0 {
		t.Errorf("package %s is not in the import table", name)
		return
	}
	r := table[i]
	for path := range p.Imports {
		if strings.HasPrefix(path, "firstcall") {
			if !slices.ContainsFunc(r.ours, func(allowed string) bool { return matches(allowed, local(path)) }) {
				t.Errorf("%s imports %s: %s", name, local(path), r.why)
			}
			continue
		}
		for _, banned := range r.others {
			if path == banned || strings.HasPrefix(path, banned+"/") {
				t.Errorf("%s imports %s: %s", name, path, r.why)
			}
		}
	}
}

func local(path string) string {
	if path == "firstcall" {
		return "."
	}
	return strings.TrimPrefix(path, "firstcall/")
}

func matches(pattern, name string) bool {
	if below, all := strings.CutSuffix(pattern, "/..."); all {
		return strings.HasPrefix(name, below+"/")
	}
	return pattern == name
}

// TestOneFileKnowsGoApp keeps the server's use of go-app in one place.
func TestOneFileKnowsGoApp(t *testing.T) {
	files, err := filepath.Glob("server/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var users []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(source, []byte("maxence-charriere/go-app")) && !strings.HasSuffix(file, "_test.go") {
			users = append(users, file)
		}
	}
	if len(users) != 1 {
		t.Errorf("go-app is used in %v, want exactly one file of the server", users)
	}
}

// TestServerStaysOut holds every file of the server to its build tag.
func TestServerStaysOut(t *testing.T) {
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH = "js", "wasm"
	err := filepath.WalkDir("server", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_js.go") {
			return err
		}
		if linked, err := ctx.MatchFile(filepath.Dir(path), filepath.Base(path)); err != nil || linked {
			t.Errorf("%s is built for the browser too (%v): it needs //go:build !js", path, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Sizes that app.wasm may have. A hello world with the go-app that web/goapp
// leaves has 876,000 bytes in brotli, one with the whole of it 1,392,000.
const budgetBrotli = 1_600_000

// TestWasm looks into the built app.wasm for what must not be linked. The
// names of linked functions survive -s -w, so a search is enough.
func TestWasm(t *testing.T) {
	const path = "web/static/app.wasm"
	wasm, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run make build first", err)
	}
	for _, name := range []string{
		"firstcall/server/", "net/http.", "crypto/internal/", "math/big.", "regexp.", "regexp/syntax.",
		"text/template.", "go.yaml.in/", "alecthomas/kong",
	} {
		if bytes.Contains(wasm, []byte(name)) {
			t.Errorf("app.wasm holds %s", name)
		}
	}
	if !bytes.Contains(wasm, []byte("firstcall/app/console.")) {
		t.Error("app.wasm does not hold the program's own names: this search finds nothing")
	}
	small, err := os.Stat(path + ".br")
	if err != nil {
		t.Fatalf("%v: run make build first", err)
	}
	t.Logf("app.wasm: %d bytes, %d in brotli", len(wasm), small.Size())
	if small.Size() > budgetBrotli {
		t.Errorf("app.wasm has %d bytes in brotli, over the budget of %d", small.Size(), budgetBrotli)
	}
}

// TestCommand starts the built command as a user does.
func TestCommand(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "firstcall")
	if out, err := exec.Command("go", "build", "-ldflags=-X main.version=v0.0.0-test", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--version"}, "v0.0.0-test"},
		{[]string{"--help"}, "FIRSTCALL_LISTEN"},
	} {
		out, err := exec.Command(bin, test.args...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) {
			t.Errorf("firstcall %v: %v\n%s\nwant %q in it", test.args, err, out, test.want)
		}
	}
}

// TestSurplusIsNotLogged has a token endpoint send more than its Content-Length,
// which net/http would log.
func TestSurplusIsNotLogged(t *testing.T) {
	const surplus = "surplus-that-may-be-a-token"
	endpoint, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer endpoint.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		conn, err := endpoint.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, request.Body)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"+surplus)
		_, _ = conn.Read(make([]byte, 1)) // until net/http gives the connection up
	}()

	bin := filepath.Join(t.TempDir(), "firstcall")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	command := exec.Command(bin, "--listen", "127.0.0.1:0", "--no-sandbox")
	var logged bytes.Buffer
	command.Stderr = &logged
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ready, _ := bufio.NewReader(stdout).ReadString('\n')
	address := strings.TrimSpace(strings.TrimPrefix(ready, "Firstcall is ready at "))
	form := strings.ReplaceAll(`{"provider":"oauth","values":{"data_center":"URL","token_url":"URL/token","client_id":"i","client_secret":"s3cr3t"}}`,
		"URL", "http://"+endpoint.Addr().String())
	resp, err := http.Post(address+"/api/connect", "application/json", strings.NewReader(form))
	if err != nil {
		t.Error(err)
	} else {
		resp.Body.Close()
		<-sent
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
	if strings.Contains(logged.String(), surplus) || !strings.Contains(logged.String(), "/api/connect") {
		t.Errorf("standard error has:\n%s", logged.String())
	}
}
