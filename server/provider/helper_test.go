package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/provider"
)

// good is a profile that uses most of the format. TestFaults counts its lines.
const good = `id: good
name: Good
documentation: https://docs.example
hosts:
  - "*.example.com"
variables:
  tenant: scope.0.tid
fields:
  - name: data_center
    label: Host
    kind: url
  - name: client_id
    label: Client ID
  - name: client_secret
    label: Secret
    kind: secret
  - name: way
    label: Way
    kind: choice
    default: client_secret_basic
    choices: [{value: client_secret_basic}, {value: client_secret_post}]
  - name: more
    label: More
    optional: true
    when: way=client_secret_post
token:
  url: "{data_center}/token"
  grant: client_credentials
  place: form
  client: "{way}"
  parameters:
  - {name: extra, value: "{client_id}"}
  - {name: Accept, value: application/json, in: header}
apis:
  - name: One
    path: /v1
requests:
  - name: First
    api: One
    path: /v1/{tenant}
    query:
      - {name: q, value: '{client_id}'}
    body: '{"braces": {"of": "JSON"}, "client": "{client_id}"}'
who_am_i: First
issuer: "{data_center}"
renew_before: 60
longest_life: 3600
claims: {uid: Who it is.}
endpoints:
  introspection: "{data_center}/introspect"
steps:
  - id: one
    name: One customer
    fields:
      - {name: customer, label: Customer}
    token:
      url: "{data_center}/step"
      grant: g
      place: json
      client: bearer
      bearer: "{access_token}"
      assertion: {issuer: "{client_id}"}
      parameters:
        - {name: assertion, value: "{assertion}"}
        - {name: scope, value: "of:{customer}", in: query}
`

// edited replaces old and new by turns in good, each old once.
func edited(oldnew ...string) string {
	text := good
	for i := 0; i+1 < len(oldnew); i += 2 {
		if strings.Count(text, oldnew[i]) != 1 {
			panic("not once in the good profile: " + oldnew[i])
		}
		text = strings.Replace(text, oldnew[i], oldnew[i+1], 1)
	}
	return text
}

func builtin(t *testing.T) []provider.Profile {
	t.Helper()
	profiles, err := provider.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return profiles
}

func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func member(name, value string) api.Member {
	return api.Member{Name: name, Value: json.RawMessage(value)}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// keys answers every key of the format, nested ones too.
func keys(v any) []string {
	var all []string
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for f := range t.Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if tag == "-" {
				continue
			}
			if tag != "" {
				all = append(all, tag)
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeOf(v))
	return all
}
