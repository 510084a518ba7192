package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
)

// Status is a reply's status in words: "200 OK".
func Status(r *api.Reply) string {
	return strings.TrimSpace(strconv.Itoa(r.Status) + " " + r.StatusText)
}

// Took says how long something took: "118 ms", "2.4 s".
func Took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	return d.Round(time.Second).String()
}

// Size says how much a number of bytes is: "742 B", "1.2 MB".
func Size(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1000*1000:
		return strconv.FormatFloat(float64(n)/1000, 'f', 1, 64) + " kB"
	}
	return strconv.FormatFloat(float64(n)/1000/1000, 'f', 1, 64) + " MB"
}

// Host is the host of a data center, for where the whole URL is too long.
func Host(dataCenter string) string {
	_, rest, found := strings.Cut(dataCenter, "://")
	if !found {
		rest = dataCenter
	}
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// A Station is one of the three stations of the line.
type Station struct {
	State Standing
	Text  string
	// Left is how much of the token's life remains, in percent.
	Left int
}

// A Standing is how a station stands.
type Standing string

// The standings.
const (
	Todo     Standing = "todo"
	Working  Standing = "working"
	Good     Standing = "good"
	Bad      Standing = "bad"
	Expiring Standing = "expiring"
	Unsafe   Standing = "unsafe" // good, but for what the user chose not to have checked
)

// Credentials is the line's first station.
func (m *Model) Credentials() Station {
	switch {
	case m.Form.Busy:
		return Station{State: Working, Text: "Connecting"}
	case m.SignIn != nil:
		return Station{State: Working, Text: "Waiting for you"}
	case m.Failure != nil:
		return Station{State: Bad, Text: shortly(*m.Failure)}
	case m.Connection != nil && m.Connection.Unverified:
		return Station{State: Unsafe, Text: "Not verified: " + NameOf(m.Connection)}
	case m.Connection != nil:
		return Station{State: Good, Text: NameOf(m.Connection)}
	}
	return Station{State: Todo, Text: "Not connected"}
}

// shortly is a failure in the two or three words that fit a station.
func shortly(f api.Failure) string {
	switch f.Kind {
	case api.FailureField:
		return "Something is missing"
	case api.FailureRefused:
		return "Host not permitted"
	case api.FailureDNS:
		return "Host not found"
	case api.FailureTCP:
		return "No connection"
	case api.FailureProxy:
		return "Stopped at the proxy"
	case api.FailureTLS:
		return "TLS: not trusted"
	case api.FailureTimeout:
		return "No answer in time"
	case api.FailureCancelled:
		return "Cancelled"
	case api.FailureAnswer, api.FailureBroken:
		return "No usable answer"
	}
	if f.Error != "" && len(f.Error) <= 24 {
		return f.Error
	}
	return "Refused"
}

// Token is the line's second station, at now by the server's clock.
func (m *Model) Token(now time.Time) Station {
	if m.Connection == nil {
		return Station{State: Todo, Text: "Not yet"}
	}
	return TokenOf(m.Connection, now)
}

// TokenOf is how a connection's token stands, and its renewal.
func TokenOf(c *api.Connection, now time.Time) Station {
	at := Life(c.Expiry, now)
	switch {
	case slices.ContainsFunc(c.Tokens, func(t api.Token) bool { return t.Kind == api.AccessToken && t.Revoked }):
		return Station{State: Bad, Text: "Revoked"}
	case at.State == Bad:
	case c.Renewal.Failure != nil && c.Renewal.At == 0:
		at.State, at.Text = Bad, "Can’t renew, "+at.Text
	case c.Renewal.Failure != nil:
		at.State, at.Text = Expiring, "Not renewed, "+at.Text
	case c.Renewal.Count == 1:
		at.Text += ", renewed once"
	case c.Renewal.Count > 1:
		at.Text += ", renewed " + strconv.Itoa(c.Renewal.Count) + " times"
	}
	return at
}

// Life is how a token stands whose end is e, at now by the server's clock.
func Life(e api.Expiry, now time.Time) Station {
	if e.ExpiresAt == 0 {
		return Station{State: Good, Text: "No end known", Left: 100}
	}
	left := time.Unix(e.ExpiresAt, 0).Sub(now)
	whole := time.Duration(e.ExpiresAt-e.IssuedAt) * time.Second
	switch {
	case left <= 0:
		return Station{State: Bad, Text: "Expired"}
	case left < whole/10:
		return Station{State: Expiring, Text: Left(left), Left: percent(left, whole)}
	}
	return Station{State: Good, Text: Left(left), Left: percent(left, whole)}
}

func percent(part, whole time.Duration) int {
	if whole <= 0 {
		return 100
	}
	return int(min(100, max(0, 100*part.Seconds()/whole.Seconds())))
}

// Left says how much time remains: "1 h 51 min left".
func Left(d time.Duration) string {
	seconds := int(d / time.Second)
	switch {
	case seconds >= 2*24*3600:
		return strconv.Itoa(seconds/(24*3600)) + " days left"
	case seconds >= 3600:
		return strconv.Itoa(seconds/3600) + " h " + strconv.Itoa(seconds/60%60) + " min left"
	case seconds >= 60:
		return strconv.Itoa(seconds/60) + " min " + strconv.Itoa(seconds%60) + " s left"
	}
	return strconv.Itoa(max(0, seconds)) + " s left"
}

// Countdown says how much time remains, to the second: "1 h 51 min 7 s left".
func Countdown(d time.Duration) string {
	seconds := int(d / time.Second)
	if seconds < 3600 {
		return Left(d)
	}
	days := ""
	if seconds >= 24*3600 {
		days = strconv.Itoa(seconds/(24*3600)) + " d "
	}
	return days + strconv.Itoa(seconds/3600%24) + " h " + strconv.Itoa(seconds/60%60) + " min " + strconv.Itoa(seconds%60) + " s left"
}

// Call is the line's third station.
func (m *Model) Call() Station {
	reply := m.Explorer.Reply
	switch {
	case m.Explorer.Busy:
		return Station{State: Working, Text: "Sending"}
	case reply == nil:
		return Station{State: Todo, Text: "Not yet"}
	case reply.Failure != nil:
		return Station{State: Bad, Text: shortly(*reply.Failure)}
	case reply.Status >= 400:
		return Station{State: Bad, Text: StatusLine(reply)}
	}
	return Station{State: Good, Text: StatusLine(reply)}
}
