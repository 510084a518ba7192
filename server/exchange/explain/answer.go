//go:build !js

package explain

import (
	"html"
	"net/http"
	"regexp"
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

// A challenge is one of the WWW-Authenticate header (RFC 9110 section 11.6.1).
type challenge struct {
	scheme     string // in small letters
	parameters map[string]string
}

var (
	challengeScheme    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*)(?:\s+|$)(.*)$`)
	challengeParameter = regexp.MustCompile(`([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))`)
)

// challenges are those that stand first in a field of their own. Servers of
// tokens have no more than one in each.
func (a Answer) challenges() []challenge {
	var all []challenge
	for _, field := range a.Header.Values("WWW-Authenticate") {
		parts := challengeScheme.FindStringSubmatch(strings.TrimSpace(field))
		if parts == nil {
			continue
		}
		c := challenge{strings.ToLower(parts[1]), map[string]string{}}
		for _, p := range challengeParameter.FindAllStringSubmatch(parts[2], -1) {
			c.parameters[strings.ToLower(p[1])] = strings.ReplaceAll(p[2]+p[3], `\`, "")
		}
		all = append(all, c)
	}
	return all
}

// Code is the error that an answer has, "" without one.
func (a Answer) Code() string { return a.refusal().code }
