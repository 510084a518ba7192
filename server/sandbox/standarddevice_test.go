//go:build !js

package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

func TestStandardDeviceByOAuth2(t *testing.T) {
	s, _ := start(t)
	for dialect, style := range map[string]oauth2.AuthStyle{"oauth": oauth2.AuthStyleInHeader, "public": oauth2.AuthStyleInParams} {
		v := visit(t, s, dialect)
		config, provider := relying(t, v, "", style)
		if got := provider.Endpoint().DeviceAuthURL; got != v.values["device_authorization_url"] {
			t.Fatalf("%s: got %q", dialect, got)
		}
		ctx := v.oracle()
		if dialect == "oauth" { // x/oauth2 sends no secret to this endpoint
			ctx = context.WithValue(ctx, oauth2.HTTPClient, v.authenticating())
		}
		waiting, err := config.DeviceAuth(ctx)
		if err != nil {
			t.Fatalf("%s: %v", dialect, err)
		}
		if waiting.Interval != 5 || waiting.VerificationURI != v.values["issuer"]+"/device" || waiting.VerificationURIComplete != waiting.VerificationURI+"?user_code="+waiting.UserCode {
			t.Errorf("%s: got %+v", dialect, waiting)
		}
		b := newBrowser(t)
		b.press(b.open(waiting.VerificationURIComplete), "decision", "allow")
		waiting.Interval = 1 // the first poll is never too early
		token, err := config.DeviceAccessToken(v.oracle(), waiting)
		if err != nil {
			t.Fatalf("%s: %v", dialect, err)
		}
		if token.RefreshToken == "" || token.Extra("id_token") == nil || v.call("GET", "/api/v1/me", token.AccessToken, "").status != http.StatusOK {
			t.Errorf("%s: got %+v", dialect, token)
		}
	}
}

// authenticating is the visitor's client with the client's credentials in each
// request.
func (v visitor) authenticating() *http.Client {
	return &http.Client{Transport: basic{v.client.Transport, v.values["client_id"], v.values["client_secret"]}}
}

type basic struct {
	next       http.RoundTripper
	id, secret string
}

func (b basic) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.SetBasicAuth(url.QueryEscape(b.id), url.QueryEscape(b.secret))
	return b.next.RoundTrip(r)
}

// device asks for a device and a user code.
func (v visitor) device() (deviceCode, userCode string) {
	v.t.Helper()
	got := v.do(request{"POST", "/oauth2/device_authorization", form, "scope=api"})
	answer := object(v.t, got.body)
	deviceCode, _ = answer["device_code"].(string)
	userCode, _ = answer["user_code"].(string)
	if got.status != http.StatusOK || deviceCode == "" || userCode == "" {
		v.t.Fatalf("got %d %s", got.status, got.body)
	}
	return deviceCode, userCode
}

// poll returns the error, or "" with tokens.
func (v visitor) poll(deviceCode string) string {
	v.t.Helper()
	got := v.do(request{"POST", "/oauth2/token", form, "grant_type=" + url.QueryEscape(deviceGrant) + "&device_code=" + deviceCode})
	code, _ := object(v.t, got.body)["error"].(string)
	if (got.status == http.StatusOK) != (code == "") {
		v.t.Errorf("got %d %s", got.status, got.body)
	}
	return code
}

