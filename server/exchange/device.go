//go:build !js

package exchange

import (
	"context"
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// A Device is a device authorization under way (RFC 8628).
type Device struct {
	DeviceCode      secret.String
	UserCode        string // to be entered at VerificationURI
	VerificationURI string
	// VerificationURIComplete has the code in it, "" where the server offers none.
	VerificationURIComplete string
	ExpiresAt               int64  // Unix seconds by our clock, 0 if not known
	Interval                int    // seconds between two questions
	TokenURL                string // the metadata document's
	Transcripts             []api.Transcript
}

// usualInterval is RFC 8628 section 3.2's, and so is slower (section 3.5).
const (
	usualInterval = 5
	slower        = 5
	longestPause  = 300 // seconds that any interval may have
)

// Device asks for a device code.
func (e *Exchanger) Device(ctx context.Context, p provider.Profile, values map[string]string) (Device, *api.Failure) {
	original := p.Provider
	p.Provider = wire.DeviceAuthorization(original)
	x := e.start(p, values, api.ForDevice, deviceEndpoint)
	ctx, cancel := x.limited(ctx)
	defer cancel()
	d, failure := x.device(ctx, original)
	outcome := x.outcome(nil, failure)
	d.Transcripts = outcome.Transcripts
	return d, failure
}

func (x *run) device(ctx context.Context, p api.Provider) (Device, *api.Failure) {
	if p.Endpoints.DeviceAuthorization == "" && !p.Token.Discovery {
		return Device{}, x.noEndpoint()
	}
	if failure := x.prepare(); failure != nil {
		return Device{}, failure
	}
	at, failure := x.tokenURL(ctx, p)
	if failure != nil {
		return Device{}, failure
	}
	r, failure := x.ask(ctx)
	if failure != nil {
		return Device{}, failure
	}
	if r.Status/100 != 2 || r.SaysError() {
		return Device{}, x.refused(r)
	}
	d, err := readDevice(r)
	if err != nil {
		return Device{}, x.noDevice(r, err)
	}
	d.TokenURL = at
	x.reached(x.good(r))
	return d, nil
}

// readDevice reads an answer (RFC 8628 section 3.2). Google and others say
// verification_url. The error is an [unusable].
func readDevice(r reply) (Device, error) {
	code, err := token(r.value, "device_code")
	if err != nil {
		return Device{}, err
	}
	user, err := token(r.value, "user_code")
	if err != nil {
		return Device{}, err
	}
	if code == "" || user == "" {
		return Device{}, unusable("The member device_code or user_code is missing or empty.")
	}
	d := Device{DeviceCode: secret.New(code), UserCode: user, Interval: usualInterval}
	d.VerificationURI = page(r, "verification_uri", "verification_url")
	d.VerificationURIComplete = page(r, "verification_uri_complete", "verification_url_complete")
	if d.VerificationURI == "" {
		return Device{}, unusable("The member verification_uri is missing, or no URL that begins with https:// or http://.")
	}
	if life := span(r.Object["expires_in"]); life != 0 {
		d.ExpiresAt = r.at.Unix() + life
	}
	if pause := span(r.Object["interval"]); pause != 0 {
		d.Interval = int(min(pause, longestPause))
	}
	return d, nil
}

// page is a member that is the URL of a page, "" for any other text: a browser is
// to be sent there.
func page(r reply, names ...string) string {
	for _, name := range names {
		text, _ := r.Object[name].(string)
		if u, err := url.Parse(text); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
			return u.String()
		}
	}
	return ""
}

func (x *run) noDevice(r reply, why error) *api.Failure {
	c := x.of(r)
	c.Token = ""
	failure := c.Useless(why.Error())
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: failure.Title, Took: r.took})
	return failure
}

// A Polled is what came of asking whether the user has decided.
type Polled struct {
	Outcome
	// Pending says that he has not: then there is neither a grant nor a failure.
	Pending bool
	// SlowDown says that the server wants to be asked less often.
	SlowDown bool
	// Interval is how many seconds to wait before the next question, and for d's
	// Interval from then on.
	Interval int
}

// Poll asks once whether the user has decided (RFC 8628 section 3.4). Whoever asks
// waits for the interval before.
func (e *Exchanger) Poll(ctx context.Context, p provider.Profile, values map[string]string, d Device) Polled {
	p.Provider = wire.DeviceToken(p.Provider)
	x := e.start(p, with(values, wire.DeviceCodeField, d.DeviceCode.Reveal()), api.ForToken, tokenEndpoint)
	x.found = d.TokenURL
	ctx, cancel := x.limited(ctx)
	defer cancel()
	polled := Polled{Interval: max(d.Interval, 1)}
	if d.ExpiresAt != 0 && e.now().Unix() >= d.ExpiresAt {
		polled.Outcome = x.outcome(nil, x.over())
		return polled
	}
	r, failure := x.ask(ctx)
	polled.judge(x, r, failure)
	return polled
}

// judge takes an answer, or a failure to get one. A server that does not answer in
// time is asked less often too (section 3.5).
func (polled *Polled) judge(x *run, r reply, failure *api.Failure) {
	switch code := strings.ToLower(r.Code()); {
	case failure != nil && failure.Kind == api.FailureTimeout:
		polled.Pending, polled.Interval = true, min(2*polled.Interval, longestPause)
		polled.Outcome = x.outcome(nil, nil)
	case failure != nil:
		polled.Outcome = x.outcome(nil, failure)
	case code == "authorization_pending":
		polled.pending(x, r)
	case code == "slow_down":
		wanted := int(min(span(r.Object["interval"]), longestPause)) // GitHub says by how much
		polled.SlowDown, polled.Interval = true, min(max(polled.Interval+slower, wanted), longestPause)
		polled.pending(x, r)
	case r.Status/100 != 2 || r.SaysError():
		polled.Outcome = x.outcome(nil, x.refused(r))
	default:
		polled.Outcome = x.outcome(x.granted(r))
	}
}

func (polled *Polled) pending(x *run, r reply) {
	x.reached(x.good(r))
	polled.Pending, polled.Outcome = true, x.outcome(nil, nil)
}

// over is the failure of a device code whose time has passed: no question is
// needed to know it.
func (x *run) over() *api.Failure {
	c := x.of(reply{})
	c.Grant = api.GrantDevice
	failure := c.Denied("expired_token", "")
	failure.Detail = "The server said how long the code is good for, and that time has passed."
	return failure
}
