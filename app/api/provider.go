package api

import "strings"

// A Provider is a kind of API platform, as its profile describes it: the part
// of the profile that the page needs.
type Provider struct {
	ID            string `json:"id" yaml:"id"`
	Name          string `json:"name" yaml:"name"`
	Summary       string `json:"summary" yaml:"summary"` // half a line for the card
	Glyph         string `json:"glyph" yaml:"glyph"`     // two letters for the card
	Documentation string `json:"documentation" yaml:"documentation"`
	// Need says what to have at hand, one thing an entry.
	Need []string `json:"need" yaml:"need"`
	// Fields are what the user enters, in order. The one named [DataCenterField]
	// is always there.
	Fields []Field      `json:"fields" yaml:"fields"`
	Token  TokenRequest `json:"token" yaml:"token"`
	// APIs are base paths below the data center, for grouping Requests.
	APIs     []BasePath `json:"apis" yaml:"apis"`
	Requests []Request  `json:"requests" yaml:"requests"`
	// Sandbox fills the form so that it reaches the sandbox; nil when there is
	// none. The first page has the names only: browsers cache it.
	Sandbox map[string]string `json:"sandbox,omitempty" yaml:"-"`
}

// DataCenterField is the field that names the data center.
const DataCenterField = "data_center"

// CAField is the field with the certificates, in PEM, that this connection
// trusts besides the system's.
const CAField = "ca"

// Field looks a field up by name.
func (p Provider) Field(name string) (Field, bool) {
	for _, f := range p.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Kinds of [Field].
const (
	FieldText        = "text"
	FieldSecret      = "secret"
	FieldURL         = "url"      // a base URL
	FieldEndpoint    = "endpoint" // a URL kept whole: path, trailing slash, query
	FieldChoice      = "choice"
	FieldCertificate = "certificate" // PEM, pasted or read from a file
)

// A Field is one thing that the user enters.
type Field struct {
	Name     string `json:"name" yaml:"name"`
	Label    string `json:"label" yaml:"label"`
	Kind     string `json:"kind" yaml:"kind"`
	Hint     string `json:"hint,omitempty" yaml:"hint"`       // where it comes from, half a line
	Example  string `json:"example,omitempty" yaml:"example"` // shown while the field is empty
	Default  string `json:"default,omitempty" yaml:"default"`
	Optional bool   `json:"optional,omitempty" yaml:"optional"`
	// KeepPath is for FieldURL: the path belongs to it. Otherwise only scheme,
	// host and port are kept, and the path is taken off visibly.
	KeepPath bool     `json:"keepPath,omitempty" yaml:"keep_path"`
	Choices  []Choice `json:"choices,omitempty" yaml:"choices"` // for FieldChoice
	// When shows the field only while another has a value: "grant_type=password".
	When string `json:"when,omitempty" yaml:"when"`
}

// IsURL reports whether the field holds a URL of either kind.
func (f Field) IsURL() bool { return f.Kind == FieldURL || f.Kind == FieldEndpoint }

// Shown reports whether the field belongs to the form while its values are values.
func (f Field) Shown(values map[string]string) bool {
	name, want, conditional := strings.Cut(f.When, "=")
	return !conditional || values[name] == want
}

// A Choice is one value of a FieldChoice.
type Choice struct {
	Value string `json:"value" yaml:"value"`
	Label string `json:"label" yaml:"label"`
}

// A TokenRequest says how a provider is asked for a token. In all its texts
// {name} stands for a field's value.
type TokenRequest struct {
	Method string `json:"method" yaml:"method"`
	// URL is a template such as "{data_center}/oauth/token". With Discovery it
	// is the one of the metadata document, whose token_endpoint is then used.
	URL       string `json:"url" yaml:"url"`
	Discovery bool   `json:"discovery,omitempty" yaml:"discovery"`
	Grant     string `json:"grant" yaml:"grant"`   // the grant_type: a template too
	Place     string `json:"place" yaml:"place"`   // where grant and parameters go: one of the Place constants
	Client    string `json:"client" yaml:"client"` // how the client authenticates: one of the Client constants, or a template that becomes one
	// RawBasic joins ID and secret as they are before Base64, where RFC 6749
	// section 2.3.1 asks to form-urlencode each first.
	RawBasic   bool        `json:"rawBasic,omitempty" yaml:"raw_basic"`
	Parameters []Parameter `json:"parameters,omitempty" yaml:"parameters"`
	Headers    []Pair      `json:"headers,omitempty" yaml:"headers"`
	// Note tells the user what is particular here, a sentence or two.
	Note string `json:"note,omitempty" yaml:"note"`
}

// Places of the grant and the parameters.
const (
	PlaceForm  = "form"  // application/x-www-form-urlencoded body
	PlaceJSON  = "json"  // a JSON object
	PlaceQuery = "query" // the URL's query; the body stays empty
)

// Ways of client authentication.
const (
	ClientBasic = "basic" // RFC 6749 section 2.3.1, HTTP Basic
	ClientBody  = "body"  // client_id and client_secret beside the grant
	ClientNone  = "none"
)

// A Parameter is one more name and value beside the grant. An empty value
// leaves it out.
type Parameter struct {
	Name  string `json:"name" yaml:"name"`
	Value string `json:"value" yaml:"value"` // a template
	// When sends it only while a field has a value: "grant_type=password".
	When string `json:"when,omitempty" yaml:"when"`
}

// A BasePath is where one of a provider's APIs begins.
type BasePath struct {
	Name string `json:"name" yaml:"name"`
	Path string `json:"path" yaml:"path"` // such as "/api/2"
}
