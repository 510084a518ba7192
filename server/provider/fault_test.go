package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firstcall/server/provider"
)

// TestFaults changes one line of a good profile and wants the fault by line.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"id: good", "id: good\ncolour: red", "2: unknown key colour"},
		{"    label: Host", "    label: Host\n    labell: Host", "11: unknown key labell"},
		{"id: good", "", "id is missing"},
		{"id: good", "id: Good!", `1: id "Good!" may have only a to z, 0 to 9 and -`},
		{"id: good", "id: [1]", "1: this should be text, not a list"},
		{"id: good", "id: good\nid: other", "2: mapping key \"id\" already defined at line 1"},
		{"name: Good", "name:", "2: name is missing"},
		{"name: Good", "", "1: name is missing"},
		{"documentation: https://docs.example", "documentation: javascript:alert(1)", "3: documentation \"javascript:alert(1)\" is no http or https address"},
		{"documentation: https://docs.example", "documentation: /relative", "3: documentation \"/relative\" is no http or https address"},
		{`  - "*.example.com"`, `  - "https://example.com"`, `5: host "https://example.com" is no host name`},
		{`  - "*.example.com"`, `  - "*"`, `5: host "*" is no host name`},
		{`  - "*.example.com"`, `  - "a.*.example.com"`, `5: host "a.*.example.com" is no host name`},
		{`  - "*.example.com"`, `  - "a.example.com:0"`, `5: host "a.example.com:0" is no host name`},
		{`  - "*.example.com"`, `  - "[::1"`, `5: host "[::1" is no host name`},
		{"  tenant: scope.0.tid", "  client_id: sub", `7: variable "client_id" needs a name of its own`},
		{"  tenant: scope.0.tid", "  tenant: ''", `7: variable "tenant" names no claim`},
		{"  - name: client_id", "  - name: data_center", `12: field "data_center" is there twice`},
		{"  - name: client_id", "  - name: client id", `12: field name "client id" may have only`},
		{"    kind: url", "    kind: link", `11: kind "link" is none of text, secret, url, endpoint, choice, certificate, key, seconds, parameters`},
		{"    kind: url", "    kind: endpoint", `9: the field data_center is of kind url`},
		{"    kind: url", "    kind: text", `9: the field data_center is of kind url`},
		{"  - name: data_center", "  - name: dc", "9: there is no field named data_center"},
		{"    label: Client ID", "    keep_path: true", `field "client_id" has no label`},
		{"    label: Client ID", "    label: I\n    keep_path: true", "14: keep_path is for a field of kind url"},
		{"    label: Client ID", "    label: I\n    choices: [{value: a}]", "14: choices are for a field of kind choice"},
		{"    choices: [{value: client_secret_basic}, {value: client_secret_post}]", "", `17: field "way" has no choices`},
		{"    default: client_secret_basic", "    default: other", `20: default "other" is none of client_secret_basic, client_secret_post`},
		{"    when: way=client_secret_post", "    when: way", `25: when "way" is not of the form field=value`},
		{"    when: way=client_secret_post", "    when: nothing=body", `25: when "nothing=body" is not of the form`},
		{"    when: way=client_secret_post", "    when: way=other", `25: when "way=other" names no choice of way`},
		{`  url: "{data_center}/token"`, "  url: https://evil.example/token", "27: token.url"},
		{`  url: "{data_center}/token"`, `  url: "{data_center}.evil.example/token"`, "27: token.url"},
		{`  url: "{data_center}/token"`, `  url: "{client_id}/token"`, "27: token.url"},
		{`  url: "{data_center}/token"`, `  url: "{data_center}/{tenant}"`, "27: {tenant} names no field of this profile"},
		{`  url: "{data_center}/token"`, `  url: "{data_center}/{client_secret}"`, "27: {client_secret} is secret"},
		{"    label: Client ID", "    label: I\n    kind: endpoint\n    keep_path: true", "15: keep_path is for a field of kind url"},
		{`  url: "{data_center}/token"`, "", `28: token.url "" does not begin`},
		{"  grant: client_credentials", "  grant: '{grant}'", "28: {grant} names no field of this profile"},
		{"  place: form", "  place: body", `29: place "body" is none of form, json, query, none`},
		{"  place: form", "  place: form\n  method: P T", `30: method "P T" is no HTTP method`},
		{`  client: "{way}"`, "  client: header", `30: client "header" is none of client_secret_basic, client_secret_post, client_secret_jwt`},
		{`  client: "{way}"`, `  client: "{client_id}"`, `30: client "{client_id}" names no field of kind choice`},
		{"value: client_secret_post}", "value: both}", `30: client "both" is none of client_secret_basic, client_secret_post, client_secret_jwt`},
		{"  - name: client_secret", "  - name: password", `30: client "client_secret_basic" needs a field named client_secret`},
		{`  - {name: extra, value: "{client_id}"}`, `  - {name: extra, value: "{id}"}`, "32: {id} names no field of this profile"},
		{`  - {name: extra, value: "{client_id}"}`, `  - {value: x}`, "32: parameter has no name, nor is its value a field"},
		{`  - {name: extra, value: "{client_id}"}`, `  - {name: x, value: x, when: a=b}`, `32: when "a=b"`},
		{"  - {name: Accept, value: application/json, in: header}", "  - {name: 'Acc ept', value: x, in: header}", `33: "Acc ept" is no header name`},
		{"  - {name: Accept, value: application/json, in: header}", "  - {name: AUTHORIZATION, value: x, in: header}", "33: header AUTHORIZATION is not a profile's to set"},
		{"    path: /v1\n", "    path: v1\n", `36: path "v1" does not begin with /`},
		{"    api: One", "    api: Two", `39: api "Two" is none of this profile's apis`},
		{"    path: /v1/{tenant}", "    path: v1", `40: path "v1" does not begin with /`},
		{"    path: /v1/{tenant}", "    path: /v1/{other}", "40: {other} names no field of this profile"},
		{"      - {name: q, value: '{client_id}'}", "      - {name: q, value: '{x}'}", "42: {x} names no field of this profile"},
		{"  - name: First", "  - note: no name", "38: request has no name"},
		{"      - {name: q, value: '{client_id}'}", "      - {name: q, off: perhaps}", "42: this should be true or false, not the value `perhaps`"},
	} {
		wantFault(t, test.old, test.new, test.want)
	}
}

