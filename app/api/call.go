package api

// A Request is a call to make: one of a provider's starter requests, or what
// the user built.
type Request struct {
	Name   string `json:"name,omitempty" yaml:"name"`
	API    string `json:"api,omitempty" yaml:"api"` // the BasePath it belongs to, by name
	Note   string `json:"note,omitempty" yaml:"note"`
	Method string `json:"method" yaml:"method"`
	// Path begins with a slash, below the data center. In profiles {name} stands
	// for one of the connection's values.
	Path   string `json:"path" yaml:"path"`
	Query  []Row  `json:"query,omitempty" yaml:"query"`
	Header []Row  `json:"header,omitempty" yaml:"header"`
	Body   string `json:"body,omitempty" yaml:"body"`
	// Connection is the ID of the one that the call is for, "" for whichever there
	// is: another tab may have
	// connected elsewhere meanwhile, and a call must not go where the page does
	// not say.
	Connection string `json:"connection,omitempty" yaml:"-"`
}

// A Row is one line of a request's query or headers.
type Row struct {
	Name  string `json:"name" yaml:"name"`
	Value string `json:"value" yaml:"value"`
	Off   bool   `json:"off,omitempty" yaml:"off"` // kept, but not sent
}

// A Reply is what came back from a call, or why nothing did.
type Reply struct {
	At      int64   `json:"at"` // Unix seconds
	Request Request `json:"request"`
	Sent    Message `json:"sent"` // as it went out, the token masked
	// Failure is set when no reply came; then the rest is empty.
	Failure    *Failure `json:"failure,omitempty"`
	Status     int      `json:"status,omitempty"`
	StatusText string   `json:"statusText,omitempty"` // the server's reason phrase, or the standard one
	Proto      string   `json:"proto,omitempty"`      // such as "HTTP/1.1"
	Header     []Pair   `json:"header,omitempty"`
	// Body is text, or Base64 where Binary says that it is not UTF-8.
	Body      string `json:"body,omitempty"`
	Binary    bool   `json:"binary,omitempty"`
	Size      int64  `json:"size"`                // bytes of the body that were read
	Truncated string `json:"truncated,omitempty"` // why the body is not whole, a sentence
	Timing    Timing `json:"timing"`
	Remote    string `json:"remote,omitempty"` // address that answered
	// Renewed says what the call had to do with a renewal: one of the Renewed
	// constants. If it is not empty, the connection is another than the page shows.
	Renewed string `json:"renewed,omitempty"`
	// Refusal explains a status 401 or 403, nil for others.
	Refusal *Refusal `json:"refusal,omitempty"`
}

// A Refusal is why a call was refused, as far as that can be known.
type Refusal struct {
	Said  string   `json:"said"`  // what the answer says, a sentence or two
	Found []string `json:"found"` // what is known of the token that went along and may be the reason, the likeliest first
	Try   []string `json:"try,omitempty"`
}

// What a [Reply] has to do with a renewal of the connection's token.
const (
	RenewedBefore = "before" // it was due, and renewed before the call
	RenewedAgain  = "again"  // it was renewed at a 401, and the call sent again: this is the second reply
	RenewedAfter  = "after"  // it was renewed at a 401; the call may not be safe to send twice, and was not
	RenewedFailed = "failed" // it could not be renewed: the connection's Renewal says why
)

// Timing is how long the phases of a call took, in microseconds. A phase that
// did not happen, as on a reused connection, is 0.
type Timing struct {
	DNS      int64 `json:"dns"`
	Connect  int64 `json:"connect"`
	TLS      int64 `json:"tls"`
	Wait     int64 `json:"wait"` // from the request written to the first byte
	Download int64 `json:"download"`
	Total    int64 `json:"total"`
}
