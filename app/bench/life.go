package bench

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/claim"
)

// tolerated is by how many seconds two clocks may differ unnoticed.
const tolerated = 30

// Skew says that the provider's clock and the server's differ, "" where that is
// too little to matter or not known.
func Skew(e api.Expiry) string {
	way, by := "ahead of", e.Skew
	if by < 0 {
		way, by = "behind", -by
	}
	if by <= tolerated {
		return ""
	}
	return "The provider's clock is " + claim.Span(by) + " " + way + " this server's. " +
		"The bar and the countdown go by this server's clock; iat and exp within the token are by the provider's."
}

// Source says which member of the answer told when the token ends.
func Source(e api.Expiry) string {
	switch e.Source {
	case "":
		return "the answer does not say"
	case "exp":
		return "from the JWT's claim exp"
	case "expires_in":
		return "from expires_in, counted from the answer"
	case "expires_on", "expires_at":
		return "from " + e.Source + ", a point in time"
	}
	return "from " + e.Source
}

// Expiry is when the token itself ends: the connection's, which is the access
// token's, or else what the token's own claims say.
func (s Specimen) Expiry() api.Expiry {
	if !s.Pasted() && s.Token.Kind == api.AccessToken {
		return s.Connection.Expiry
	}
	if s.Token.JWT == nil {
		return api.Expiry{}
	}
	e := api.Expiry{Skew: s.Connection.Expiry.Skew}
	for _, m := range s.Token.JWT.Claims {
		at, _, problem := claim.NumericDate(m.Value)
		switch {
		case problem != "":
		case m.Name == "iat":
			e.IssuedAt = at - e.Skew
		case m.Name == "exp":
			e.ExpiresAt, e.Source = at-e.Skew, "exp"
		}
	}
	return e
}

// Clock writes a moment's time of day, with its date unless that is today's.
func Clock(unix int64, now time.Time) string {
	at := time.Unix(unix, 0).In(now.Location())
	if at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		return at.Format("2 Jan 2006, 15:04:05")
	}
	return at.Format("15:04:05")
}

// RenewalMark is how much of the token's life is left when it is to be renewed,
// in percent; 0 where it isn't.
func RenewalMark(c api.Connection) int {
	whole := c.Expiry.ExpiresAt - c.Expiry.IssuedAt
	left := c.Expiry.ExpiresAt - c.Renewal.At
	if !c.Renewal.On || c.Renewal.How == "" || c.Renewal.At == 0 || whole <= 0 || left <= 0 || left >= whole {
		return 0
	}
	return int(max(1, 100*left/whole))
}

// Renewal says when and how the connection's token is renewed.
func Renewal(c api.Connection, now time.Time) string {
	r := c.Renewal
	switch {
	case r.How == "":
		return "Only you can renew it: the grant needs you."
	case !r.On:
		return "It is left to end."
	case Revoked(c):
		return "It was revoked: a new one comes when you renew it."
	case c.Expiry.ExpiresAt == 0:
		return "Its end is not known: it is renewed when a call is answered with 401, " + how(r.How) + "."
	case r.At == 0 && r.Failure != nil:
		return "It is not tried again until you renew it."
	case r.At == 0:
		return "It is left to end."
	}
	return "At " + Clock(r.At, now) + ", " + how(r.How) + "."
}

// Revoked says that the connection's access token was revoked.
func Revoked(c api.Connection) bool {
	return slices.ContainsFunc(c.Tokens, func(t api.Token) bool { return t.Kind == api.AccessToken && t.Revoked })
}

func how(how string) string {
	switch how {
	case api.RefreshToken:
		return "with the refresh token"
	case api.RenewGrant:
		return "by the same grant again"
	case api.RenewStep:
		return "by the same step again"
	}
	return "by " + how
}

// Renewals says how often it was renewed and what was particular, "" for nothing.
func Renewals(r api.Renewal) string {
	return strings.TrimSpace(times(r) + " " + r.Note)
}

func times(r api.Renewal) string {
	switch r.Count {
	case 0:
		return ""
	case 1:
		return "Renewed once so far."
	}
	return "Renewed " + strconv.Itoa(r.Count) + " times so far."
}

// Switch notes that c's renewal is being switched; [Model.Switched] that it was,
// or could not be.
func (m *Model) Switch(id string, on bool) { m.wanted[id] = on }

// Switched notes that the server has answered.
func (m *Model) Switched(id string) { delete(m.wanted, id) }

// RenewalOn is how the switch of c's renewal stands.
func (m *Model) RenewalOn(c api.Connection) bool {
	if on, switching := m.wanted[c.ID]; switching {
		return on
	}
	return c.Renewal.On
}

// patience is after how many seconds the server is asked again that did not answer.
const patience = 30

// An attempt is a renewal that this page asked for.
type attempt struct {
	due   int64 // the Renewal.At that it was for
	again int64 // Unix seconds; 0: the server answered
}

// Due finds a connection whose renewal has come by now, Unix seconds, and was
// not asked for. The server makes one renewal of however many tabs ask.
func (m *Model) Due(all []api.Connection, now int64) (c api.Connection, due bool) {
	for _, c := range all {
		r, tried := c.Renewal, m.renewed[c.ID]
		if !r.On || r.How == "" || r.At == 0 || now < r.At || m.Renewals[c.ID].Busy {
			continue
		}
		if tried.due != r.At || tried.again > 0 && now >= tried.again {
			return c, true
		}
	}
	return api.Connection{}, false
}

// Renew notes that c's token is being renewed; not ok means that it was already.
func (m *Model) Renew(c api.Connection) (ok bool) {
	if !m.Renewals.Ask(c.ID) {
		return false
	}
	m.renewed[c.ID] = attempt{due: c.Renewal.At}
	return true
}

// Renewed notes that the server has answered; whether the token was renewed, its
// connection's Renewal says.
func (m *Model) Renewed(id string) { m.Renewals.Answer(id, nil) }

// NotRenewed notes that the server did not answer, at now.
func (m *Model) NotRenewed(id, why string, now int64) {
	m.Renewals.Refuse(id, why)
	a := m.renewed[id]
	a.again = now + patience
	m.renewed[id] = a
}
