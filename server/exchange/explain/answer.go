//go:build !js

package explain

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An Answer is what came back.
type Answer struct {
	Status   int
	Header   http.Header
	Body     []byte // as far as it was read
	TooLarge bool
	Object   map[string]any // the body, if it is one JSON object; numbers as json.Number
	Skew     int64          // seconds that the server's clock is ahead of ours, 0 if not known
}

// StatusText is the status with its reason phrase.
func (a Answer) StatusText() string {
	return strings.TrimSpace(strconv.Itoa(a.Status) + " " + http.StatusText(a.Status))
}

// SaysError reports whether an answer has an error in it, whatever its status.
func (a Answer) SaysError() bool {
	said := a.Object["error"]
	return said != nil && said != "" && said != false
}

var pageTitle = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)

// isPage reports whether a web page answered.
func (a Answer) isPage() bool {
	begin := strings.ToLower(strings.TrimSpace(string(a.Body[:min(len(a.Body), 512)])))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") ||
		strings.Contains(a.Header.Get("Content-Type"), "text/html") && begin != ""
}

// title is that of a web page.
func (a Answer) title() string {
	if found := pageTitle.FindSubmatch(a.Body); found != nil {
		return html.UnescapeString(string(found[1]))
	}
	return ""
}

var (
	basicScheme    = regexp.MustCompile(`(?i)(?:^|,)\s*basic(?:\s|,|$)`)
	errorParameter = regexp.MustCompile(`(?i)(?:^|[\s,])(error|error_description)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))`)
)

// asksForBasic reports whether one of the challenges (RFC 9110 section 11.6.1) is
// Basic.
func (a Answer) asksForBasic() bool {
	return slices.ContainsFunc(a.Header.Values("WWW-Authenticate"), basicScheme.MatchString)
}

// challenged is the error that a challenge has (RFC 6750 section 3).
func (a Answer) challenged() (code, description string) {
	for _, field := range a.Header.Values("WWW-Authenticate") {
		for _, p := range errorParameter.FindAllStringSubmatch(field, -1) {
			value := strings.ReplaceAll(p[2]+p[3], `\`, "")
			if strings.EqualFold(p[1], "error") {
				code = value
			} else {
				description = value
			}
		}
	}
	return code, description
}

// Code is the error that an answer has, "" without one.
func (a Answer) Code() string { return a.refusal().code }
