package entry_test

import (
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/entry"
)

func TestClean(t *testing.T) {
	const around = "White space around it was taken off."
	for _, test := range []struct {
		field api.Field
		typed string
		want  string
		notes []string
		says  string // in the problem
	}{
		{api.Field{}, " \u200b\n", "", nil, ""},
		{api.Field{}, "as it is", "as it is", nil, ""},
		{api.Field{Kind: api.FieldText}, "\ufeffid\n", "id", []string{around}, ""},
		{api.Field{Kind: api.FieldSecret}, "a\nb", "a\nb", nil, "line break"},
		{api.Field{Kind: api.FieldSecret}, "a\xff", "a\xff", nil, "UTF-8"},
		{api.Field{Kind: api.FieldText}, strings.Repeat("a", entry.Limit+1), strings.Repeat("a", entry.Limit+1), nil, "64 kB"},
		{api.Field{Kind: api.FieldCertificate}, "\n-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n", nil, ""},
		{api.Field{Kind: api.FieldCertificate}, "garbage", "garbage", nil, "No certificate"},
		{api.Field{Kind: api.FieldCertificate}, "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----", nil, "private key"},
		{api.Field{Kind: api.FieldURL}, "https://a.example/x", "https://a.example", []string{"“/x” was taken off the end."}, ""},
		{api.Field{Kind: api.FieldURL, KeepPath: true}, "https://a.example/x/", "https://a.example/x", []string{"The slash at the end was taken off."}, ""},
		{api.Field{Kind: api.FieldEndpoint}, "https://a.example/x/?p=1", "https://a.example/x/?p=1", nil, ""},
		{api.Field{Kind: api.FieldEndpoint}, "https://a b", "https://a b", nil, "no space"},
	} {
		got := entry.Clean(test.field, test.typed)
		if got.Value != test.want || !slices.Equal(got.Notes, test.notes) || (got.Problem != "") != (test.says != "") || !strings.Contains(got.Problem, test.says) {
			t.Errorf("%.40q as %s: got %+v", test.typed, test.field.Kind, got)
		}
	}
}
