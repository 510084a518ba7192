//go:build !js

package server

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"firstcall/app/api"
)

// submit posts the native form of the first page, filled in with form.
func (b *browser) submit(form api.Form) answer {
	b.site.t.Helper()
	values := b.inputs()
	values[api.ProviderInput] = form.Provider
	for field, value := range form.Values {
		values[api.InputName(form.Provider, field)] = value
	}
	return b.send(b.multipart(values))
}

// multipart posts values as a browser does with the native form.
func (b *browser) multipart(values map[string]string) *http.Request {
	t := b.site.t
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range values {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := b.request("POST", api.SubmitPath, body.String())
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// inputs are the named text inputs of the first page, with what they hold.
func (b *browser) inputs() map[string]string {
	t := b.site.t
	t.Helper()
	page, err := html.Parse(strings.NewReader(b.want(200, "GET", "/", nil).body))
	if err != nil {
		t.Fatal(err)
	}
	inputs := map[string]string{}
	for n := range page.Descendants() {
		if name := attribute(n, "name"); n.Data == "input" && name != "" && attribute(n, "type") != "radio" {
			inputs[name] = attribute(n, "value")
		}
	}
	return inputs
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func wantRedirect(t *testing.T, got answer, to string) {
	t.Helper()
	if got.status != http.StatusSeeOther || got.header.Get("Location") != to {
		t.Fatalf("status %d to %q, want 303 to %s\n%s", got.status, got.header.Get("Location"), to, got.body)
	}
	if got.header.Get("Cache-Control") == "" || strings.Contains(got.body, "secret") {
		t.Errorf("answer: %v %s", got.header, got.body)
	}
}

func TestNativeSubmit(t *testing.T) {
	site := start(t, Config{})
	for _, provider := range []string{"sandbox", "acronis", "dcv", "passport", "oauth"} {
		t.Run(provider, func(t *testing.T) {
			form := sandboxForm(t, site.browser().state(), provider)
			b := site.browser()
			got := b.submit(form)
			wantRedirect(t, got, api.PageToken)
			if !setCookie(t, got).HttpOnly {
				t.Error("the cookie is not HttpOnly")
			}
			if state := b.state(); state.Connection() == nil || state.Connection().Provider != provider {
				t.Errorf("no connection: %+v", state.Failure)
			}
		})
	}
}

// TestNativeSubmitOverPlainHTTP has the headers that browsers send from a page
// under http://try.example.com: Sec-Fetch-Site is for trustworthy origins only,
// and what Origin says the Referrer-Policy decides.
func TestNativeSubmitOverPlainHTTP(t *testing.T) {
	site := start(t, Config{Host: []string{"try.example.com"}})
	page := site.browser().want(200, "GET", "/", nil)
	if got := page.header.Get("Referrer-Policy"); got != "same-origin" {
		t.Fatalf("the policy is %s: this test is for same-origin", got)
	}
	for origin, want := range map[string]int{"http://try.example.com": 303, "http://evil.test": 403, "null": 403} {
		b := site.browser()
		for path, r := range map[string]*http.Request{
			api.SubmitPath: b.multipart(map[string]string{api.ProviderInput: "acronis"}),
			api.FillPath:   b.request("POST", api.FillPath, "provider=acronis"),
		} {
			if path == api.FillPath {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			r.Host = "try.example.com"
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", origin)
			if got := b.send(r); got.status != want {
				t.Errorf("%s from %s: status %d, want %d\n%s", path, origin, got.status, want, got.body)
			}
		}
	}
}

// TestNativeSubmitKeepsTheRest posts a form that has not all fields, as the first
// page has not.
func TestNativeSubmitKeepsTheRest(t *testing.T) {
	b := start(t, bare).browser()
	b.want(204, "PUT", api.FormPath, api.Form{Provider: "acronis", Values: map[string]string{"data_center": "x.test", "client_secret": "s", "timeout": "7"}})
	wantRedirect(t, b.send(b.multipart(map[string]string{api.ProviderInput: "acronis", api.InputName("acronis", "data_center"): "http://127.0.0.1:1", api.InputName("acronis", "client_id"): ""})), api.PageConnect)
	form := b.state().Form
	if form.Values["timeout"] != "7" || form.Values["data_center"] != "http://127.0.0.1:1" || len(form.Kept) != 1 {
		t.Errorf("form %+v", form)
	}
}

func TestNativeSubmitFails(t *testing.T) {
	b := start(t, bare).browser()
	for _, tc := range []struct {
		name  string
		form  api.Form
		field string
	}{
		{"nothing typed", api.Form{Provider: "acronis"}, "data_center"},
		{"no such provider", api.Form{Provider: "none"}, ""},
		{"none chosen", api.Form{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantRedirect(t, b.submit(tc.form), api.PageConnect)
			f := b.state().Failure
			if f == nil || f.Kind != api.FailureField || f.Field != tc.field || f.Detail == "" {
				t.Errorf("failure %+v, want one of the field %q", f, tc.field)
			}
		})
	}
}

func TestFillForTheSandbox(t *testing.T) {
	b := start(t, Config{}).browser()
	fill := func(provider string) answer {
		r := b.request("POST", api.FillPath, url.Values{api.ProviderInput: {provider}}.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return b.send(r)
	}
	wantRedirect(t, fill("dcv"), api.PageConnect)
	state := b.state()
	want := providerOf(t, state, "dcv").Sandbox
	if state.Form.Provider != "dcv" || state.Form.Values["client_id"] != want["client_id"] || len(state.Form.Kept) != 1 {
		t.Errorf("form %+v", state.Form)
	}
	if got := b.connect(api.Form{Provider: "dcv", Kept: state.Form.Kept}); got.Connection() == nil {
		t.Errorf("what was filled in does not connect: %+v", got.Failure)
	}
	if got := fill("none"); got.status != 400 {
		t.Errorf("an unknown provider: status %d", got.status)
	}
}

func TestFillWithoutSandbox(t *testing.T) {
	b := start(t, bare).browser()
	r := b.request("POST", api.FillPath, "provider=acronis")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := b.send(r); got.status != 400 || !strings.Contains(got.body, "no sandbox") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
}
