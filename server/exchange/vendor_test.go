package exchange_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// TestEveryCodeIsExplained has the codes of the RFCs and of OpenID Connect.
func TestEveryCodeIsExplained(t *testing.T) {
	for source, codes := range map[string]string{
		"RFC 6749 5.2":     "invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type invalid_scope",
		"RFC 6749 4.1.2.1": "access_denied unsupported_response_type server_error temporarily_unavailable",
		"RFC 6750 3.1":     "invalid_token insufficient_scope",
		"RFC 7009 2.2.1":   "unsupported_token_type",
		"RFC 8628 3.5":     "authorization_pending slow_down expired_token",
		"RFC 8693, 8707":   "invalid_target",
		"OpenID 3.1.2.6": "interaction_required login_required account_selection_required consent_required invalid_request_uri " +
			"invalid_request_object request_not_supported request_uri_not_supported registration_not_supported",
		"RFC 9396, 9449, 9470": "invalid_authorization_details invalid_dpop_proof use_dpop_nonce insufficient_user_authentication",
	} {
		for code := range strings.FieldsSeq(codes) {
			for _, status := range []int{400, 401} {
				f := run(t, "oauth", credentials(answering(t, status, `{"error":"`+code+`"}`))).Failure
				if f == nil || f.Error != code || !strings.HasSuffix(f.Title, ", "+code) || len(f.Try) == 0 ||
					strings.HasPrefix(f.Title, "The token endpoint refused") || code != "invalid_client" && strings.HasPrefix(f.Title, "The client was not") {
					t.Errorf("%s, %s: got %s", source, code, dump(f))
				}
			}
		}
	}
}

