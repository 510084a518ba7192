// Package bench holds what the page knows of tokens besides the connections
// themselves: what was asked about them and answered, how two of them compare,
// and what was pasted to be looked at. It words times, scopes and verdicts.
//
// Decoding is package inspect's and the meaning of claims package claim's. It
// refuses to know how the server is asked.
package bench

import (
	"strconv"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/wire"
)

// A Tone is how good a word is news.
type Tone string

// The tones.
const (
	Plain Tone = ""
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
)

// A Model is the state of one bench.
type Model struct {
	Verdicts       Questions[*api.Verdict]       // by a specimen's ID
	Introspections Questions[*api.Introspection] // by a specimen's ID
	Revocations    Questions[*api.Revocation]    // by a specimen's ID
	Renewals       Questions[*api.Renewal]       // by a connection's ID
	WhoAmI         Questions[*api.Reply]         // by a connection's ID
	Steps          Questions[*api.Failure]       // by [StepID]
	Pasted         Paste

	Left, Right string // slots of the two tokens to compare, "" for the first ones

	renewed  map[string]attempt           // by a connection's ID
	wanted   map[string]bool              // how a connection's renewal is being switched, by its ID
	typed    map[string]map[string]string // into a step's fields, by [StepID]
	faults   map[string]fault             // what keeps a step from being asked, by [StepID]
	rows     rowCache
	found    findingsCache
	compared comparisonCache
}

// New returns an empty bench.
func New() *Model {
	return &Model{
		Verdicts: Questions[*api.Verdict]{}, Introspections: Questions[*api.Introspection]{}, Revocations: Questions[*api.Revocation]{},
		Renewals: Questions[*api.Renewal]{}, WhoAmI: Questions[*api.Reply]{}, Steps: Questions[*api.Failure]{},
		renewed: map[string]attempt{}, wanted: map[string]bool{}, typed: map[string]map[string]string{}, faults: map[string]fault{},
	}
}

// A Question is what became of asking the server: under way, answered or refused.
// T is a pointer, so that all questions are one piece of code in app.wasm.
type Question[T any] struct {
	Busy    bool
	Answer  T      // the latest, while the next is under way too; nil before
	Problem string // why there was none, a sentence
}

// Questions are questions of one kind, by what they are about.
type Questions[T any] map[string]Question[T]

// Ask notes that a question is under way; not ok means that it was already.
func (q Questions[T]) Ask(about string) (ok bool) {
	if q[about].Busy {
		return false
	}
	q[about] = Question[T]{Busy: true, Answer: q[about].Answer}
	return true
}

// Answer notes an answer.
func (q Questions[T]) Answer(about string, answer T) { q[about] = Question[T]{Answer: answer} }

// Refuse notes why there was none.
func (q Questions[T]) Refuse(about, why string) {
	q[about] = Question[T]{Answer: q[about].Answer, Problem: why}
}

// A Specimen is a token on the bench, with what it came from.
type Specimen struct {
	Token      api.Token
	Connection api.Connection // the zero one for a pasted token
	Provider   api.Provider   // the zero one for a pasted token

	paste int // which paste it is of
}

// SlotPasted is the slot of the pasted token.
const SlotPasted = "pasted"

// Of are the specimens of a connection.
func Of(c api.Connection, p api.Provider) []Specimen {
	all := make([]Specimen, len(c.Tokens))
	for i, t := range c.Tokens {
		all[i] = Specimen{Token: t, Connection: c, Provider: p}
	}
	return all
}

// Pasted says that the token is no connection's.
func (s Specimen) Pasted() bool { return s.Connection.ID == "" }

// Slot names the token's place: it stays when the token is renewed.
func (s Specimen) Slot() string {
	if s.Pasted() {
		return SlotPasted
	}
	return s.Connection.ID + "/" + s.Token.Kind
}

// ID names the token itself: after a renewal it is another.
func (s Specimen) ID() string {
	if s.Pasted() {
		return SlotPasted + "/" + strconv.Itoa(s.paste) + "/" + s.Token.Kind
	}
	got := int64(0)
	if len(s.Connection.Transcripts) > 0 {
		got = s.Connection.Transcripts[0].At
	}
	return s.Slot() + "/" + strconv.Itoa(s.Connection.Renewal.Count) + "/" +
		strconv.FormatInt(got, 10) + "/" + strconv.FormatInt(s.Connection.Expiry.ExpiresAt, 10)
}

// Ref names the token to the server.
func (s Specimen) Ref() api.TokenRef {
	return api.TokenRef{Connection: s.Connection.ID, Token: s.Token.Kind}
}

// Title names a kind of token.
func Title(kind string) string {
	switch kind {
	case api.AccessToken:
		return "Access token"
	case api.IDToken:
		return "ID token"
	case api.RefreshToken:
		return "Refresh token"
	}
	return "Token"
}

// Label names the token among those of all connections.
func (s Specimen) Label() string {
	if s.Pasted() {
		return "The pasted token"
	}
	return Title(s.Token.Kind) + ", " + Name(s.Connection, s.Provider)
}

// Name is a connection's, told from the session's others.
func Name(c api.Connection, p api.Provider) string {
	if c.Name != "" {
		return c.Name
	}
	return p.Name + " at " + c.DataCenter
}

// issuer is who has to have issued the connection's tokens, "" if nothing tells.
func (s Specimen) issuer() string {
	if s.Provider.Issuer == "" {
		return ""
	}
	issuer, missing := wire.Expand(s.Provider.Issuer, s.Connection.Values, nil)
	if len(missing) > 0 {
		return ""
	}
	return issuer
}

// text is the text of a member of the header or the claims, "" for none.
func text(members []api.Member, name string) string {
	for _, m := range members {
		if m.Name == name {
			if texts, ok := claim.Texts(m.Value); ok && len(texts) == 1 {
				return texts[0]
			}
		}
	}
	return ""
}

// Algorithm is the token's alg, "" for none.
func (s Specimen) Algorithm() string {
	if s.Token.JWT == nil {
		return ""
	}
	return text(s.Token.JWT.Header, "alg")
}
