//go:build !js

package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
)

// picky takes the credentials in a JSON body, and in no other way.
func picky(w http.ResponseWriter, r *http.Request) {
	_, _, basic := r.BasicAuth()
	switch {
	case r.URL.Path != "/token":
		_, _ = w.Write([]byte("hello"))
	case basic:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		w.WriteHeader(http.StatusUnsupportedMediaType)
	default:
		issue(w, "a-token-of-a-picky-server")
	}
}

// TestTryAndKeep goes from check to check until the server is content.
func TestTryAndKeep(t *testing.T) {
	b := start(t, bare).browser()
	form := formFor(upstream(t, picky).URL)
	if f := b.connect(form).Failure; f == nil || f.Error != "invalid_client" {
		t.Fatalf("failure %+v", f)
	}
	try := func(v api.Variation) api.Tried {
		return decode[api.Tried](t, b.want(200, "POST", api.TryPath, api.Trial{Form: form, Variation: v}))
	}
	keep := func(v api.Variation) api.State {
		return decode[api.State](t, b.want(200, "PUT", api.KeepPath, api.Trial{Form: form, Variation: v}))
	}
	body, json := api.Variation{Client: api.ClientBody}, api.Variation{Place: api.PlaceJSON}
	tried := try(body)
	if tried.Good || tried.Failure == nil || tried.Transcript.Status != 415 || len(tried.Changed) == 0 {
		t.Errorf("in the body: %+v", tried)
	}
	var gone []string
	for _, line := range tried.Changed {
		if line.Sign == "-" {
			gone = append(gone, line.Text)
		}
	}
	if !strings.Contains(strings.Join(gone, "\n"), "Authorization: Basic") {
		t.Errorf("changed: %+v", tried.Changed)
	}
	if state := b.state(); state.Connection() != nil || state.Failure.Error != "invalid_client" || state.Form.Variation != (api.Variation{}) {
		t.Error("a trial was kept")
	}
	if got := keep(body).Form.Variation; got != body {
		t.Errorf("kept %+v", got)
	}
	if f := b.connect(form).Failure; f == nil || f.Transcript.Status != 415 {
		t.Fatalf("with the first kept: %+v", f)
	}
	if tried := try(json); !tried.Good || b.state().Connection() != nil {
		t.Errorf("as JSON too: %+v", tried)
	}
	if got, want := keep(json).Form.Variation, (api.Variation{Client: api.ClientBody, Place: api.PlaceJSON}); got != want {
		t.Errorf("kept %+v, want %+v", got, want)
	}
	if state := b.connect(form); state.Connection() == nil {
		t.Errorf("with both kept: %+v", state.Failure)
	}
	if c := b.renew(api.Renew{}); c.Renewal.Count != 1 || c.Renewal.Failure != nil {
		t.Errorf("renewal %+v", c.Renewal)
	}
	if got := keep(api.Variation{}).Form.Variation; got != (api.Variation{}) {
		t.Errorf("kept %+v", got)
	}
}

func TestTryWithoutSending(t *testing.T) {
	b := start(t, bare).browser()
	asked := 0
	dc := upstream(t, func(http.ResponseWriter, *http.Request) { asked++ })
	broken := with(formFor(dc.URL), map[string]string{"client_id": "a\nb"})
	got := decode[api.Tried](t, b.want(200, "POST", api.TryPath, api.Trial{Form: broken, Variation: api.Variation{Client: api.ClientBody}}))
	if got.Failure == nil || got.Failure.Field != "client_id" || asked != 0 {
		t.Errorf("%+v, %d requests", got, asked)
	}
	for _, path := range []string{api.TryPath, api.KeepPath} {
		method := map[string]string{api.TryPath: "POST", api.KeepPath: "PUT"}[path]
		wantProblem(t, b.ask(method, path, api.Trial{Form: formFor(dc.URL), Variation: api.Variation{DataCenter: "a b"}}), 400, api.KindInvalid)
		wantProblem(t, b.ask(method, path, api.Trial{Form: api.Form{Provider: "none"}}), 400, api.KindInvalid)
	}
}

// TestKeepOtherDataCenter changes what the form says.
func TestKeepOtherDataCenter(t *testing.T) {
	b := start(t, bare).browser()
	form := formFor(echo(t, "one"))
	other := echo(t, "two")
	state := decode[api.State](t, b.want(200, "PUT", api.KeepPath, api.Trial{Form: form, Variation: api.Variation{DataCenter: other + " "}}))
	if got := state.Form; got.Values["data_center"] != other || got.Variation != (api.Variation{}) || len(got.Kept) != 1 {
		t.Errorf("form %+v", got)
	}
}

func TestProbe(t *testing.T) {
	b := start(t, bare).browser()
	dead := upstream(t, nil)
	dead.Close()
	asked := 0
	alive := upstream(t, func(http.ResponseWriter, *http.Request) { asked++ })
	probe := func(dc string) api.Probed {
		return decode[api.Probed](t, b.want(200, "POST", api.ProbePath, api.Form{Provider: "acronis", Values: map[string]string{"data_center": dc}}))
	}
	got := probe(alive.URL)
	number := strings.TrimSuffix(strings.TrimPrefix(got.Text, "answers in "), " ms")
	if ms, err := strconv.Atoi(number); !got.Good || err != nil || ms < 1 || asked != 0 {
		t.Errorf("alive: %+v, %d requests", got, asked)
	}
	for _, dc := range []string{dead.URL, "a b", ""} {
		if got := probe(dc); got.Good || got.Text == "" {
			t.Errorf("%s: %+v", dc, got)
		}
	}
	if state := b.state(); len(state.Form.Values) != 0 {
		t.Errorf("a probe kept %+v", state.Form)
	}
}

// TestProbesArePaced asks again and again until the server has enough, and not
// with another session.
func TestProbesArePaced(t *testing.T) {
	site := start(t, bare)
	dc := upstream(t, nil).URL
	probe := func(b *browser) bool {
		return decode[api.Probed](t, b.want(200, "POST", api.ProbePath, api.Form{Provider: "acronis", Values: map[string]string{"data_center": dc}})).Good
	}
	b := site.browser()
	times := 0
	for ; probe(b); times++ {
		if times > 1000 {
			t.Fatal("one session may probe without end")
		}
	}
	if times < 5 || !probe(site.browser()) {
		t.Errorf("%d probes of one session, and none of another", times)
	}
	all := 0
	for ; probe(site.browser()); all++ {
		if all > 1000 {
			t.Fatal("one host may be probed without end")
		}
	}
}

func TestWhoAmI(t *testing.T) {
	b := start(t, Config{}).browser()
	for provider, want := range map[string]string{"sandbox": `"`, "acronis": "client_id", "passport": `"id"`} {
		b.mustConnect(provider)
		state := decode[api.State](t, b.want(200, "POST", api.WhoAmIPath, api.ConnectionRef{}))
		if got := state.Connection().WhoAmI; got == nil || got.Status != 200 || !strings.Contains(got.Body, want) || state.Reply != nil {
			t.Errorf("%s: %+v", provider, got)
		}
	}
	b.mustConnect("oauth")
	wantProblem(t, b.ask("POST", api.WhoAmIPath, api.ConnectionRef{}), 400, api.KindInvalid)
}