// TestVendorsAreUnderstood has bodies as vendors send them.
func TestVendorsAreUnderstood(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		header []string
		title  string
		field  string
		detail string
		try    string // the first
	}{
		{
			"Microsoft, wrong secret", 401, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.","error_codes":[7000215]}`, nil,
			"The client was not accepted: 401", "client_secret", "AADSTS7000215", "Microsoft shows a secret's ID beside its value",
		},
		{
			"Microsoft, unknown app", 400, `{"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier 'x' was not found in the directory 'y'."}`, nil,
			"The client was not accepted: 400", "client_id", "AADSTS700016", "The application was not found in this tenant",
		},
		{
			"Microsoft, tenant", 400, `{"error":"invalid_request","error_description":"AADSTS90002: Tenant 'x' not found."}`, nil,
			"The token endpoint could not read the request: 400", "data_center", "AADSTS90002", "The tenant was not found",
		},
		{
			"Microsoft, scope", 400, `{"error":"invalid_scope","error_description":"AADSTS70011: The provided request must include a 'scope' input parameter."}`, nil,
			"The scope was not accepted: 400", "scope", "AADSTS70011", "/.default",
		},
		{
			"not another number", 400, `{"error":"invalid_scope","error_description":"AADSTS700110: something"}`, nil,
			"The scope was not accepted: 400", "scope", "AADSTS700110", "Leave the scope empty",
		},
		{
			"Auth0, audience", 403, `{"error":"access_denied","error_description":"Service not enabled within domain: https://nothing.example"}`, nil,
			"The token endpoint does not permit this: 403", "audience", "Service not enabled", "Auth0 does not know the audience",
		},
		{
			"Keycloak, wrong secret", 401, `{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}`, nil,
			"The client was not accepted: 401 Unauthorized, unauthorized_client", "client_secret", "Invalid client", "Copy client ID and client secret again",
		},
		{
			"Keycloak, realm", 404, `{"error":"Realm does not exist"}`, nil,
			"There is no token endpoint at this address: 404", "data_center", "Realm does not exist", "Check the realm in the URL",
		},
		{
			"Okta", 401, `{"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id' parameter.","errorLink":"invalid_client","errorId":"oae","errorCauses":[]}`, nil,
			"The client was not accepted: 401 Unauthorized, invalid_client", "client_secret", "Invalid value for 'client_id'", "Send the credentials in the body",
		},
		{
			"Google", 400, `{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."}`, nil,
			"The grant was not accepted: 400", "client_secret", "short-lived token", "Google wants an assertion of at most an hour",
		},
		{
			"Google's other shape", 403, `{"error":{"code":403,"message":"Not for you","status":"PERMISSION_DENIED"}}`, nil,
			"The token endpoint does not permit this: 403", "", "Not for you", "Copy",
		},
		{
			"GitHub", 200, `{"error":"incorrect_client_credentials","error_description":"The client_id and/or client_secret passed are incorrect."}`, nil,
			"The client was not accepted: 200 OK, incorrect_client_credentials", "client_secret", "are incorrect", "Copy",
		},
		{
			"Cognito", 400, `{"error":"invalid_client","error_description":"invalid_client_secret"}`, nil,
			"The client was not accepted: 400", "client_secret", "invalid_client_secret", "Copy",
		},
		{
			"Slack", 200, `{"ok":false,"error":"bad_client_secret"}`, nil,
			"The client was not accepted: 200 OK, bad_client_secret", "client_secret", `"ok":false`, "Copy",
		},
		{
			"Acronis, access", 403, `{"error":{"code":1002,"message":"Access denied","domain":"PlatformAccountServer"}}`, nil,
			"The token endpoint does not permit this: 403 Forbidden, 1002", "", "Access denied", "The API client lacks the right",
		},
		{
			"Acronis, tenant", 404, `{"error":{"code":1005,"message":"Tenant not found","details":{"info":"x"},"domain":"PlatformAccountServer"}}`, nil,
			"There is no token endpoint at this address: 404 Not Found, 1005", "token_url", "Tenant not found. x", "The tenant was not found",
		},
		{
			"Laravel", 422, `{"message":"The given data was invalid.","errors":{"username":["The username field is required."],"client_id":["Bad."]}}`, nil,
			"The token endpoint finds fault with what was sent: 422", "client_id", "The given data was invalid. Bad. The username field is required.", "Correct what the answer names",
		},
		{
			"JSON:API", 400, `{"errors":[{"code":"6","status":"400","title":"The user credentials were incorrect.","detail":"Try others."}]}`, nil,
			"The token endpoint refused the request: 400 Bad Request, 6", "", "The user credentials were incorrect. Try others.", "Copy",
		},
		{
			"Apigee", 401, `{"fault":{"faultstring":"Invalid client identifier x","detail":{"errorcode":"oauth.v2.InvalidClientIdentifier"}}}`, nil,
			"The client was not accepted: 401 Unauthorized, oauth.v2.InvalidClientIdentifier", "client_secret", "Invalid client identifier", "Copy",
		},
		{
			"Spring", 401, `{"timestamp":1,"status":401,"error":"Unauthorized","path":"/token"}`, nil,
			"The client was not accepted: 401 Unauthorized", "client_secret", `"path":"/token"`, "Copy",
		},
		{
			"only a header", 401, "",
			[]string{"WWW-Authenticate", `Bearer realm="x", error="invalid_token", error_description="It expired, \"long\" ago"`},
			"The token was not accepted: 401 Unauthorized, invalid_token", "", `It expired, "long" ago`, "The token may have ended",
		},
		{
			"DPoP", 400, `{"error":"use_dpop_nonce"}`,
			[]string{"DPoP-Nonce", "abc"},
			"The token endpoint wants tokens bound to a key (DPoP): 400", "", "use_dpop_nonce", "Ask who issued the client ID whether it can be let off DPoP",
		},
		{
			"mutual TLS", 401, `{"error":"invalid_client","error_description":"client certificate required"}`, nil,
			"The client was not accepted: 401", "client_certificate", "certificate required", "The server wants a client certificate",
		},
		{
			"Allow", 405, "",
			[]string{"Allow", "GET, HEAD"},
			"This address takes no POST: 405", "token_url", "empty", "The address takes GET, HEAD",
		},
	} {
		f := run(t, "oauth", credentials(answering(t, test.status, test.body, test.header...))).Failure
		if f == nil || !strings.HasPrefix(f.Title, test.title) || f.Field != test.field || !strings.Contains(f.Detail, test.detail) || len(f.Try) == 0 || !strings.Contains(f.Try[0], test.try) {
			t.Errorf("%s: got %s", test.name, dump(f))
		}
	}
}

