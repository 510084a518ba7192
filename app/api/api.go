// Package api is the contract between the browser and the server: the paths
// and the JSON that crosses them, and nothing that does any work.
//
// No type here carries a secret or a raw token from the server to the browser,
// with one exception: [Revealed], which answers a click on reveal or copy.
package api

// Pages lists the paths that have a page. The server answers 404 to others.
var Pages = []string{PageConnect, PageToken, PageExplore}

// The pages.
const (
	PageConnect = "/"
	PageToken   = "/token"
	PageExplore = "/explore"
)

// What the page asks of the server. Every answer that is not 2xx carries a [Problem].
const (
	StatePath   = "/api/state"   // GET: State
	FormPath    = "/api/form"    // PUT Form: 204. Keeps what was typed so far.
	ConnectPath = "/api/connect" // POST Form: State after the exchange, whether it succeeded or not.
	RevealPath  = "/api/reveal"  // POST Reveal: Revealed
	DraftPath   = "/api/draft"   // PUT Request: 204. Keeps the request being built.
	CallPath    = "/api/call"    // POST Request: Reply. Aborting it aborts the call upstream.
	ForgetPath  = "/api/forget"  // POST: 204. Erases the session here and on the server.
)

// SubmitPath is where the connect form posts itself while the program is not
// there yet: multipart/form-data, answered by 303 to a page. The chosen
// provider is in [ProviderInput]; each field is named by [InputName].
const SubmitPath = "/connect"

// FillPath is where the buttons that fill the form for the sandbox post
// themselves while the program is not there yet: [ProviderInput] in a form,
// answered by 303 to the connect page.
const FillPath = "/sandbox"

// ProvidersElement is the id of the element of the first page that holds the
// providers as JSON, so that the program's first frame is that page again.
const ProvidersElement = "providers"

// ProviderInput is the name of the radio buttons that choose a provider.
const ProviderInput = "provider"

// InputName names the input of a provider's field, in the first page and in
// the program alike; it is the input's id too.
func InputName(provider, field string) string { return provider + "." + field }

// State is all that a page needs to draw itself, after a reload too.
type State struct {
	Version    string      `json:"version"`
	Hosted     bool        `json:"hosted"`
	Now        int64       `json:"now"` // the server's clock, Unix seconds
	Providers  []Provider  `json:"providers"`
	Form       Form        `json:"form"`
	Connection *Connection `json:"connection,omitempty"`
	Failure    *Failure    `json:"failure,omitempty"` // of the latest exchange
	Draft      *Request    `json:"draft,omitempty"`
	Reply      *Reply      `json:"reply,omitempty"` // to the latest call
}

// A Form is what the user typed to connect.
type Form struct {
	Provider string `json:"provider"`
	// Values are by field name. On the way to the browser secrets are left out.
	Values map[string]string `json:"values,omitempty"`
	// Kept names the secret fields whose value the server holds. On the way to
	// the server, a kept secret that is absent from Values stays as it is.
	Kept []string `json:"kept,omitempty"`
}

// A Problem is the server's refusal: what happened and what to try, as a
// sentence for the user. RequestID finds it in the server's log.
type Problem struct {
	Error     string `json:"error"`
	Kind      string `json:"kind,omitempty"` // one of the Kind constants
	RequestID string `json:"requestId,omitempty"`
}

// Kinds of [Problem] that the page acts upon.
const (
	KindSessionGone = "session-gone" // the session expired, or the server started anew
	KindChanged     = "changed"      // the connection is another one than the page shows, or none
	KindInvalid     = "invalid"
)

// Reveal asks for one raw token.
type Reveal struct {
	Token string `json:"token"` // a Token's Kind
}

// Revealed holds a raw token and the header made of it. It is never cached.
type Revealed struct {
	Token         string `json:"token"`
	Authorization string `json:"authorization"`
}

// A Pair is a name with its value: a header field, a query parameter.
type Pair struct {
	Name  string `json:"name" yaml:"name"`
	Value string `json:"value" yaml:"value"`
}
