// Package api is the contract between the browser and the server: the paths
// and the JSON that crosses them, and nothing that does any work.
//
// No type here carries a secret or a raw token from the server to the browser,
// with one exception: [Revealed], which answers a click on reveal or copy.
package api

// Pages lists the paths that have a page. The server answers 404 to others.
var Pages = []string{PageConnect, PageToken, PageExplore, PageInspect, PageProfile}

// The pages.
const (
	PageConnect = "/"
	PageToken   = "/token"
	PageExplore = "/explore"
	PageInspect = "/inspect"
	PageProfile = "/profile"
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

	CurrentPath    = "/api/current"    // PUT ConnectionRef: State. Makes another connection the current one.
	DisconnectPath = "/api/disconnect" // POST ConnectionRef: State. Erases one connection.
	RenewPath      = "/api/renew"      // POST Renew: State. Renews a connection's token now.
	RenewalPath    = "/api/renewal"    // PUT RenewalSwitch: State
	StepPath       = "/api/step"       // POST StepForm: State. Makes a connection by a step.
	WaitPath       = "/api/signin"     // POST SignInRef: State, once there is something new of the sign-in. Aborting it stops the questions.
	CancelPath     = "/api/cancel"     // POST SignInRef: State. Gives a sign-in up.

	WhoAmIPath = "/api/whoami" // POST ConnectionRef: State. Makes the provider's harmless call.

	VerifyPath     = "/api/verify"     // POST Verify: Verdict
	IntrospectPath = "/api/introspect" // POST TokenRef: Introspection
	RevokePath     = "/api/revoke"     // POST TokenRef: Revocation

	TryPath   = "/api/try"   // POST Trial: Tried
	KeepPath  = "/api/keep"  // PUT Trial: State. Asks with the variation from now on.
	ProbePath = "/api/probe" // POST Form: Probed

	ProfilePath  = "/api/profile"       // GET ?id=: Profile, without id the one being edited; PUT Profile: Checked, and offered if it has no faults; DELETE ?id=: State
	CheckPath    = "/api/profile/check" // PUT Profile: Checked. Keeps it as the one being edited, faulty or not.
	DiscoverPath = "/api/discover"      // POST Import: Imported
)

// A ConnectionRef names one of the session's connections.
type ConnectionRef struct {
	Connection string `json:"connection"`
}

// A Renew asks to renew a connection's token. Due says that a page asks because
// the time in [Renewal.At] has come, and not the user: then it is done only if it
// still is to be. Of several tabs one does it.
type Renew struct {
	Connection string `json:"connection"`
	Due        bool   `json:"due,omitempty"`
}

// A RenewalSwitch turns a connection's renewal on or off.
type RenewalSwitch struct {
	Connection string `json:"connection"`
	On         bool   `json:"on"`
}

// A StepForm is what the user typed for a step of a connection.
type StepForm struct {
	Connection string            `json:"connection"`
	Step       string            `json:"step"`
	Values     map[string]string `json:"values,omitempty"`
}

// A SignInRef names the session's sign-in.
type SignInRef struct {
	ID string `json:"id"`
}

// A TokenRef names one token of a connection.
type TokenRef struct {
	Connection string `json:"connection"`
	Token      string `json:"token"` // a Token's Kind
}

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
	Version   string     `json:"version"`
	Hosted    bool       `json:"hosted"`
	Now       int64      `json:"now"` // the server's clock, Unix seconds
	Providers []Provider `json:"providers"`
	Form      Form       `json:"form"`
	// Connections are the session's, in the order they were made.
	Connections []Connection `json:"connections,omitempty"`
	Current     string       `json:"current,omitempty"` // the ID of the one that calls go to
	SignIn      *SignIn      `json:"signIn,omitempty"`  // one that waits for the user
	// RedirectURI is where an authorization server sends the browser back to, to be
	// registered there: CallbackPath below the address that the browser uses.
	RedirectURI string   `json:"redirectURI,omitempty"`
	Failure     *Failure `json:"failure,omitempty"` // of the latest exchange
	Draft       *Request `json:"draft,omitempty"`
	Reply       *Reply   `json:"reply,omitempty"` // to the latest call
}

// Connection is the current one, nil when there is none.
func (s State) Connection() *Connection {
	for i := range s.Connections {
		if s.Connections[i].ID == s.Current {
			return &s.Connections[i]
		}
	}
	return nil
}

// A Form is what the user typed to connect.
type Form struct {
	Provider string `json:"provider"`
	// Values are by field name. On the way to the browser secrets are left out.
	Values map[string]string `json:"values,omitempty"`
	// Kept names the secret fields whose value the server holds. On the way to
	// the server, a kept secret that is absent from Values stays as it is.
	Kept []string `json:"kept,omitempty"`
	// Variation is what was kept of a [Trial].
	Variation Variation `json:"variation,omitzero"`
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
type Reveal = TokenRef

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
