//go:build !js

package fault

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// families are the grants that were given, with what they were renewed to.
type families struct {
	counts Counts
	byID   map[string]*family
}

// Counts is what was asked of family, rotating and omitting, on all of an
// endpoint.
type Counts struct {
	Grants   int // that began a family
	Renewals int // that succeeded
	Reuses   int // of a refresh token that was used before
	Refused  int // renewals with a token that is unknown, or of a dead family
}

type family struct {
	generation int
	dead       bool
	ends       time.Time // of the current access token
	revoked    bool      // the current access token
}

func newFamilies() families { return families{byID: map[string]*family{}} }

// renewals are endpoints whose refresh tokens have a life, and the API that
// their access tokens open. The degree is the seconds that these live, 3600
// without one.
func renewals() map[string]behaviour {
	renewing := func(how habit) behaviour {
		return func(e *Endpoint, w http.ResponseWriter, r *http.Request, degree string) { e.renew(w, r, degree, how) }
	}
	return map[string]behaviour{"family": renewing(kills), "rotating": renewing(rotates), "omitting": renewing(omits), "api": api}
}

// What becomes of a refresh token that is used.
type habit int

const (
	kills   habit = iota // it is replaced, and using it again ends its family
	rotates              // it is replaced, and still good
	omits                // the answer has none, so it stays
)

// renew begins a family for any grant but refresh_token, whose body may be a
// form or JSON.
func (e *Endpoint) renew(w http.ResponseWriter, r *http.Request, degree string, how habit) {
	text, _ := io.ReadAll(r.Body)
	token, renewal := refreshToken(string(text), r.URL.Query())
	e.mu.Lock()
	defer e.mu.Unlock()
	id, refused := e.families.take(token, renewal, how)
	if refused != "" {
		refuse(w, "invalid_grant", refused)
		return
	}
	f := e.families.byID[id]
	seconds := number(degree, 3600)
	f.ends, f.revoked = e.now().Add(time.Duration(seconds)*time.Second), false
	members := fmt.Sprintf(`"access_token":"%s","token_type":"Bearer","expires_in":%d`, accessOf(id, f), seconds)
	if how != omits || !renewal {
		members += fmt.Sprintf(`,"refresh_token":"refresh.%s.%d"`, id, f.generation)
	}
	write(w, http.StatusOK, jsonType, "{"+members+"}")
}

// take finds the family that a request is about, and ages it. It says why not.
func (f *families) take(token string, renewal bool, how habit) (id, refused string) {
	if !renewal {
		f.counts.Grants++
		id = fmt.Sprint(f.counts.Grants)
		f.byID[id] = &family{}
		return id, ""
	}
	var generation int
	parts := strings.Split(token, ".")
	if len(parts) == 3 && parts[0] == "refresh" {
		id, generation = parts[1], number(parts[2], -1)
	}
	found := f.byID[id]
	switch {
	case found == nil || found.dead || generation > found.generation || generation < 0:
		f.counts.Refused++
		return "", "the refresh token is unknown, or its family has ended"
	case how == kills && generation < found.generation:
		f.counts.Reuses++
		found.dead = true
		return "", "the refresh token was used before: its family has ended"
	}
	f.counts.Renewals++
	found.generation++
	return id, ""
}

func refreshToken(body string, query url.Values) (token string, renewal bool) {
	form, err := url.ParseQuery(body)
	if err == nil && form.Has("refresh_token") {
		return form.Get("refresh_token"), true
	}
	var members struct {
		RefreshToken *string `json:"refresh_token"`
	}
	if json.Unmarshal([]byte(body), &members) == nil && members.RefreshToken != nil {
		return *members.RefreshToken, true
	}
	return query.Get("refresh_token"), query.Has("refresh_token")
}

func accessOf(id string, f *family) string { return fmt.Sprintf("access.%s.%d", id, f.generation) }

// Counts returns what was asked until now.
func (e *Endpoint) Counts() Counts {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.families.counts
}

// Revoke makes the API refuse every access token that was given until now,
// though none has expired. Refresh tokens stay good.
func (e *Endpoint) Revoke() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.families.byID {
		f.revoked = true
	}
}

// api takes the current access token of a family.
func api(e *Endpoint, w http.ResponseWriter, r *http.Request, _ string) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	e.mu.Lock()
	defer e.mu.Unlock()
	for id, f := range e.families.byID {
		if accessOf(id, f) == token && !f.dead && !f.revoked && e.now().Before(f.ends) {
			write(w, http.StatusOK, jsonType, `{"hello":"world"}`)
			return
		}
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="fault", error="invalid_token", error_description="The access token was revoked or has expired"`)
	write(w, http.StatusUnauthorized, jsonType, `{"error":"invalid_token"}`)
}

func refuse(w http.ResponseWriter, code, description string) {
	write(w, http.StatusBadRequest, jsonType, `{"error":"`+code+`","error_description":"`+description+`"}`)
}