func TestStandardDevicePolls(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	deviceCode, userCode := v.device()
	for _, step := range []struct {
		after time.Duration
		want  string
	}{
		{0, "authorization_pending"},
		{4 * time.Second, "slow_down"},  // from now on every 10 s
		{5 * time.Second, "slow_down"},  // from now on every 15 s
		{14 * time.Second, "slow_down"}, // from now on every 20 s
		{20 * time.Second, "authorization_pending"},
		{20 * time.Second, "authorization_pending"},
	} {
		c.Advance(step.after)
		if got := v.poll(deviceCode); got != step.want {
			t.Errorf("after %s more: got %s, want %s", step.after, got, step.want)
		}
	}
	b := newBrowser(t)
	page := b.press(b.open(v.values["data_center"]+"/device"), "user_code", " "+strings.ToLower(strings.ReplaceAll(userCode, "-", " ")))
	if done := b.press(page, "decision", "allow"); done.status != http.StatusOK || !strings.Contains(done.text, "<h1>Signed in</h1>") {
		t.Errorf("got %d %s", done.status, done.text)
	}
	if again := b.press(page, "decision", "deny"); again.status != http.StatusNotFound {
		t.Errorf("decided twice: got %d", again.status)
	}
	if got := v.poll(deviceCode); got != "" {
		t.Errorf("allowed: got %s", got)
	}
	if got := v.poll(deviceCode); got != "invalid_grant" {
		t.Errorf("used twice: got %s", got)
	}
}

func TestStandardDeviceRefusals(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	denied, userCode := v.device()
	b := newBrowser(t)
	b.press(b.open(v.values["data_center"]+"/device?user_code="+userCode), "decision", "deny")
	if got := v.poll(denied); got != "access_denied" {
		t.Errorf("denied: got %s", got)
	}
	over, userCode := v.device()
	c.Advance(deviceTime)
	if got := v.poll(over); got != "expired_token" {
		t.Errorf("too late: got %s", got)
	}
	if page := b.open(v.values["data_center"] + "/device?user_code=" + userCode); page.tags["button"] != 1 || !strings.Contains(page.text, `role="alert"`) {
		t.Errorf("too late: got %s", page.text)
	}
	if got := v.poll("unknown"); got != "invalid_grant" {
		t.Errorf("unknown: got %s", got)
	}
	others, _ := visit(t, s, "brief").device()
	if got := v.poll(others); got != "invalid_grant" {
		t.Errorf("another client's: got %s", got)
	}
	v.wantRefusals([]refused{
		{"scope", request{"POST", "/oauth2/device_authorization", form, "scope=nothing"}, 400, `{"error":"invalid_scope","error_description":"there is a scope that is not known here"}`, nil},
		{"no client", request{"POST", "/oauth2/device_authorization", map[string]string{"Content-Type": formType}, "scope=api"}, 401, `{"error":"invalid_client","error_description":"client_id and client_secret are missing"}`, nil},
		{"no code", request{"POST", "/oauth2/token", form, "grant_type=" + url.QueryEscape(deviceGrant)}, 400, `{"error":"invalid_request","error_description":"device_code is missing"}`, nil},
	})
}

func TestStandardDevicePage(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	_, userCode := v.device()
	b := newBrowser(t)
	for _, address := range []string{"/device", "/device?user_code=" + userCode, "/device?user_code=%3Cscript%3E"} {
		page := b.open(v.values["data_center"] + address)
		if page.tags["script"] != 0 || page.tags["h1"] != 1 || page.tags["main"] != 1 || page.tags["form"] != 1 || !strings.HasPrefix(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: got %v %v", address, page.tags, page.header)
		}
		if page.method == http.MethodGet && !page.labels["user_code"] {
			t.Errorf("%s: the field has no label", address)
		}
	}
	foreign := map[string]string{"Content-Type": formType, "Sec-Fetch-Site": "cross-site"}
	if got := v.do(request{"POST", "/device", foreign, "user_code=" + userCode + "&decision=allow"}); got.status != http.StatusForbidden {
		t.Errorf("another site's form: got %d", got.status)
	}
}

func TestDeviceInterval(t *testing.T) {
	s, err := New(Config{DeviceInterval: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	if err := s.Listen(0); err != nil {
		t.Fatal(err)
	}
	v := visit(t, s, "standard")
	if got := v.do(request{"POST", "/oauth2/device_authorization", form, ""}); !strings.Contains(got.body, `"interval":1}`) {
		t.Errorf("got %s", got.body)
	}
}
