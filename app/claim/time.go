package claim

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
)

// Clock writes a time as the page does, in t's zone: "Sun 22 Nov 2026, 07:20:00".
func Clock(t time.Time) string { return t.Format("Mon 2 Jan 2006, 15:04:05") }

// Span words a positive duration with its two largest units, days alone.
func Span(seconds int64) string {
	minutes, hours, days := seconds/60, seconds/3600, seconds/86400
	switch {
	case days >= 2:
		return strconv.FormatInt(days, 10) + " days"
	case days == 1:
		return two(1, " day", hours%24, " h")
	case hours > 0:
		return two(hours, " h", minutes%60, " min")
	case minutes > 0:
		return two(minutes, " min", seconds%60, " s")
	default:
		return strconv.FormatInt(seconds, 10) + " s"
	}
}

func two(large int64, unit string, small int64, smallUnit string) string {
	text := strconv.FormatInt(large, 10) + unit
	if small > 0 {
		text += " " + strconv.FormatInt(small, 10) + smallUnit
	}
	return text
}

// Ago words a time gone by, in seconds, with its largest unit.
func Ago(seconds int64) string {
	switch {
	case seconds < 60:
		return strconv.FormatInt(seconds, 10) + " s ago"
	case seconds < 3600:
		return strconv.FormatInt(seconds/60, 10) + " min ago"
	case seconds < 86400:
		return strconv.FormatInt(seconds/3600, 10) + " h ago"
	case seconds < 2*86400:
		return "1 day ago"
	default:
		return strconv.FormatInt(seconds/86400, 10) + " days ago"
	}
}

// explainTime explains the claims that are a NumericDate.
func explainTime(m api.Member, now time.Time) (e Explanation, ok bool) {
	var past, future string
	switch m.Name {
	case "exp":
		past, future = "Ended ", "Ends "
	case "nbf":
		past, future = "Valid since ", "Not valid before "
	case "iat":
		past, future = "Issued ", "Issued, by the issuer's clock, "
	case "auth_time":
		past, future = "The user logged in ", "The user logged in, by the issuer's clock, "
	case "toe":
		past, future = "What is reported happened ", "What is reported happened, by the issuer's clock, "
	case "updated_at":
		past, future = "The user's data last changed ", "The user's data last changed, by the issuer's clock, "
	default:
		return Explanation{}, false
	}
	at, fraction, problem := NumericDate(m.Value)
	if problem != "" {
		return Explanation{Text: problem}, true
	}
	e = Explanation{Unix: true, At: at}
	clock := Clock(time.Unix(at, 0).In(now.Location())) + fraction
	if left := at - now.Unix(); left > 0 {
		e.Text = future + clock + " (in " + Span(left) + ")."
	} else {
		e.Text = past + clock + " (" + Ago(-left) + ")."
	}
	return e, true
}

// lastSecond is the end of the year 9999, after which a date is none that
// anybody meant.
const lastSecond = 253402300799

// NumericDate reads a NumericDate (RFC 7519 section 2): seconds since 1970,
// perhaps with a fraction, which comes back with its digits as sent (nine at
// most). problem is a sentence for a value that is none.
func NumericDate(raw json.RawMessage) (seconds int64, fraction, problem string) {
	text := strings.TrimSpace(string(raw))
	f, err := strconv.ParseFloat(text, 64)
	shown := clip(text, 40)
	switch {
	case isKind(raw, '"'):
		return 0, "", shown + " is a text. A time has to be a number, seconds since 1970 (RFC 7519), and readers may refuse this."
	case text == "" || text[0] != '-' && (text[0] < '0' || text[0] > '9'):
		return 0, "", shown + " is no number, and a time has to be one: seconds since 1970 (RFC 7519)."
	case err != nil && !math.IsInf(f, 0):
		return 0, "", shown + " is no number that can be read."
	case f < 0:
		return 0, "", shown + " would be before 1970, which no token's time is."
	case f > 1e11 && f/1000 <= lastSecond:
		return 0, "", shown + " looks like milliseconds. In seconds, as RFC 7519 has it, it would be after the year 5000."
	case f > lastSecond:
		return 0, "", shown + " is beyond the year 9999, so it is no time that anybody meant."
	}
	return int64(f), digitsAfterPoint(text), ""
}

// digitsAfterPoint returns ".25" of "17.25", "" where there is no plain fraction.
func digitsAfterPoint(text string) string {
	_, digits, ok := strings.Cut(text, ".")
	if !ok || strings.ContainsAny(digits, "eE") || strings.Trim(digits, "0") == "" {
		return ""
	}
	return "." + digits[:min(len(digits), 9)]
}
