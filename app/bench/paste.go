package bench

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

const (
	// Bearable is how many bytes of text an input holds without making the
	// browser slow; of a longer paste it shows the beginning.
	Bearable = 100_000
	// excerpt is how many bytes of a longer paste are shown.
	excerpt = 2_000
)

// A Paste is a text pasted to be inspected, and the tokens found in it. It is
// kept in the page's memory alone.
type Paste struct {
	Text    string
	Found   []inspect.Found // cut for a page
	Pending bool            // Text is not decoded yet

	chosen string // the kind of token on show
	issuer string // as typed; "" for the token's own
	typed  bool   // the user typed issuer
	seq    int
}

// Put takes over the text as typed; [Paste.Decode] is due.
func (p *Paste) Put(text string) {
	if text == p.Text {
		return
	}
	*p = Paste{Text: text, Found: p.Found, Pending: true, chosen: p.chosen, seq: p.seq}
	if strings.TrimSpace(text) == "" {
		p.Clear()
	}
}

// Decode finds the tokens in the text.
func (p *Paste) Decode() {
	p.Found, p.Pending, p.seq = inspect.Find(p.Text), false, p.seq+1
	for i := range p.Found {
		p.Found[i].Token = inspect.Cut(p.Found[i].Token)
	}
}

// Clear forgets all.
func (p *Paste) Clear() { *p = Paste{seq: p.seq + 1} }

// Excerpt is the text's beginning where it is too long for an input.
func (p *Paste) Excerpt() (text string, long bool) {
	if len(p.Text) <= Bearable {
		return "", false
	}
	return strings.ToValidUTF8(Beginning(p.Text, excerpt), "\uFFFD") + "…", true
}

// Choose puts one of the found tokens on the bench, by kind.
func (p *Paste) Choose(kind string) { p.chosen = kind }

// Shown is the found token on the bench, nil while there is none.
func (p *Paste) Shown() *inspect.Found {
	for i, f := range p.Found {
		if f.Token.Kind == p.chosen {
			return &p.Found[i]
		}
	}
	if len(p.Found) > 0 {
		return &p.Found[0]
	}
	return nil
}

// Specimen is the shown token; ok is false while there is none.
func (p *Paste) Specimen() (s Specimen, ok bool) {
	f := p.Shown()
	if f == nil {
		return Specimen{}, false
	}
	return Specimen{Token: f.Token, paste: p.seq}, true
}

// Issuer is who is to be asked for the keys: as typed, or else the token's iss
// if that is an address.
func (p *Paste) Issuer() string {
	if p.typed {
		return p.issuer
	}
	if s, ok := p.Specimen(); ok && s.Token.JWT != nil {
		if iss := text(s.Token.JWT.Claims, "iss"); strings.HasPrefix(iss, "https://") || strings.HasPrefix(iss, "http://") {
			return iss
		}
	}
	return ""
}

// SetIssuer takes over the issuer as typed.
func (p *Paste) SetIssuer(issuer string) { p.issuer, p.typed = issuer, true }

// Verify is the question that a check of the signature asks of the server.
func (p *Paste) Verify() api.Verify {
	f := p.Shown()
	if f == nil {
		return api.Verify{}
	}
	return api.Verify{TokenRef: api.TokenRef{Token: f.Token.Kind}, Raw: f.Raw, Issuer: strings.TrimSpace(p.Issuer())}
}
