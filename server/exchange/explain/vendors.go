//go:build !js

package explain

import (
	"strings"

	"firstcall/app/api"
)

// A saying is what a vendor's answer has in its code or description, and what
// that means there.
type saying struct {
	text   string // in small letters
	fields []string
	try    string
}

// sayings are documented by the vendors, or seen in their answers.
var sayings = []saying{
	{"aadsts7000215", []string{api.ClientSecretField}, "The client secret is wrong. Microsoft shows a secret's ID beside its value: what belongs here is the value."},
	{"aadsts7000222", []string{api.ClientSecretField}, "The client secret has expired. Make a new one in the app's registration."},
	{"aadsts7000218", []string{api.ClientSecretField, api.PrivateKeyField}, "The app is registered as a confidential client, and neither a secret nor an assertion was sent. Choose another client authentication, or allow public client flows in the app's registration."},
	{"aadsts700016", []string{api.ClientIDField}, "The application was not found in this tenant. Check the client ID, and that the tenant in the URL is the app's own."},
	{"aadsts700027", []string{api.PrivateKeyField}, "The assertion's signature was not accepted. Upload the certificate of this key to the app's registration, and send its thumbprint."},
	{"aadsts700024", nil, "The assertion is outside of its time. Compare the clocks of this machine and the server."},
	{"aadsts90002", []string{api.DataCenterField}, "The tenant was not found. Check the tenant in the URL: its ID, or a domain that belongs to it."},
	{"aadsts900023", []string{api.DataCenterField}, "The tenant in the URL is neither an ID nor a domain."},
	{"aadsts900144", nil, "The request lacks a parameter, which the description names."},
	{"aadsts70011", []string{"scope"}, "The scope is not valid here. For an app without a user it is the resource followed by /.default, such as https://graph.microsoft.com/.default."},
	{"aadsts1002012", []string{"scope"}, "For an app without a user the scope is the resource followed by /.default, such as https://graph.microsoft.com/.default."},
	{"aadsts500011", []string{"scope", "resource"}, "The resource was not found in this tenant: an administrator has to add it, or its name is misspelt."},
	{"aadsts65001", nil, "Nobody consented to this app yet: let the user or an administrator consent to it."},
	{"aadsts50011", nil, "The redirect URI is not one of the app's: add it in the app's registration."},
	{"aadsts50126", []string{"password", "username"}, "User name or password are wrong."},
	{"aadsts50034", []string{"username"}, "The user is not known in this tenant."},
	{"aadsts50053", nil, "The account is locked, after too many wrong passwords or because of where they came from."},
	{"aadsts50055", []string{"password"}, "The password has expired: change it, and try again."},
	{"aadsts50076", nil, "The account needs a second factor, which the password grant has no place for."},
	{"aadsts50079", nil, "The account needs a second factor, which the password grant has no place for."},
	{"aadsts70008", nil, "The code or refresh token has expired: sign in again."},
	{"aadsts54005", nil, "The code was used already: sign in again."},

	{"service not enabled within domain", []string{"audience"}, "Auth0 does not know the audience: it has to be the identifier of an API of this tenant, letter by letter."},
	{"client is not authorized to access", []string{"audience"}, "Let the application use that API: in Auth0 under the API's Machine to Machine Applications."},
	{"' not allowed for the client", nil, "Allow the grant for the application: in Auth0 under its advanced settings."},

	{"client not enabled to retrieve service account", nil, "Turn on service accounts for the client in Keycloak."},
	{"client not allowed for direct access grants", nil, "Turn on direct access grants for the client in Keycloak."},
	{"realm does not exist", []string{api.DataCenterField}, "Check the realm in the URL: Keycloak does not know it."},
	{"account is not fully set up", nil, "The account has something to do at its next sign-in, such as changing the password: sign in to Keycloak once with a browser."},

	{"short-lived token", nil, "Google wants an assertion of at most an hour, by a clock that is right: compare the clocks."},
	{"invalid_rapt", nil, "Google wants the user to sign in again, as the organisation's policy says."},
	{"token has been expired or revoked", nil, "Sign in again: Google ends refresh tokens after half a year without use, after seven days for apps in testing, and when access is revoked."},
}

// vendor finds what is certain.
func (c Case) vendor(said refusal) []cause {
	var causes []cause
	text := strings.ToLower(said.code + " " + said.description)
	for _, s := range sayings {
		if says(text, s.text) {
			causes = append(causes, cause{weight: certain, field: c.field(s.fields...), try: s.try})
		}
	}
	return append(causes, c.acronis(said)...)
}

// says reports whether text has what, and not as the beginning of a longer number.
func says(text, what string) bool {
	for {
		_, after, found := strings.Cut(text, what)
		if !found {
			return false
		}
		if after == "" || after[0] < '0' || after[0] > '9' {
			return true
		}
		text = after
	}
}

// acronis knows the platform's error numbers, which stand in an object under error.
func (c Case) acronis(said refusal) []cause {
	if nested, ok := c.Answer.Object["error"].(map[string]any); !ok || nested["domain"] == nil {
		return nil
	}
	switch said.code {
	case "1002":
		return tries(certain, "The API client lacks the right to this: look at its role and tenant in the management console.")
	case "1005":
		return at(certain, c.field("tenant", "tenant_id"), "The tenant was not found: check its ID, and that it lies below the API client's own.")
	}
	return nil
}
