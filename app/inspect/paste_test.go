package inspect_test

import (
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

func TestFind(t *testing.T) {
	wrapped := hs256[:30] + "\n    " + hs256[30:90] + "\r\n" + hs256[90:]
	withNonce := signed(`{"alg":"RS256"}`, `{"nonce":"n"}`)
	const access, id, refresh = api.AccessToken, api.IDToken, api.RefreshToken
	type token struct{ kind, raw, notes string }
	for _, test := range []struct {
		text string
		want []token
	}{
		{"", nil},
		{" \n\ufeff", nil},
		{hs256, []token{{access, hs256, ""}}},
		{withNonce, []token{{id, withNonce, ""}}},
		{"opaque", []token{{access, "opaque", ""}}},
		{"two words", []token{{access, "two words", ""}}},
		{"\ufeff " + hs256 + "\n", []token{{access, hs256, "White space around"}}},
		{"bearer  " + hs256, []token{{access, hs256, "“Bearer” before the token"}}},
		{`"` + hs256 + `",`, []token{{access, hs256, "Quotes around"}}},
		{"“Bearer " + hs256 + "”", []token{{access, hs256, "Quotes around; “Bearer”"}}},
		{"Authorization: Bearer " + hs256, []token{{access, hs256, "Authorization header; “Bearer”"}}},
		{"authorization: DPoP opaque", []token{{access, "opaque", "Authorization header; “DPoP”"}}},
		{`{"no": "token"}`, []token{{access, `{"no": "token"}`, "none of its members is called"}}},
		{`"Authorization": "Bearer ` + hs256 + `",`, []token{{access, hs256, "Authorization header; “Bearer”"}}},
		{`curl -H 'Authorization: Bearer ` + hs256 + `' https://dc.example/api`, []token{{access, hs256, "Authorization header; “Bearer”"}}},
		{wrapped, []token{{access, hs256, "White space at 2 places inside"}}},
		{`{"access_token":"` + hs256 + `","token_type":"bearer","expires_in":3600}`, []token{{access, hs256, "member access_token"}}},
		{" {\"data\":{\"idToken\":\"" + withNonce + "\",\"token\":\"t\",\"refresh_token\":\"r\\u0041\",\"jwt\":\"second\"}}\n", []token{
			{id, withNonce, "White space; member idToken"}, {access, "t", "White space; member token"}, {refresh, "rA", "White space; member refresh_token"},
		}},
		{`{"access_token":"` + hs256, []token{{access, `{"access_token":"` + hs256, "can't be read as one: Line 1, column 17: the string that begins here has no end."}}},
		{"https://app.example/#state=x&access_token=" + hs256 + "&id_token=a.b%2B&token_type=Bearer", []token{{access, hs256, "parameter access_token"}, {id, "a.b+", "parameter id_token"}}},
		{"my_access_token=x&access_token=y", []token{{access, "y", "parameter access_token"}}},
		{"access_token=%zz", []token{{access, "%zz", "parameter access_token"}}},
	} {
		got := inspect.Find(test.text)
		if len(got) != len(test.want) {
			t.Errorf("%.60q: found %d, want %d", test.text, len(got), len(test.want))
			continue
		}
		for i, want := range test.want {
			if got[i].Raw != want.raw || got[i].Token.Kind != want.kind || got[i].Token.Length != len(want.raw) || !told(got[i].Notes, want.notes) {
				t.Errorf("%.60q: found %s %q, notes %q, want %+v", test.text, got[i].Token.Kind, got[i].Raw, got[i].Notes, want)
			}
		}
	}
	if got := inspect.Find(strings.Repeat(" ", 17<<20)); len(got) != 1 || got[0].Token.Malformed == "" {
		t.Errorf("17 MiB: found %d", len(got))
	}
}

// TestFindInAForm writes the form as a client does.
func TestFindInAForm(t *testing.T) {
	form := url.Values{"refresh_token": {"a b&c=+/é"}, "x": {"1"}}.Encode()
	if got := inspect.Find(form); len(got) != 1 || got[0].Raw != "a b&c=+/é" || got[0].Token.Kind != api.RefreshToken {
		t.Errorf("%s: found %+v", form, got)
	}
}

// told reports whether the notes are those wanted, each by a part of it.
func told(notes []string, want string) bool {
	if want == "" {
		return len(notes) == 0
	}
	parts := strings.Split(want, "; ")
	for i, part := range parts {
		if len(notes) != len(parts) || !strings.Contains(notes[i], part) || !strings.HasSuffix(notes[i], ".") {
			return false
		}
	}
	return true
}