// TestRanking wants the cause first that was observed.
func TestRanking(t *testing.T) {
	type change = map[string]string
	invalid := func(header ...string) string {
		return answering(t, 401, `{"error":"invalid_client"}`, header...)
	}
	plain := invalid()
	for _, test := range []struct {
		name, url string
		values    change
		field     string
		try       string // the first
		check     api.Variation
		reason    string
	}{
		{"usual", plain, nil, "client_secret", "Copy client ID", api.Variation{Client: "client_secret_post"}, "They went in the Authorization header"},
		{"white space", plain, change{"client_secret": "s3cr3t-kept-here "}, "client_secret", "begins or ends with white space", api.Variation{Trim: true}, "begins or ends with white space"},
		{"special characters", plain, change{"client_secret": "s3cr3t+kept/here"}, "client_secret", "They were sent encoded", api.Variation{Basic: "raw"}, "some servers do not decode them"},
		{"the same", plain, change{"client_secret": "client-4711"}, "client_secret", "is the same as the client ID", api.Variation{Client: "client_secret_post"}, ""},
		{"both", plain, change{"client_secret": "client-4711:s3cr3t"}, "client_secret", "begins with the client ID and a colon", api.Variation{Basic: "raw"}, ""},
		{"quotes", plain, change{"client_secret": `"s3cr3t"`}, "client_secret", "stands in quotes", api.Variation{Basic: "raw"}, ""},
		{"a dash", plain, change{"client_secret": "s3cr3t–kept"}, "client_secret", "beyond ASCII", api.Variation{Basic: "raw"}, ""},
		{
			"the other scheme", invalid("WWW-Authenticate", `Basic realm="x"`),
			change{"client_authentication": "client_secret_post"},
			"client_secret", "Send the credentials in the Authorization header",
			api.Variation{Client: "client_secret_basic"},
			"WWW-Authenticate asks for Basic",
		},
		{
			"one scheme of several", invalid("WWW-Authenticate", `Bearer realm="a basic one", Basic realm="x"`),
			change{"client_authentication": "client_secret_post"},
			"client_secret", "Send the credentials in the Authorization header",
			api.Variation{Client: "client_secret_basic"},
			"WWW-Authenticate asks for Basic",
		},
		{
			"the words", answering(t, 400, `{"error":"invalid_request","error_description":"Missing parameter: client_id"}`), nil,
			"", "Send the credentials in the body",
			api.Variation{Client: "client_secret_post"},
			"The answer's words point to it",
		},
		{
			"the body's type", answering(t, 415, ""), nil,
			"", "The body was sent as application/x-www-form-urlencoded",
			api.Variation{Place: "json"},
			"The answer is 415",
		},
		{
			"a body not read", answering(t, 400, `{"error":"invalid_request","error_description":"grant_type is required"}`), nil,
			"", "Compare the request below",
			api.Variation{Place: "json"},
			"says that grant_type is missing",
		},
		{"a slash", answering(t, 404, ""), nil, "token_url", "Check the token URL", api.Variation{Slash: "add"}, "404 Not Found"},
		{
			"a redirect to a slash", answering(t, 308, "", "Location", "/token/"), nil,
			"token_url", "The server wants the URL with a slash at its end",
			api.Variation{Slash: "add"},
			"but for the slash",
		},
	} {
		values := credentials(test.url)
		for name, value := range test.values {
			values[name] = value
		}
		f := run(t, "oauth", values).Failure
		if f == nil || f.Field != test.field || len(f.Try) == 0 || !strings.Contains(f.Try[0], test.try) {
			t.Errorf("%s: got %s", test.name, dump(f))
			continue
		}
		if len(f.Checks) == 0 || f.Checks[0].Variation != test.check || !strings.Contains(f.Checks[0].Reason, test.reason) || f.Checks[0].Title == "" {
			t.Errorf("%s: checks %s", test.name, dump(f.Checks))
		}
	}
}

// TestClocksAreSuspected where a signed assertion was refused by a server whose
// clock differs.
func TestClocksAreSuspected(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		45 * time.Second: "The provider's clock is 45 s ahead of this server's", -time.Hour: "The provider's clock is 3600 s behind this server's",
		20 * time.Second: "Copy client ID", // nothing to speak of
	} {
		values := credentials(answering(t, 401, `{"error":"invalid_client"}`, "Date", clock().Add(ahead).UTC().Format(http.TimeFormat)))
		values["client_authentication"] = api.ClientSecretJWT
		if f := run(t, "oauth", values).Failure; f == nil || !strings.HasPrefix(f.Try[0], want) || len(f.Checks) > 0 {
			t.Errorf("%v: %s", ahead, dump(f))
		}
	}
}

// TestDataCenterIsOffered only where the answer names another one.
func TestDataCenterIsOffered(t *testing.T) {
	for _, test := range []struct {
		name, location, body, offered string
	}{
		{"redirect", "https://us5-cloud.acronis.com/api/2/idp/token", "", "https://us5-cloud.acronis.com"},
		{"redirect elsewhere", "http://other.example/", "", "http://other.example"},
		{"redirect with a name in it", "https://a:b@other.example/", "", ""},
		{"body", "", `{"error":"invalid_client","error_description":"Your account lives at https://eu8-cloud.acronis.com."}`, "https://eu8-cloud.acronis.com"},
		{"body with a stranger", "", `{"error":"invalid_client","error_uri":"https://docs.example.com/x","hint":"https://acronis.com.evil.example"}`, ""},
	} {
		status, header := 401, []string{}
		if test.location != "" {
			status, header = 302, []string{"Location", test.location}
		}
		f := run(t, "acronis", credentials(answering(t, status, test.body, header...))).Failure
		var offered string
		for _, check := range f.Checks {
			offered += check.Variation.DataCenter
		}
		if offered != test.offered {
			t.Errorf("%s: got %s", test.name, dump(f))
		}
	}
}
