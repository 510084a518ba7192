//go:build !js

package explain

import (
	"net/url"
	"regexp"
	"strings"

	"firstcall/app/api"
)

// address finds the hosts of URLs in a text.
var address = regexp.MustCompile(`https?://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?)`)

// redirected is the failure of an answer 3xx.
func (c Case) redirected() *api.Failure {
	failure := &api.Failure{
		Title:  c.titled("It redirects elsewhere: ") + c.Answer.StatusText(),
		Detail: "It does not say where to. The credentials were not sent along.",
		Field:  c.urlField(),
		Try:    []string{"Check the " + c.address() + ": it may have moved."},
	}
	location := c.Answer.Header.Get("Location")
	if location == "" {
		return failure
	}
	failure.Detail = "It points to " + c.foreign(location) + ". The credentials were not sent along."
	base, err := url.Parse(c.Request.URL)
	if err != nil {
		return failure
	}
	to, err := base.Parse(location)
	if err != nil || to.Host == "" {
		return failure
	}
	failure.Title = c.titled("It redirects to ") + c.foreign(to.Host) + ": " + c.Answer.StatusText()
	failure.Try, failure.Field = nil, ""
	rank(c.moved(base, to)).fill(failure, c.Varies)
	return failure
}

// moved is what a redirect mostly means. Nothing is ever sent after it by itself.
func (c Case) moved(base, to *url.URL) []cause {
	host := c.foreign(to.Host)
	field := c.urlField()
	switch {
	case to.Host != base.Host:
		causes := at(usual, field, "If "+host+" is where your account lives, enter it as the "+c.address()+".")
		if looksLikeLogin(to) {
			causes = append(causes, at(observed, field, "It looks like a page for signing in: check that the "+c.address()+" is that of the API.")...)
		}
		if (to.Scheme == "https" || to.Scheme == base.Scheme) && to.User == nil {
			check := c.center(to.Scheme+"://"+to.Host, "The answer redirects to "+host+".")
			check.try = ""
			causes = append(causes, check)
		}
		return causes
	case to.Scheme == "https" && base.Scheme == "http":
		return at(usual, field, "Begin the "+c.address()+" with https://.")
	case strings.TrimSuffix(to.Path, "/") == strings.TrimSuffix(base.Path, "/") && to.Path != base.Path && c.slashCounts():
		found := c.slashed("The answer redirects to the same URL but for the slash at its end.")
		found.field, found.try = field, "The server wants the URL "+map[bool]string{true: "with", false: "without"}[strings.HasSuffix(to.Path, "/")]+" a slash at its end."
		return []cause{found}
	}
	return at(usual, field, "A redirect on the same host often leads to a page for signing in: check that the "+c.address()+" is that of the API.")
}

func looksLikeLogin(to *url.URL) bool {
	path := strings.ToLower(to.Path)
	for _, word := range []string{"login", "signin", "sign-in", "sign_in", "sso", "auth"} {
		if strings.Contains(path, word) {
			return true
		}
	}
	return false
}
