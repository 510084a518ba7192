package console

import (
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
)

// Scheme is that of the URL that a transcript's request went to.
func Scheme(t api.Transcript) string {
	for _, r := range t.Rungs {
		if r.Name == api.RungTLS {
			return "https"
		}
		if r.Name == api.RungURL && strings.Contains(r.Evidence, "http://") {
			return "http"
		}
	}
	return "https"
}

// Sent reports whether a request got so far that it left.
func Sent(t api.Transcript) bool {
	for _, r := range t.Rungs {
		if r.Name == api.RungEndpoint {
			return r.State != api.RungTodo
		}
	}
	return true
}

// tolerable is how far two clocks may be apart without remark.
const tolerable = 30 * time.Second

// ClockNote says so where the clock of whoever answered differs from this
// server's, by the answer's Date, so much that times go wrong; else "".
func ClockNote(t api.Transcript) string {
	if t.Response == nil {
		return ""
	}
	for _, h := range t.Response.Header {
		if !strings.EqualFold(h.Name, "Date") {
			continue
		}
		at, ok := httpDate(h.Value)
		if !ok {
			return ""
		}
		return apart(at.Sub(time.Unix(t.At, 0)))
	}
	return ""
}

// httpDate reads a Date such as "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section
// 5.6.7), without all of the layouts that package time knows.
func httpDate(s string) (at time.Time, ok bool) {
	f := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ':' })
	if len(f) != 8 || f[7] != "GMT" {
		return time.Time{}, false
	}
	month := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", f[2])
	numbers := make([]int, 0, 5)
	for _, text := range []string{f[1], f[3], f[4], f[5], f[6]} {
		n, err := strconv.Atoi(text)
		if err != nil {
			return time.Time{}, false
		}
		numbers = append(numbers, n)
	}
	if len(f[2]) != 3 || month < 0 || month%3 != 0 {
		return time.Time{}, false
	}
	return time.Date(numbers[1], time.Month(month/3+1), numbers[0], numbers[2], numbers[3], numbers[4], 0, time.UTC), true
}

func apart(d time.Duration) string {
	switch {
	case d > tolerable:
		return "The provider's clock is " + span(d) + " ahead of this server's, by the Date of its answer. What depends on the time, such as a signed assertion or a token's end, may be judged wrong."
	case d < -tolerable:
		return "The provider's clock is " + span(-d) + " behind this server's, by the Date of its answer. What depends on the time, such as a signed assertion or a token's end, may be judged wrong."
	}
	return ""
}

// OwnClockNote says so where the browser's clock differs so much from the
// server's, by which times are judged here.
func (m *Model) OwnClockNote() string {
	switch {
	case m.skew > tolerable:
		return "Your computer's clock is " + span(m.skew) + " behind the Firstcall server's, by which times are judged here."
	case m.skew < -tolerable:
		return "Your computer's clock is " + span(-m.skew) + " ahead of the Firstcall server's, by which times are judged here."
	}
	return ""
}

// span is a duration in its largest unit.
func span(d time.Duration) string {
	n, unit := int(d/time.Second), " s"
	switch {
	case d >= 48*time.Hour:
		n, unit = int(d/(24*time.Hour)), " days"
	case d >= 2*time.Hour:
		n, unit = int(d/time.Hour), " h"
	case d >= 2*time.Minute:
		n, unit = int(d/time.Minute), " min"
	}
	return strconv.Itoa(n) + unit
}
