package datacenter_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"firstcall/app/datacenter"
)

func TestClean(t *testing.T) {
	const (
		around = "White space around it was removed."
		quotes = "What stood around it, such as quotes, was taken off."
		inside = "White space inside was removed."
		https  = "“https://” was put in front."
		http   = "“http://” was put in front."
		lower  = "Upper-case letters in scheme and host were made lower-case."
		slash  = "The slash at the end was taken off."
		query  = "The query, from “?” on, was taken off."
		unseen = "Invisible characters were removed."
	)
	for _, test := range []struct {
		typed   string
		keep    datacenter.Keep
		url     string
		notes   []string
		warning string
	}{
		{typed: "https://eu8-cloud.acronis.com", url: "https://eu8-cloud.acronis.com"},
		{typed: " https://a.example\n", url: "https://a.example", notes: []string{around}},
		{typed: "\u200bhttps://a.exa\u00admple\ufeff", url: "https://a.example", notes: []string{unseen}},
		{typed: "\"https://a.example\"", url: "https://a.example", notes: []string{quotes}},
		{typed: "“https://a.example”,", url: "https://a.example", notes: []string{quotes}},
		{typed: "< https://a.example >", url: "https://a.example", notes: []string{quotes}},
		{typed: "https://eu8-\n  cloud.example", url: "https://eu8-cloud.example", notes: []string{inside}},
		{typed: "https://a.example/oauth2/\nv2.0/token", keep: datacenter.Whole, url: "https://a.example/oauth2/v2.0/token", notes: []string{inside}},
		{typed: "https://a.example/web/https://b.example", keep: datacenter.Whole, url: "https://a.example/web/https://b.example"},
		{typed: "https:// a.example /", url: "https://a.example", notes: []string{inside, slash}},
		{typed: "a.example", url: "https://a.example", notes: []string{https}},
		{typed: "//a.example", url: "https://a.example", notes: []string{https}},
		{typed: "broker.internal:8443", url: "https://broker.internal:8443", notes: []string{https}},
		{typed: "localhost:9001", url: "http://localhost:9001", notes: []string{http}},
		{typed: "127.8.0.1:9001", url: "http://127.8.0.1:9001", notes: []string{http}},
		{typed: "[::1]:9001", url: "http://[::1]:9001", notes: []string{http}},
		{typed: "10.0.0.7:8443", url: "https://10.0.0.7:8443", notes: []string{https}},
		{typed: "HTTPS://EU8.Example", url: "https://eu8.example", notes: []string{lower}},
		{typed: "https://a.example/", url: "https://a.example", notes: []string{slash}},
		{typed: "https://a.example/api/2", url: "https://a.example", notes: []string{"“/api/2” was taken off the end."}},
		{typed: "https://a.example/api/2/", url: "https://a.example", notes: []string{"“/api/2” was taken off the end."}},
		{typed: "https://a.example/oauth/token", keep: datacenter.Path, url: "https://a.example/oauth/token"},
		{typed: "https://a.example/o/token/?p=1", keep: datacenter.Path, url: "https://a.example/o/token", notes: []string{query, slash}},
		{typed: "https://a.example/o/token/", keep: datacenter.Whole, url: "https://a.example/o/token/"},
		{typed: "https://A.example:443/T/oauth2/v2.0/token?p=B2C_1_x&q=", keep: datacenter.Whole, url: "https://a.example/T/oauth2/v2.0/token?p=B2C_1_x&q=", notes: []string{lower, "“:443” was taken off, it is the default."}},
		{typed: "a.example?a=/b?c:d&%20+", keep: datacenter.Whole, url: "https://a.example?a=/b?c:d&%20+", notes: []string{https}},
		{typed: "https://a.example/", keep: datacenter.Whole, url: "https://a.example/"},
		{typed: "<https://a.example/t/?x=1>,", keep: datacenter.Whole, url: "https://a.example/t/?x=1", notes: []string{quotes}},
		{typed: "https://a.example/t/?x=1;#top", keep: datacenter.Whole, url: "https://a.example/t/?x=1", notes: []string{"The fragment, from “#” on, was taken off."}},
		{typed: "https://a.example/A%20b/~x(1)", keep: datacenter.Path, url: "https://a.example/A%20b/~x(1)"},
		{typed: "https://a.example?client_secret=x", url: "https://a.example", notes: []string{query}},
		{typed: "https://a.example/#x", url: "https://a.example", notes: []string{"The fragment, from “#” on, was taken off.", slash}},
		{typed: "https://a.example:443", url: "https://a.example", notes: []string{"“:443” was taken off, it is the default."}},
		{typed: "http://localhost:80", url: "http://localhost", notes: []string{"“:80” was taken off, it is the default."}},
		{typed: "https://a.example:80", url: "https://a.example:80"},
		{typed: "https://a.example:", url: "https://a.example", notes: []string{"The colon at the end was taken off."}},
		{typed: "https://a.example.", url: "https://a.example", notes: []string{"The dot at the end was taken off."}},
		{typed: "https://xn--bcher-kva.example", url: "https://xn--bcher-kva.example"},
		{typed: "https:/a.example", url: "https://a.example", notes: []string{"The beginning was made “https://”."}},
		{typed: "https//a.example", url: "https://a.example", notes: []string{"The beginning was made “https://”."}},
		{typed: "https://https://a.example", url: "https://a.example", notes: []string{"A second scheme was taken off."}},
		{typed: "https://[2001:DB8:0::7]", url: "https://[2001:db8::7]", notes: []string{"The IPv6 address was written in its usual form."}},
		{typed: "http://a.example", url: "http://a.example", warning: datacenter.PlainHTTP},
		{typed: "http://10.0.0.7", url: "http://10.0.0.7", warning: datacenter.PlainHTTP},
		{typed: "http://127.0.0.1:8080", url: "http://127.0.0.1:8080"},
		{typed: "http://[::1]", url: "http://[::1]"},
		{typed: "httpbin.example", url: "https://httpbin.example", notes: []string{https}},
		{typed: "1password.example", url: "https://1password.example", notes: []string{https}},
	} {
		got, err := datacenter.Clean(test.typed, test.keep)
		if err != nil {
			t.Errorf("%q: %v", test.typed, err)
			continue
		}
		if got.URL != test.url || !slices.Equal(got.Notes, test.notes) || got.Warning != test.warning {
			t.Errorf("%q\n got %+v\nwant %+v", test.typed, got, datacenter.Result{URL: test.url, Notes: test.notes, Warning: test.warning})
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	for _, test := range []struct{ typed, says string }{
		{"", "Enter the URL"},
		{" \t\u200b", "Enter the URL"},
		{`""`, "Enter the URL"},
		{"https://", "host is missing"},
		{"https:", "host is missing"},
		{"https:///api/2", "host is missing"},
		{"/api/2", "host is missing"},
		{"?x=1", "host is missing"},
		{":8443", "host is missing"},
		{"https://:8443", "host is missing"},
		{"ftp://a.example", "“ftp:”"},
		{"javascript:alert(1)", "“javascript:”"},
		{"file:///etc/passwd", "“file:”"},
		{"https://id:geheim@a.example", "Credentials don't belong"},
		{"id:geheim@a.example", "Credentials don't belong"},
		{"https://id:geh/eim@a.example", "Credentials don't belong"},
		{"https://id:geh#eim@a.example", "Credentials don't belong"},
		{"https://id@a.example", "Credentials don't belong"},
		{"ops@a.example", "e-mail address"},
		{"mailto:ops@a.example", "e-mail address"},
		{"my broker.example", "no space"},
		{"https://a_b.example", "“_”"},
		{"https://a.example\\x", "“\\”"},
		{"https://bücher.example", "“ü”"},
		{"https://a.example:8４43", "“8４43”"},
		{"https://{host}", "“{”"},
		{"https://a..example", "dot too many"},
		{"https://a.example..", "dot too many"},
		{"https://.", "dot too many"},
		{"https://-a.example", "hyphen"},
		{"https://" + strings.Repeat("a", 64) + ".example", "63"},
		{"https://" + strings.Repeat("a.", 130) + "example", "253"},
		{"https://0177.0.0.1", "“0177.0.0.1”"},
		{"https://0x7f.0.0.1", "“0x7f.0.0.1”"},
		{"https://0x7f000001", "“0x7f000001”"},
		{"https://2130706433", "“2130706433”"},
		{"https://127.1", "“127.1”"},
		{"https://1.2.3.4.5", "“1.2.3.4.5”"},
		{"https://1.2.3.256", "“1.2.3.256”"},
		{"https://::1", "square brackets"},
		{"https://[::1", "no IPv6"},
		{"https://[fe80::1%25eth0]", "no IPv6"},
		{"https://[::1]x", "no IPv6"},
		{"https://[1.2.3.4]", "no IPv6"},
		{"https://a.example:0", "“0”"},
		{"https://a.example:65536", "“65536”"},
		{"https://a.example:+80", "“+80”"},
		{"https://a.example:http", "“http”"},
		{"a.example:8443:1", "“:”"},
		{"https://a.example/\xff", "UTF-8"},
		{strings.Repeat("a", 2001), "2,000"},
		{"https://eu8-cloud.acronis.com https://eu9-cloud.acronis.com", "Two addresses"},
		{"https://eu8-cloud.acronis.com\nhttps://eu9-cloud.acronis.com", "Two addresses"},
		{"https://a.example/api/2,\thttps://b.example/", "Two addresses"},
		{"a.example b.example", "Two addresses"},
		{"a.example:8443\n\nlocalhost:9001", "Two addresses"},
		{"“https://a” and “https://b”", "Two addresses"},
		{"https://id:geheim@a.example https://b.example", "Two addresses"},
		{"[::1]:1 10.0.0.7", "Two addresses"},
		{"https://a.examplehttps://b.example", "Two addresses"},
		{"a.exampleHTTP://b.example/", "Two addresses"},
	} {
		got, err := datacenter.Clean(test.typed, datacenter.Origin)
		var refused datacenter.Refused
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: got %+v, %v, want a sentence with %q", test.typed, got, err, test.says)
		}
		if err != nil && (strings.Contains(err.Error(), "geh") || strings.Contains(err.Error(), "eim")) {
			t.Errorf("%q: the sentence repeats the password: %v", test.typed, err)
		}
	}
}

func TestCleanRefusesPaths(t *testing.T) {
	for typed, says := range map[string]string{
		"https://a.example/a b/":       "The path has “ ”",
		"https://a.example/t?a=b|c":    "The query has “|”",
		"https://a.example/t?a=%zz":    "The query has “%”",
		"https://a.example/t?a=geh\"x": "The query has “\"”",
		"https://id:pw@a.example/t?x":  "Credentials don't belong",
	} {
		if got, err := datacenter.Clean(typed, datacenter.Whole); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %+v, %v, want a sentence with %q", typed, got, err, says)
		}
	}
	for typed, says := range map[string]string{
		"https://a.example/a b":  "“ ”",
		"https://a.example/{id}": "“{”",
		"https://a.example/%zz":  "“%”",
		"https://a.example/%2":   "“%”",
		"https://a.example/ü":    "“ü”",
		"https://a.example/a'b":  "“'”",
	} {
		if got, err := datacenter.Clean(typed, datacenter.Path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %+v, %v, want a sentence with %q", typed, got, err, says)
		}
	}
}

