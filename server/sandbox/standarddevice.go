//go:build !js

package sandbox

import (
	"crypto/rand"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// deviceTime is how long the user may take.
const deviceTime = 10 * time.Minute

// userCodeLetters make no words (RFC 8628 section 6.1).
const userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ"

// A device is a device authorization request (RFC 8628) and what became of it.
type device struct {
	client   client
	scope    string
	expires  time.Time
	interval time.Duration
	polled   time.Time // zero until the first poll
	decision string    // allow, deny or "" until the user decides
	since    int64     // when the user signed in, Unix seconds
}

type deviceAnswer struct {
	DeviceCode string `json:"device_code"`
	UserCode   string `json:"user_code"`
	URI        string `json:"verification_uri"`
	Complete   string `json:"verification_uri_complete"`
	ExpiresIn  int    `json:"expires_in"` // seconds
	Interval   int    `json:"interval"`   // seconds
}

func (s *standard) authorizeDevice(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	answer, refused := s.newDevice(r)
	writeAnswer(w, answer, refused)
}

func (s *standard) newDevice(r *http.Request) (deviceAnswer, *oauthError) {
	form, refused := readForm(r)
	if refused != nil {
		return deviceAnswer{}, refused
	}
	from, refused := s.authenticate(r, form)
	if refused != nil {
		return deviceAnswer{}, refused
	}
	scope, refused := grantScope(form.Get("scope"), true)
	if refused != nil {
		return deviceAnswer{}, refused
	}
	code, userCode, expires := randomHex(32), newUserCode(), s.now().Add(deviceTime)
	// It is kept for longer than it is good, to tell what is over from what never was.
	s.devices.put(code, device{client: from, scope: scope, expires: expires, interval: s.interval}, expires.Add(deviceTime))
	s.userCodes.put(userCode, code, expires)
	page := s.at.String() + "/device"
	return deviceAnswer{code, userCode, page, page + "?user_code=" + userCode, int(deviceTime / time.Second), int(s.interval / time.Second)}, nil
}

func newUserCode() string {
	var b strings.Builder
	for i := range 8 {
		if i == 4 {
			b.WriteByte('-')
		}
		n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(userCodeLetters)))) // it never fails
		b.WriteByte(userCodeLetters[n.Int64()])
	}
	return b.String()
}

// readUserCode takes a code as people type it.
func readUserCode(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(userCodeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(text))
	if len(text) != 8 {
		return ""
	}
	return text[:4] + "-" + text[4:]
}

// showDevice asks for the code that the device shows, and then for a decision.
func (s *standard) showDevice(w http.ResponseWriter, r *http.Request) {
	typed := r.URL.Query().Get("user_code")
	userCode := readUserCode(typed)
	if code, ok := s.userCodes.get(userCode); ok {
		d, _ := s.devices.get(code)
		s.pages.ask(w, question{Action: "/device", Name: "user_code", Value: userCode, Client: d.client.id, Scope: d.scope})
		return
	}
	page := sheet{Title: "Connect a device", Enter: true}
	if typed != "" {
		page.Wrong = "No device waits with this code. Check it, or begin again on the device."
	}
	s.pages.write(w, http.StatusOK, page)
}

// decideDevice is the user's decision, which counts once.
func (s *standard) decideDevice(w http.ResponseWriter, r *http.Request) {
	decision := "deny"
	page := sheet{Title: "Denied", Text: "The device gets no token. You can close this page."}
	if r.PostFormValue("decision") == "allow" {
		decision = "allow"
		page = sheet{Title: "Signed in", Text: "The device gets its token now. You can close this page."}
	}
	code, ok := s.userCodes.take(readUserCode(r.PostFormValue("user_code")))
	if !ok {
		s.pages.fail(w, http.StatusNotFound, "No device waits with this code. Check it, or begin again on the device.")
		return
	}
	s.devices.change(code, func(d *device) { d.decision, d.since = decision, s.now().Unix() })
	s.pages.write(w, http.StatusOK, page)
}

// deviceGrant is a poll (RFC 8628 section 3.4).
func (s *standard) deviceGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("device_code") {
		return tokenAnswer{}, invalidRequest("device_code is missing")
	}
	var (
		given   grant
		refused = invalidGrant("the device_code is not valid")
		code    = form.Get("device_code")
	)
	s.devices.change(code, func(d *device) {
		if d.client.id != from.id {
			return
		}
		if refused = d.poll(s.now()); refused == nil {
			given = grant{client: from.id, subject: subject, scope: d.scope, since: d.since}
			d.client = client{} // the code is used up
		}
	})
	if refused != nil {
		return tokenAnswer{}, refused
	}
	return s.answer(given, s.refreshes.issue(given))
}

// poll is nil when the tokens may be given. Whoever polls too fast must wait
// five seconds longer from then on (RFC 8628 section 3.5).
func (d *device) poll(now time.Time) *oauthError {
	early := !d.polled.IsZero() && now.Sub(d.polled) < d.interval
	d.polled = now
	switch {
	case d.decision == "deny":
		return authorizationError("access_denied", "the user denied the request")
	case d.decision == "allow":
		return nil
	case !now.Before(d.expires):
		return authorizationError("expired_token", "the device_code is over")
	case early:
		d.interval += 5 * time.Second
		return authorizationError("slow_down", "the polls come too fast: wait five seconds longer")
	}
	return authorizationError("authorization_pending", "the user has not decided yet")
}
