# Firstcall. `make run` is all that a user needs; the rest is for who works on it.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
# go-app without what the program does not use of it: a quarter of app.wasm.
GOAPP   := .cache/goapp
# Without inlining in these packages app.wasm is 7 % smaller in brotli. What has
# to be fast keeps it: the runtime, encoding/json, our scanner of large replies.
SMALL   := -modfile=$(GOAPP).mod $(patsubst %,-gcflags=%=-l,firstcall/... github.com/... fmt time strings strconv bytes unicode/utf8) -gcflags=firstcall/app/jsontext=
WASM    := web/static/app.wasm
SOURCES := $(shell find app components main.go go.mod go.sum -name '*_test.go' -prune -o -type f -print)
AXE     := .cache/axe.min.js
OIDC    := .cache/oidcprovider/provider.js

.PHONY: run build dev test check tools clean

## run: build everything and start the console on http://localhost:8080
run: build
	./firstcall

## build: app.wasm, compressed as well as can be, and the server
build: $(WASM).br
	$(GO) build -trimpath -ldflags="$(LDFLAGS)" -o firstcall .

$(GOAPP).mod: go.mod go.sum $(wildcard web/goapp/*.go)
	$(GO) run ./web/goapp $$($(GO) list -f '{{.Module.Dir}}' github.com/maxence-charriere/go-app/v10/pkg/app) $(GOAPP)

$(WASM): $(SOURCES) $(GOAPP).mod Makefile
	GOOS=js GOARCH=wasm $(GO) build -trimpath $(SMALL) -ldflags="$(LDFLAGS)" -o $@ .

$(WASM).br: $(WASM)
	$(GO) run ./web/compress $(WASM)

## dev: build quickly and start, for the next look at a change
dev: $(WASM)
	$(GO) run ./web/compress -quick $(WASM)
	$(GO) build -ldflags="-X main.version=dev" -o firstcall .
	./firstcall

## test: every test, the browser's among them
test: $(WASM).br tools
	$(GO) test -count=1 ./...

## check: what has to hold before a change lands
check: $(WASM).br tools
	@test -z "$$($(GO) tool gofumpt -l .)" || { echo "gofumpt would change:"; $(GO) tool gofumpt -l .; exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet . ./app/... ./components/...
	$(GO) build -o .cache/staticcheck honnef.co/go/tools/cmd/staticcheck
	.cache/staticcheck ./...
	GOOS=js GOARCH=wasm .cache/staticcheck . ./app/... ./components/...
	$(GO) test -count=1 -race ./...

## tools: what the tests need besides Go: Chromium, Python with requests, axe, an OpenID provider
tools: $(AXE) $(OIDC)
	@command -v curl >/dev/null || { echo "The tests of generated code need curl: apt-get install curl"; exit 1; }
	@command -v jq >/dev/null || { echo "The tests of generated code need jq: apt-get install jq"; exit 1; }
	@command -v chromium >/dev/null || { echo "The browser tests need Chromium: apt-get install chromium"; exit 1; }
	@/usr/bin/python3 -c 'import requests' 2>/dev/null || python3 -c 'import requests' 2>/dev/null || { echo "The tests of generated code need Python's requests: apt-get install python3-requests"; exit 1; }

$(AXE):
	@command -v npm >/dev/null || { echo "The accessibility tests need axe-core, and npm to fetch it: apt-get install npm"; exit 1; }
	npm install --silent --no-save --prefix .cache/npm axe-core@4.14.1
	cp .cache/npm/node_modules/axe-core/axe.min.js $@

# The OpenID provider that nobody here wrote; it runs in Node.
$(OIDC): $(wildcard server/testdata/oidcprovider/*)
	@command -v npm >/dev/null || { echo "The tests with an independent OpenID provider need Node.js, and npm to fetch it: apt-get install npm"; exit 1; }
	mkdir -p $(@D)
	cp $^ $(@D)
	npm ci --silent --no-audit --no-fund --prefix $(@D)
	touch $@

clean:
	rm -rf firstcall .cache $(WASM) $(WASM).br $(WASM).gz
