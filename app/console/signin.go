package console

import (
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
)

// receiveSignIn takes over the sign-in that waits, as it was at local.
func (m *Model) receiveSignIn(s *api.SignIn, local time.Time) {
	if s == nil || m.SignIn == nil || s.ID != m.SignIn.ID || s.Asked != m.SignIn.Asked {
		m.asked = local
	}
	m.SignIn = s
}

// waitingFor says what the user is to do.
func waitingFor(s api.SignIn) string {
	if s.Grant == api.GrantDevice {
		return "Enter the code " + s.UserCode + " at " + s.VerificationURI + "."
	}
	return "Sign in at " + Host(s.URL) + "."
}

// Waited takes over the state when something is new of the sign-in. It reports
// whether that brought a token.
func (m *Model) Waited(s api.State, local time.Time) (token bool) {
	m.Receive(s, local)
	switch {
	case m.SignIn != nil:
		return false
	case m.Failure != nil:
		m.Announcement = m.Failure.Title
		return false
	}
	m.Announcement = "A token was issued."
	return m.Connection != nil
}

// SignInLeft says how long the user may still take; "" where nobody said.
func (m *Model) SignInLeft(now time.Time) string {
	ends := m.SignIn.ExpiresAt
	if ends == 0 {
		return ""
	}
	left := time.Unix(ends, 0).Sub(now)
	if left <= 0 {
		return "The time for it is over"
	}
	return Left(left)
}

// Asked says how often the token endpoint was asked whether the user has
// decided, and when it is asked next: "Asked 3 times, next in 5 s".
func (m *Model) Asked(local time.Time) string {
	next := time.Duration(m.SignIn.Interval)*time.Second - local.Sub(m.asked)
	when := "now"
	if next >= time.Second/2 {
		when = "in " + strconv.Itoa(int((next+time.Second/2)/time.Second)) + " s"
	}
	switch n := m.SignIn.Asked; n {
	case 0:
		return "Not asked yet, first " + when
	case 1:
		return "Asked once, next " + when
	default:
		return "Asked " + strconv.Itoa(n) + " times, next " + when
	}
}

// quiet is how many modules around a QR code have to stay light (ISO/IEC 18004).
const quiet = 4

// QRPath draws a QR code's dark modules as one path of SVG, in a square with
// sides of that many modules, the margin included.
func QRPath(rows []string) (path string, side int) {
	var b strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] == '1' {
				x++
			}
			if x > start {
				run := strconv.Itoa(x - start)
				b.WriteString("M" + strconv.Itoa(start+quiet) + " " + strconv.Itoa(y+quiet) + "h" + run + "v1h-" + run + "z")
			}
		}
	}
	return b.String(), len(rows) + 2*quiet
}
