//go:build !js

package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"rsc.io/qr"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/secret"
)

// signIn is a grant that waits for the user, as the vault keeps it. A session has
// one at most: the zero one stands for none.
type signIn struct {
	ID        string
	Provider  string
	Values    map[string]secret.String // of the form, at the beginning
	Variation api.Variation
	// One of them is set.
	Authorization *exchange.Authorization
	Device        *exchange.Device
	// Used says that somebody is about to end it.
	Used bool

	Next   time.Time // not before is the next question of a device's
	Asked  int
	Polled []api.Transcript // of the latest question
}

// beginSignIn has the user asked for a token, in the place of any sign-in before.
func (s *Server) beginSignIn(r *http.Request, id string, u use) (*api.Failure, error) {
	it := signIn{ID: rand.Text(), Provider: u.profile.ID, Values: map[string]secret.String{}, Variation: u.variation}
	for name, value := range u.values {
		it.Values[name] = secret.New(value)
	}
	var failure *api.Failure
	if u.grant() == api.GrantCode {
		failure = s.beginCode(r, u, &it)
	} else {
		failure = s.beginDevice(r.Context(), u, &it)
	}
	if err := r.Context().Err(); err != nil || failure != nil {
		return failure, err
	}
	return nil, errors.Join(s.vault.Save(id, signInItem, it), s.vault.Drop(id, failureItem))
}

func (s *Server) beginCode(r *http.Request, u use, it *signIn) *api.Failure {
	p, values := u.asked()
	authorization, failure := s.exchanger.Authorize(r.Context(), p, values, s.redirectURI(r))
	it.Authorization = &authorization
	return failure
}

func (s *Server) beginDevice(ctx context.Context, u use, it *signIn) *api.Failure {
	p, values := u.asked()
	device, failure := s.exchanger.Device(ctx, p, values)
	it.Device = &device
	it.Next = s.set.Now().Add(it.pause())
	return failure
}

// pause is how long to wait between questions of a device's.
func (it signIn) pause() time.Duration { return time.Duration(it.Device.Interval) * time.Second }

// signInUse is how a sign-in was begun.
func (s *Server) signInUse(id string, it signIn) (use, error) {
	p, err := s.profile(id, it.Provider)
	u := use{profile: p, values: map[string]string{}, variation: it.Variation}
	for name, value := range it.Values {
		u.values[name] = value.Reveal()
	}
	return u, err
}

// takeSignIn marks the session's sign-in used, for whoever is to end it: nobody
// else gets it any more. taken is false if it is not there, not the one that is
// meant, or somebody else's already.
func (s *Server) takeSignIn(id string, meant func(signIn) bool) (it signIn, taken bool, err error) {
	err = s.vault.Update(id, signInItem, &it, func() error {
		if it.ID == "" || it.Used || !meant(it) {
			return errUnchanged
		}
		it.Used = true
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return signIn{}, false, nil
	}
	return it, err == nil, err
}

// endSignIn takes a sign-in away, unless another one is in its place already.
func (s *Server) endSignIn(id, name string) error {
	var it signIn
	err := s.vault.Update(id, signInItem, &it, func() error {
		if it.ID != name {
			return errUnchanged
		}
		it = signIn{}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// cancelSignIn gives the sign-in up.
func (s *Server) cancelSignIn(w http.ResponseWriter, r *http.Request) error {
	var ref api.SignInRef
	if err := readJSON(w, r, refLimit, &ref); err != nil {
		return err
	}
	id := s.sessionID(r)
	if err := s.endSignIn(id, ref.ID); err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// view is what the page may know of a sign-in, nil if there is none.
func (it signIn) view() *api.SignIn {
	if it.ID == "" {
		return nil
	}
	view := &api.SignIn{ID: it.ID, Provider: it.Provider, DataCenter: it.Values[api.DataCenterField].Reveal()}
	if a := it.Authorization; a != nil {
		view.Grant, view.URL, view.RedirectURI = api.GrantCode, a.URL, a.RedirectURI
		view.Transcripts = a.Transcripts
		return view
	}
	d := it.Device
	view.Grant, view.URL = api.GrantDevice, cmp.Or(d.VerificationURIComplete, d.VerificationURI)
	view.UserCode, view.VerificationURI, view.QR = d.UserCode, d.VerificationURI, drawQR(view.URL)
	view.ExpiresAt, view.Interval, view.Asked = d.ExpiresAt, d.Interval, it.Asked
	view.Transcripts = append(it.Polled, d.Transcripts...)
	return view
}

// drawQR draws a text as a QR code (ISO/IEC 18004), a string of 0 and 1 for each
// row. What is too long for one has none.
func drawQR(text string) []string {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil
	}
	rows := make([]string, code.Size)
	for y := range rows {
		row := make([]byte, code.Size)
		for x := range row {
			row[x] = '0'
			if code.Black(x, y) {
				row[x] = '1'
			}
		}
		rows[y] = string(row)
	}
	return rows
}
