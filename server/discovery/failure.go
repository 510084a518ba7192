//go:build !js

package discovery

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// enterYourself is the way without metadata.
const enterYourself = "If the server has no such metadata, begin with the profile “OAuth 2.0 server” and enter its token URL."

// broken is the failure of a request that got no whole answer.
func (a answer) broken(err error) *api.Failure {
	failure := transport.Explain(err)
	if failure.Kind == api.FailureRefused {
		return failure
	}
	a.transcript.Rungs = transport.TraceOf(err).Rungs()
	if failure.Phase == api.RungCall || failure.Phase == "" {
		failure.Phase = api.RungEndpoint
		a.transcript.Rungs = append(a.transcript.Rungs, stopped(failure.Title))
	}
	if len(failure.Certificates) > 0 {
		failure.Try = append(failure.Try, "An import trusts the system's certificates only. For a CA of your own begin with the profile “OAuth 2.0 server”, which has a field for it.")
	}
	failure.Transcript = &a.transcript
	return failure
}

// stopped is the rung where an import stopped that got an answer.
func stopped(evidence string) api.Rung {
	return api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: evidence}
}

// failure is that of an answer.
func (a answer) failure(title, detail string, try ...string) *api.Failure {
	a.transcript.Rungs = append(a.transcript.Rungs, stopped(title))
	u, _ := url.Parse(a.at) // it was asked, so it is one
	return &api.Failure{
		Kind: api.FailureAnswer, Phase: api.RungEndpoint, Host: u.Host,
		Title: title, Detail: detail, Try: try, Transcript: &a.transcript,
	}
}

// notFound is the failure of an import that found metadata nowhere. The answer
// that tells most is the one to show.
func notFound(answers []answer) *api.Failure {
	most := answers[0]
	var seen, try []string
	for _, a := range answers {
		seen = append(seen, a.at+" answered "+a.seen()+".")
		if most.redirect() == "" && a.redirect() != "" {
			most = a
		}
	}
	if to := most.redirect(); to != "" {
		try = append(try, "Redirects are not followed, since they could lead to another issuer. If "+to+" belongs to the server that you mean, import from its issuer.")
	}
	try = append(try,
		"Check the issuer: it is what the provider's documentation calls issuer, authority or discovery URL, and what tokens have as iss.",
		enterYourself,
	)
	return most.failure("No metadata was found", strings.Join(seen, " "), try...)
}

func (a answer) anotherIssuer(where place) *api.Failure {
	said := "no issuer at all"
	try := []string{enterYourself}
	if a.metadata.Issuer != "" {
		said = "the issuer " + short(a.metadata.Issuer)
		try = append([]string{"If that is the server that you mean, import from " + short(a.metadata.Issuer) + "."}, try...)
	}
	return a.failure("The metadata is another issuer's",
		"Asked for was "+where.issuer+", and the document at "+a.at+" names "+said+". Metadata counts only for the issuer that it names (RFC 8414 section 3.3).",
		append(try, "If the server is yours, behind a proxy: tell it the address by which others know it.")...)
}

func (a answer) noTokenEndpoint() *api.Failure {
	return a.failure("The metadata names no token endpoint",
		"The document at "+a.at+" has no token_endpoint. Only servers may leave it out that have nothing but the implicit grant (RFC 8414 section 2), which gives no token to a program like this.",
		"Ask the provider which token URL to use, begin with the profile “OAuth 2.0 server” and enter it.")
}

func (a answer) badTokenEndpoint() *api.Failure {
	return a.failure("The metadata names a token endpoint that can't be used",
		"Its token_endpoint is "+short(a.metadata.TokenEndpoint)+", and a secret is sent only to a whole URL, and not without TLS where the issuer has it.",
		"If the server is yours, behind a proxy that does TLS: tell it so, often by a header such as X-Forwarded-Proto.")
}
