//go:build !js

package server

import (
	"testing"
	"time"

	"firstcall/app/api"
)

func (b *browser) step(form api.StepForm) api.State {
	b.site.t.Helper()
	return decode[api.State](b.site.t, b.want(200, "POST", api.StepPath, form))
}

// TestStep takes the built-in step for a token of one customer, and renews that.
func TestStep(t *testing.T) {
	b := start(t, Config{}).browser()
	parent := b.mustConnect("acronis").Connection()
	step := providerOf(t, b.state(), "acronis").Steps[0]
	form := api.StepForm{Connection: parent.ID, Step: step.ID, Values: map[string]string{step.Fields[0].Name: " " + parent.Values["tenant_id"] + " "}}
	state := b.step(form)
	c := state.Connection()
	if state.Failure != nil || c == nil || c.ID == parent.ID || c.Of != parent.ID || c.Step != step.ID || len(state.Connections) != 2 {
		t.Fatalf("failure %+v, connection %+v", state.Failure, c)
	}
	if c.Name == state.Connections[0].Name || c.Transcripts[0].Purpose != api.ForStep || c.Renewal.How != api.RenewStep || c.RequestedScope == "" {
		t.Errorf("connection %+v", c)
	}
	if again := b.step(form); len(again.Connections) != 2 || again.Current != c.ID {
		t.Errorf("the step again: connections %v, before %s", ids(again), c.ID)
	}
	b.site.clock.advance(3 * time.Hour)
	if got := b.call(api.Request{Method: "GET", Path: "/api/2/tenants/" + parent.Values["tenant_id"]}); got.Status != 200 || got.Renewed != api.RenewedBefore {
		t.Errorf("status %d, renewed %q", got.Status, got.Renewed)
	}
	state = b.state()
	if first, second := state.Connections[0].Renewal, state.Connections[1].Renewal; first.Count != 1 || second.Count != 1 || second.Failure != nil {
		t.Errorf("renewals %+v and %+v", first, second)
	}
	b.want(200, "POST", api.DisconnectPath, api.ConnectionRef{Connection: parent.ID})
	if f := b.renew(api.Renew{}).Renewal.Failure; f == nil || f.Title != "The connection that this one began with is gone" {
		t.Errorf("failure %+v", f)
	}
}

// TestTokenExchange takes the sandbox's step by RFC 8693.
func TestTokenExchange(t *testing.T) {
	b := start(t, Config{}).browser()
	parent := b.mustConnect("sandbox").Connection()
	state := b.step(api.StepForm{Step: providerOf(t, b.state(), "sandbox").Steps[0].ID})
	if c := state.Connection(); state.Failure != nil || c.Of != parent.ID || c.Scope != "api" {
		t.Errorf("failure %+v, connection %+v", state.Failure, c)
	}
}

func TestStepThatFails(t *testing.T) {
	b := start(t, Config{}).browser()
	parent := b.mustConnect("acronis").Connection()
	step := providerOf(t, b.state(), "acronis").Steps[0]
	for _, tc := range []struct{ tenant, kind, field string }{
		{"", api.FailureField, step.Fields[0].Name},
		{"a\nb", api.FailureField, step.Fields[0].Name},
		{"00000000-0000-0000-0000-000000000000", api.FailureEndpoint, ""},
	} {
		state := b.step(api.StepForm{Connection: parent.ID, Step: step.ID, Values: map[string]string{step.Fields[0].Name: tc.tenant}})
		f := state.Failure
		if f == nil || f.Kind != tc.kind || tc.field != "" && f.Field != tc.field || len(state.Connections) != 1 {
			t.Errorf("%q: failure %+v", tc.tenant, f)
		}
	}
	wantProblem(t, b.ask("POST", api.StepPath, api.StepForm{Step: "none"}), 400, api.KindInvalid)
	wantProblem(t, b.ask("POST", api.StepPath, api.StepForm{Connection: "none", Step: step.ID}), 409, api.KindChanged)
}