// wantFault wants a fault, by its line if want begins with one.
func wantFault(t *testing.T, old, new, want string) {
	t.Helper()
	_, err := provider.Parse("p.yaml", []byte(edited(old, new)))
	got := errorText(err)
	if strings.Contains("0123456789", want[:1]) {
		want = "p.yaml:" + want
	}
	if !strings.Contains(got, want) {
		t.Errorf("%q made %q: got\n%s\nwant %s", old, new, got, want)
	}
}

func TestFaultsOfWholeFiles(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "p:1: the file is empty"},
		{"# nothing\n", "p:1: the file is empty"},
		{"id: x\n\tname: y", "p:2: "},
		{"- a list", "p:1: this should be keys with values, not a list"},
		{"just words", "p:1: this should be keys with values, not the value `just words`"},
		{good + "---\nid: other\n", "p:1: a file holds one profile"},
		{"id: *nowhere", "p:1: unknown anchor"},
		{"id: \xff", "p:"},
	} {
		_, err := provider.Parse("p", []byte(test.text))
		if got := errorText(err); !strings.HasPrefix(got, test.want) {
			t.Errorf("%.20q: got %q, want %q", test.text, got, test.want)
		}
	}
}

// TestFaultsComeTogether wants all faults of a file at once, by line.
func TestFaultsComeTogether(t *testing.T) {
	text := edited("id: good", "id: G", "  place: form", "  place: nowhere", "    kind: url", "    kind: url\n    colour: red")
	_, err := provider.Parse("p", []byte(text))
	lines := strings.Split(errorText(err), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "p:1:") || !strings.HasPrefix(lines[1], "p:12:") || !strings.HasPrefix(lines[2], "p:30:") {
		t.Errorf("got %q", lines)
	}
}

// TestFaultsAreFew has more faults than anybody wants to read.
func TestFaultsAreFew(t *testing.T) {
	text := good
	for i := range 100 {
		text += fmt.Sprintf("unknown%d: x\n", i)
	}
	_, err := provider.Parse("p", []byte(text))
	lines := strings.Split(errorText(err), "\n")
	if len(lines) != 21 || !strings.HasSuffix(lines[20], ": there are 80 faults more") {
		t.Errorf("got %d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

// TestFilesThatAreNotRead wants what could take for ever to be refused unread.
func TestFilesThatAreNotRead(t *testing.T) {
	large := directory(t, map[string]string{"large.yaml": good + "#" + strings.Repeat(" ", 64<<10)})
	device := t.TempDir()
	if err := os.Symlink(os.DevNull, filepath.Join(device, "device.yaml")); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		large:  "large.yaml:1: the file is larger than 64 kB, the most that a profile may have",
		device: "device.yaml:1: this is no file that can be read whole",
	} {
		if _, err := provider.Load(nil, dir); errorText(err) != filepath.Join(dir, want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestTokenURLIsAnEndpoint wants nothing to follow a URL that may have a query.
func TestTokenURLIsAnEndpoint(t *testing.T) {
	for url, faulty := range map[string]bool{"{more}": false, "{more}/token": true, "{more}?p=1": true, "x{more}": true} {
		text := edited("    label: More", "    label: More\n    kind: endpoint", `  url: "{data_center}/token"`, `  url: "`+url+`"`)
		_, err := provider.Parse("p", []byte(text))
		if got := strings.HasPrefix(errorText(err), "p:28: token.url"); got != faulty || !faulty && err != nil {
			t.Errorf("%s: got %v", url, err)
		}
	}
}

func TestGoodProfileIsGood(t *testing.T) {
	p, err := provider.Parse("p", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if p.Token.Method != "POST" || p.Requests[0].Method != "GET" || p.Fields[1].Kind != "text" {
		t.Errorf("defaults are missing in %+v", p)
	}
}