func TestCleanNeverReturnsTooLong(t *testing.T) {
	typed := "a.example/" + strings.Repeat("p", datacenter.MaxLength-len("a.example/"))
	if got, err := datacenter.Clean(typed, datacenter.Path); err == nil {
		t.Errorf("got %d characters, want a refusal", len(got.URL))
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"https://a.example/api/2?x#y", " “HTTP://LOCALHOST.:80/,” ", "[::1]:1", "id:pw@h", "https:https//1.2.3.4:443,",
		"a\u200b. b\t/c';?", "a/,?;#", "a,?b,#", "http:", "x:'", "https://a/b,'?,", "0x.", "a:443/;/,",
	} {
		for keep := range byte(3) {
			f.Add(seed, keep)
		}
	}
	f.Fuzz(func(t *testing.T, typed string, much byte) {
		keep := datacenter.Keep(much % 3)
		got, err := datacenter.Clean(typed, keep)
		if err != nil {
			if got.URL != "" || err.Error() == "" {
				t.Fatalf("%q: %+v with %v", typed, got, err)
			}
			return
		}
		again, err := datacenter.Clean(got.URL, keep)
		if err != nil || again.URL != got.URL || len(again.Notes) > 0 || again.Warning != got.Warning {
			t.Fatalf("%q: %+v, again %+v, %v", typed, got, again, err)
		}
		checkURL(t, got.URL, keep)
	})
}

// checkURL holds a cleaned URL against the standard library's reading of it.
func checkURL(t *testing.T, cleaned string, keep datacenter.Keep) {
	t.Helper()
	u, err := url.Parse(cleaned)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		keep != datacenter.Whole && u.RawQuery != "" || u.Fragment != "" || keep == datacenter.Origin && u.Path != "" || u.String() != cleaned {
		t.Fatalf("%q is read as %+v, %v", cleaned, u, err)
	}
}
