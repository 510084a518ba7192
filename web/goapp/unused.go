package main

// unused is what the program does not use of go-app, by file: the beginnings
// of the lines to cut, or nil for the whole file.
var unused = map[string][]string{
	// The server that sends the pages; wasm.go says that there is none.
	"http.go": nil,
	"wasm.go": nil,
	"resource.go": {
		`"net/http"`,
		"func LocalDir(", "type localResourceResolver ", "func (r localResourceResolver) ",
		"func PrefixedLocation(", "type prefixedResourceResolver ", "func (r prefixedResourceResolver) ",
		"func GitHubPages(",
	},

	// Routes by regular expression.
	"app.go": {"func RouteWithRegexp("},
	"route.go": {
		`"regexp"`,
		"routesWithRegexp []", "type regexpRoute ",
		"func (r *router) routeWithRegexp(", "func (r *router) routed(",
		"for _, rwr := range r.routesWithRegexp ",
	},

	// States, which are stored encrypted or sent to other tabs, and the
	// device's ID, the key to that.
	"crypto.go": nil,
	"state.go":  nil,
	"context.go": {
		`"encoding/json"`, `"strings"`, `"github.com/google/uuid"`,
		"observeState ", "getState ", "setState ", "delState ",
		"func (ctx Context) DeviceID(", "func (ctx Context) cryptoKey(",
		"func (ctx Context) Encrypt(", "func (ctx Context) Decrypt(",
		"func (ctx Context) ObserveState(", "func (ctx Context) GetState(",
		"func (ctx Context) SetState(", "func (ctx Context) DelState(",
	},
	"engine.go": {
		"states ", "observeState:", "getState:", "setState:", "delState:",
		"e.states.CleanupExpiredPersistedStates(", "e.states.Cleanup(",
	},
}
