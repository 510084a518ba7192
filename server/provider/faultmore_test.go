package provider_test

import (
	"errors"
	"strings"
	"testing"

	"firstcall/server/provider"
)

// TestFaultsOfRequests has the faults of what a token is asked for with.
func TestFaultsOfRequests(t *testing.T) {
	const (
		label     = "    label: Client ID"
		parameter = `  - {name: extra, value: "{client_id}"}`
		place     = "  place: form"
		client    = `  client: "{way}"`
		key       = "    label: Client ID\n  - {name: private_key, label: K, kind: key}"
		lines     = "    label: Client ID\n  - {name: lines, label: L, kind: parameters}"
		signed    = `      assertion: {issuer: "{client_id}"}`
	)
	for _, test := range []struct{ old, new, want string }{
		{label, label + "\n  - {name: code, label: C}", `14: field name "code" stands for a value of the program's own`},
		{label, label + "\n  - {name: access_token, label: C}", `14: field name "access_token" stands for`},
		{label, label + "\n  - {name: client_key, label: C, kind: secret}", "the field client_key is of kind key"},
		{label, label + "\n  - {name: timeout, label: C}", "the field timeout is of kind seconds"},
		{label, label + "\n  - {name: s, label: C, kind: secret, default: x}", `14: field "s" is secret and has no default`},
		{label, label + "\n  - {name: s, label: C, kind: seconds, default: soon}", `14: default "soon" can't be entered`},
		{label, label + "\n  - {name: s, label: C, kind: url, default: 'ftp://x'}", `14: default "ftp://x" can't be entered`},
		{label, label + "\n  - {name: s, label: C, kind: choice, choices: [{value: 'a|b'}]}", `14: choice "a|b" has a |`},
		{"    when: way=client_secret_post", "    when: way=client_secret_post|other", `25: when "way=client_secret_post|other" names no choice of way`},
		{"    when: way=client_secret_post", "    when: way=client_secret_post or x=1", `25: when "x=1" is not of the form`},
		{place, place + "\n  method: GET", "30: method GET has no body: place is query or none"},
		{place, "  place: none", "29: place none leaves the grant out"},
		{place, "  place: none", "32: parameter extra needs an in, since place is none"},
		{place, "  place: none", `30: client "client_secret_post" needs a place other than none`},
		{client, "  client: bearer", `30: client "bearer" needs bearer`},
		{client, "  client: private_key_jwt", `30: client "private_key_jwt" needs a field named private_key`},
		{client, "  client: client_secret_basic\n  audience: '{x}'", "31: {x} names no field of this profile"},
		{client, client + "\n  assertion: {subject: x}", "31: assertion has no issuer"},
		{client, client + "\n  assertion: {issuer: x, lifetime: -1}", "31: lifetime is a number of seconds"},
		{client, client + "\n  assertion: {issuer: x, claims: [{value: x}]}", "31: claim has no name"},
		{client, client + "\n  assertion: {issuer: x, lifetime: soon}", "31: this should be a whole number, not the value `soon`"},
		{parameter, "  - {name: x, value: x, in: cookie}", `32: in "cookie" is none of header, query, body, authorization`},
		{parameter, `  - {name: x, value: "{client_secret}"}`, "32: {client_secret} has its place already, by client client_secret_basic"},
		{parameter, `  - {name: x, value: "{assertion}"}`, "32: {assertion} names no field of this profile"},
		{parameter, `  - {name: x, value: x, in: authorization}`, "32: in authorization needs endpoints.authorization"},
		{parameter, `  - {value: "x {client_id}"}`, "32: parameter has no name, nor is its value a field of kind parameters"},
		{parameter, `  - {value: "{client_id}"}`, "32: parameter has no name, nor is its value a field of kind parameters"},
		{`  url: "{data_center}/token"`, `  url: "{data_center}/token?s={client_secret}"`, "27: {client_secret} has its place already"},
		{"who_am_i: First", "who_am_i: Last", `44: who_am_i "Last" is the name of none`},
		{`issuer: "{data_center}"`, "issuer: example.com", `45: issuer "example.com" is no http or https address`},
		{`issuer: "{data_center}"`, `issuer: "{client_id}"`, `45: issuer "{client_id}" is no http or https address`},
		{`issuer: "{data_center}"`, `issuer: "{data_center}/{client_secret}"`, "45: {client_secret} is secret, and this is shown"},
		{"  grant: client_credentials", "  grant: '{client_secret}'", "28: {client_secret} is secret, and this is shown"},
		{"renew_before: 60", "renew_before: -1", "46: renew_before is a number of seconds"},
		{"longest_life: 3600", "longest_life: -1", "47: longest_life is a number of seconds"},
		{"claims: {uid: Who it is.}", "claims: {uid: ''}", `48: claim "uid" is not explained`},
		{`  introspection: "{data_center}/introspect"`, `  introspection: https://evil.example/`, "50: endpoints.introspection"},
		{`  introspection: "{data_center}/introspect"`, `  jwks: "{data_center}.evil.example"`, "50: endpoints.jwks"},
		{`  introspection: "{data_center}/introspect"`, `  authorization: "{data_center}/{client_secret}"`, "50: {client_secret} is secret"},
		{"  - id: one", "  - id: One", `52: step id "One" may have only`},
		{"    name: One customer", "", "step has no name"},
		{"    name: One customer", "    name: One customer\n    request: Last", `request "Last" is the name of none`},
		{"      - {name: customer, label: Customer}", "      - {name: client_id, label: Customer}", `55: field "client_id" is one of the profile's already`},
		{`      url: "{data_center}/step"`, "      url: https://evil.example/", "57: token.url"},
		{`      url: "{data_center}/step"`, "      url: '{customer}/x'", "57: token.url"},
		{`      bearer: "{access_token}"`, `      bearer: "{refresh_token}"`, "61: {refresh_token} names no field"},
		{signed, "      method: GET", "62: method GET has no body"},
		{signed, "      note: none", "64: {assertion} names no field of this profile"},
		{`        - {name: scope, value: "of:{customer}", in: query}`, `        - {name: scope, value: "{other}"}`, "65: {other} names no field"},
	} {
		wantFault(t, test.old, test.new, test.want)
	}
	for text, want := range map[string]string{
		edited(label, key, parameter, `  - {name: x, value: "{private_key}"}`):                                                                                                                         "33: {private_key} is a private key",
		edited(label, lines, parameter, `  - {name: x, value: "{lines}"}`):                                                                                                                             "33: {lines} is of kind parameters",
		edited(client, "  client: none", parameter, `  - {name: Host, value: x, in: header}`):                                                                                                          "32: header Host is not a profile's to set",
		edited(place, "  place: query\n  method: GET", parameter, `  - {name: x, value: x, in: body}`):                                                                                                 "33: method GET has no body to put x into",
		edited(`  introspection: "{data_center}/introspect"`, `  authorization: "{data_center}/a"`, client, "  client: none", parameter, `  - {name: x, value: "{client_secret}", in: authorization}`): "32: {client_secret} is secret, and the authorization request goes through the browser",
	} {
		if _, err := provider.Parse("p", []byte(text)); !strings.Contains(errorText(err), "p:"+want) {
			t.Errorf("got\n%s\nwant %s", errorText(err), want)
		}
	}
}

