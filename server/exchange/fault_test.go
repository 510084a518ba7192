package exchange_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/sandbox/fault"
)

// TestFaults asks an endpoint that misbehaves in each way there is.
func TestFaults(t *testing.T) {
	elsewhere := fault.New(fault.Config{Now: clock})
	there := httptest.NewServer(elsewhere)
	t.Cleanup(there.Close)
	here := httptest.NewServer(fault.New(fault.Config{Now: clock, Elsewhere: there.URL}))
	t.Cleanup(here.Close)
	const hour = 3600
	for name, want := range map[string]struct {
		life  int64 // of the token, -1 for one without an end
		kind  string
		title string
		seen  string
	}{
		"good": {life: hour}, "token-twice": {life: hour}, "no-type": {life: hour}, "bom": {life: hour}, "headers": {life: hour}, "form-only": {life: hour},
		"charset-invalid": {life: hour}, "charset-latin1": {life: hour}, "skewed": {life: hour}, "skewed/-7200": {life: hour}, "skewed/200000": {life: hour + 200000},
		"family": {life: hour}, "rotating/60": {life: 60}, "omitting": {life: hour}, "oversized/500000": {life: hour}, "gzip-bomb/500000": {life: hour},
		"expires-in-string": {life: hour}, "expires-in-fraction": {life: 3599}, "expires-on-ms": {life: hour},
		"expires-in-missing": {life: -1}, "expires-in-zero": {life: -1}, "expires-in-negative": {life: -1}, "expires-in-huge": {life: -1}, "expires-in-word": {life: -1},

		"truncated":          {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", ""},
		"trailing":           {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", ""},
		"deep":               {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", ""},
		"form":               {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", "access_token=••••••••"},
		"charset-utf16":      {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", "Its character set is utf-16"},
		"html":               {0, api.FailureAnswer, "A web page answered, not a token endpoint: 200 OK", "Sign in"},
		"html-as-json":       {0, api.FailureAnswer, "A web page answered, not a token endpoint: 200 OK", "Sign in"},
		"login":              {0, api.FailureAnswer, "A web page answered, not a token endpoint: 200 OK", "Sign in"},
		"error-in-200":       {0, api.FailureEndpoint, "The client was not accepted: 200 OK, invalid_client", "the client is not known"},
		"token-missing":      {0, api.FailureAnswer, "The answer has no access_token", "expires_in, token_type"},
		"token-null":         {0, api.FailureAnswer, "The answer has no access_token", ""},
		"token-empty":        {0, api.FailureAnswer, "The token can't be used", "is empty"},
		"token-number":       {0, api.FailureAnswer, "The token can't be used", "is a number where a string belongs"},
		"token-object":       {0, api.FailureAnswer, "The token can't be used", "is an object where a string belongs"},
		"token-array":        {0, api.FailureAnswer, "The token can't be used", "is an array where a string belongs"},
		"token-crlf":         {0, api.FailureAnswer, "The token can't be used", "has a line break"},
		"oversized":          {0, api.FailureAnswer, "The answer is larger than such answers can be", "1 MiB"},
		"gzip-bomb":          {0, api.FailureAnswer, "The answer is larger than such answers can be", "1 MiB"},
		"gzip-lie":           {0, api.FailureBroken, "", ""},
		"length-short":       {0, api.FailureAnswer, "The answer is not a JSON object: 200 OK", ""},
		"length-long":        {0, api.FailureBroken, "", ""},
		"length-twice":       {0, api.FailureBroken, "", ""},
		"cut-off":            {0, api.FailureBroken, "", ""},
		"silent":             {0, api.FailureBroken, "", ""},
		"no-http":            {0, api.FailureBroken, "", ""},
		"slow":               {0, api.FailureTimeout, "", ""},
		"drip":               {0, api.FailureTimeout, "", ""},
		"empty":              {0, api.FailureEndpoint, "The token endpoint refused the request: 400 Bad Request", "The answer's body was empty."},
		"empty/403":          {0, api.FailureEndpoint, "The token endpoint does not permit this: 403 Forbidden", "The answer's body was empty."},
		"status":             {0, api.FailureEndpoint, "The token endpoint is not available now: 503 Service Unavailable", "upstream connect error"},
		"status/429":         {0, api.FailureEndpoint, "The token endpoint was asked too often: 429 Too Many Requests", ""},
		"status/500":         {0, api.FailureEndpoint, "The token endpoint has a fault of its own: 500 Internal Server Error", ""},
		"json-only":          {0, api.FailureEndpoint, "The token endpoint does not take this kind of body: 415 Unsupported Media Type", ""},
		"redirect-host":      {0, api.FailureEndpoint, "The token endpoint redirects to " + strings.TrimPrefix(there.URL, "http://") + ": 307 Temporary Redirect", "The credentials were not sent along."},
		"redirect-login":     {0, api.FailureEndpoint, "The token endpoint redirects to " + strings.TrimPrefix(here.URL, "http://") + ": 302 Found", "/login"},
		"redirect-loop":      {0, api.FailureEndpoint, "The token endpoint redirects to " + strings.TrimPrefix(here.URL, "http://") + ": 307 Temporary Redirect", ""},
		"api":                {0, api.FailureEndpoint, "The token was not accepted: 401 Unauthorized, invalid_token", "was revoked or has expired"},
		"method-not-allowed": {0, api.FailureEndpoint, "This address takes no POST: 405 Method Not Allowed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values := credentials("http://127.0.0.1:9")
			values["token_url"], values["timeout"] = here.URL+"/"+name, "20"
			if want.kind == api.FailureTimeout {
				values["timeout"] = "1"
			}
			got := run(t, "oauth", values)
			f := got.Failure
			switch {
			case want.kind == "" && f != nil:
				t.Fatalf("got %s", dump(f))
			case want.kind == "":
				life := got.Grant.Expiry.ExpiresAt - clock().Unix()
				if want.life == -1 && got.Grant.Expiry.ExpiresAt != 0 || want.life != -1 && life != want.life {
					t.Errorf("it lives for %d s: %+v", life, got.Grant.Expiry)
				}
			case f.Kind != want.kind || want.title != "" && f.Title != want.title || !strings.Contains(f.Detail, want.seen) || len(f.Try) == 0:
				t.Errorf("got %s", dump(f))
			}
			if text := dump(got); strings.Contains(text, fault.Token+`\"`) || len(text) > 64<<10 {
				t.Errorf("%d bytes: %.2000s", len(text), text)
			}
		})
	}
	t.Cleanup(func() {
		if asked := elsewhere.Requests(); len(asked) > 0 {
			t.Errorf("the redirect was followed: %v", asked)
		}
	})
	covered := map[string]bool{}
	for _, name := range fault.Names() {
		covered[name] = true
	}
	if len(covered) < 40 {
		t.Errorf("only %d faults are there", len(covered))
	}
}

// TestSkew wants a clock that differs told, and its points in time put right.
func TestSkew(t *testing.T) {
	here := httptest.NewServer(fault.New(fault.Config{Now: clock}))
	t.Cleanup(here.Close)
	for degree, want := range map[string]int64{"0": 0, "1": 0, "-1": 0, "2": 2, "45": 45, "-3600": -3600, "86400": 86400, "86401": 0} {
		values := credentials("http://127.0.0.1:9")
		values["token_url"] = here.URL + "/skewed/" + degree
		got := run(t, "oauth", values)
		if got.Grant == nil || got.Grant.Expiry.Skew != want {
			t.Errorf("%s: got %+v, %s", degree, got.Grant, dump(got.Failure))
		}
		if e := got.Grant.Expiry; want != 0 && (e.ExpiresAt != clock().Add(time.Hour).Unix() || e.Source != "expires_on") {
			t.Errorf("%s: got %+v", degree, e)
		}
	}
}