// TestNewKeysAreGood has what the faults above come near to.
func TestNewKeysAreGood(t *testing.T) {
	text := edited(
		"    label: Client ID", "    label: Client ID\n  - {name: lines, label: L, kind: parameters}\n  - {name: private_key, label: K, kind: key}\n  - {name: wait, label: W, kind: seconds, default: '1.5'}",
		`  - {name: extra, value: "{client_id}"}`, "  - {value: '{lines}'}\n  - {value: '{lines}', in: query}\n  - {name: scope, value: a b, repeat: true, in: authorization}",
		"    when: way=client_secret_post", "    when: way=client_secret_post|client_secret_basic or lines=x",
		`  introspection: "{data_center}/introspect"`, `  authorization: "{data_center}/authorize?p=1"`,
		"value: client_secret_post}", "value: client_secret_post}, {value: private_key_jwt}, {value: none}",
	)
	if _, err := provider.Parse("p", []byte(text)); err != nil {
		t.Error(err)
	}
}

func TestFaultsAreToBeHad(t *testing.T) {
	_, err := provider.Parse("typed", []byte(edited("id: good", "id: Good!", "  place: form", "  place: nowhere")))
	var faults *provider.Faults
	if !errors.As(err, &faults) || len(faults.List) != 2 || faults.List[0].Line != 1 || faults.List[1].Line != 29 || !strings.HasPrefix(faults.List[1].Reason, "place ") {
		t.Errorf("got %v", err)
	}
	if _, err := provider.Parse("typed", []byte(strings.Repeat("a", provider.MaxText+1))); !strings.HasPrefix(errorText(err), "typed:1: the file is larger than 64 kB") {
		t.Errorf("got %v", err)
	}
}
