//go:build !js

package sandbox

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

type describeSessionsRequest struct {
	SessionIDs []string   `json:"SessionIds"`
	Filters    []keyValue `json:"Filters"`
	MaxResults *int       `json:"MaxResults"`
	NextToken  string     `json:"NextToken"`
}

type describeSessionsAnswer struct {
	RequestID string    `json:"RequestId"`
	Sessions  []session `json:"Sessions"`
	NextToken string    `json:"NextToken,omitempty"`
}

// describeSessions finds the sessions that have one of the IDs and match all
// the filters: owner, and tag:key for the tags of the session's server.
func (d *dcv) describeSessions(w http.ResponseWriter, r *http.Request) {
	var in describeSessionsRequest
	if !readInput(w, r, true, &in) {
		return
	}
	unknown := slices.ContainsFunc(in.Filters, func(f keyValue) bool {
		return f.Key != "owner" && !strings.HasPrefix(f.Key, "tag:")
	})
	found := slices.DeleteFunc(d.sessions.describe(), func(s session) bool { return !in.matches(s) })
	page, next, ok := pageOf(found, in.MaxResults, in.NextToken)
	if !ok || unknown {
		invalidInput(w)
		return
	}
	writeJSON(w, http.StatusOK, describeSessionsAnswer{randomUUID(), page, next})
}

func (in describeSessionsRequest) matches(s session) bool {
	if len(in.SessionIDs) > 0 && !slices.Contains(in.SessionIDs, s.ID) {
		return false
	}
	for _, f := range in.Filters {
		key, tag := strings.CutPrefix(f.Key, "tag:")
		if !tag && f.Value != s.Owner {
			return false
		}
		if tag && (s.Server == nil || !slices.Contains(s.Server.Tags, keyValue{key, f.Value})) {
			return false
		}
	}
	return true
}

// results are the answer of a request that is a list: each item succeeds or
// fails by itself, and the status is 200.
type results[S, U any] struct {
	RequestID    string `json:"RequestId"`
	Successful   []S    `json:"SuccessfulList"`
	Unsuccessful []U    `json:"UnsuccessfulList"`
}

// answerEach does each item of the list that r is, and answers the results. do
// gives either what succeeded or why it did not.
func answerEach[I, S, U any](w http.ResponseWriter, r *http.Request, do func(I) (S, *U)) {
	var in []I
	if !readInput(w, r, false, &in) {
		return
	}
	answer := results[S, U]{randomUUID(), []S{}, []U{}}
	for _, item := range in {
		if done, failed := do(item); failed != nil {
			answer.Unsuccessful = append(answer.Unsuccessful, *failed)
		} else {
			answer.Successful = append(answer.Successful, done)
		}
	}
	writeJSON(w, http.StatusOK, answer)
}

type createRequest struct {
	Name                  string   `json:"Name,omitempty"`
	Owner                 string   `json:"Owner,omitempty"`
	Type                  string   `json:"Type,omitempty"`
	DcvGlEnabled          *bool    `json:"DcvGlEnabled,omitempty"`
	MaxConcurrentClients  int64    `json:"MaxConcurrentClients,omitempty"`
	InitFilePath          string   `json:"InitFilePath,omitempty"`
	InitFile              string   `json:"InitFile,omitempty"`
	AutorunFile           string   `json:"AutorunFile,omitempty"`
	AutorunFileArguments  []string `json:"AutorunFileArguments,omitempty"`
	PermissionsFile       string   `json:"PermissionsFile,omitempty"`
	Requirements          string   `json:"Requirements,omitempty"`
	EnqueueRequest        *bool    `json:"EnqueueRequest,omitempty"`
	DisableRetryOnFailure *bool    `json:"DisableRetryOnFailure,omitempty"`
	StorageRoot           string   `json:"StorageRoot,omitempty"`
}

// refusal says which of the required members is wrong, or "". The broker's
// own texts are not documented.
func (in createRequest) refusal() string {
	switch {
	case in.Name == "":
		return "Name is required"
	case in.Owner == "":
		return "Owner is required"
	case in.Type != "CONSOLE" && in.Type != "VIRTUAL":
		return "Type must be CONSOLE or VIRTUAL"
	}
	return ""
}

type createFailure struct {
	Request createRequest `json:"CreateSessionRequestData"`
	Reason  string        `json:"FailureReason"`
}

func (d *dcv) createSessions(w http.ResponseWriter, r *http.Request) {
	answerEach(w, r, func(in createRequest) (session, *createFailure) {
		made, reason := d.sessions.create(in)
		if reason != "" {
			return session{}, &createFailure{in, reason}
		}
		return made, nil
	})
}

// A sessionRequest is what the lists about sessions that exist are made of.
type sessionRequest struct {
	SessionID       string `json:"SessionId"`
	Owner           string `json:"Owner"`
	Force           bool   `json:"Force"`           // of deleteSessions; nobody is connected here, so it changes nothing
	PermissionsFile string `json:"PermissionsFile"` // of sessionPermissions
}

type sessionState struct {
	SessionID string `json:"SessionId"`
	State     string `json:"State,omitempty"`
}

type sessionFailure struct {
	SessionID string `json:"SessionId"`
	Reason    string `json:"FailureReason"`
}

func (d *dcv) deleteSessions(w http.ResponseWriter, r *http.Request) {
	d.each(w, r, "DELETING", func(in sessionRequest) string { return d.sessions.delete(in.SessionID, in.Owner) })
}

// permissions checks a permissions file and forgets it: nobody connects here.
func (d *dcv) permissions(w http.ResponseWriter, r *http.Request) {
	d.each(w, r, "", func(in sessionRequest) string {
		found, ok := d.session(in.SessionID)
		_, err := base64.StdEncoding.DecodeString(in.PermissionsFile)
		switch {
		case !ok:
			return "Session not found"
		case found.Owner != in.Owner:
			return "The owner does not own the session"
		case in.PermissionsFile == "" || err != nil:
			return "PermissionsFile must be Base64"
		}
		return ""
	})
}

// each does something with each session of a list. do returns why it can't.
func (d *dcv) each(w http.ResponseWriter, r *http.Request, state string, do func(sessionRequest) string) {
	answerEach(w, r, func(in sessionRequest) (sessionState, *sessionFailure) {
		if reason := do(in); reason != "" {
			return sessionState{}, &sessionFailure{in.SessionID, reason}
		}
		return sessionState{in.SessionID, state}, nil
	})
}

func (d *dcv) session(id string) (session, bool) {
	for _, s := range d.sessions.describe() {
		if s.ID == id {
			return s, true
		}
	}
	return session{}, false
}

// A serverRequest opens or closes a server to new sessions.
type serverRequest struct {
	ServerID string `json:"ServerId"`
	Force    bool   `json:"Force"` // of closeServers: even while it has sessions
}

type serverState struct {
	ServerID string `json:"ServerId"`
}

type serverFailure struct {
	ServerID string `json:"ServerId"`
	Reason   string `json:"FailureReason"`
}

func (d *dcv) openServers(w http.ResponseWriter, r *http.Request) {
	d.eachServer(w, r, func(in serverRequest) string { return d.sessions.open(in.ServerID) })
}

func (d *dcv) closeServers(w http.ResponseWriter, r *http.Request) {
	d.eachServer(w, r, func(in serverRequest) string { return d.sessions.close(in.ServerID, in.Force) })
}

func (d *dcv) eachServer(w http.ResponseWriter, r *http.Request, do func(serverRequest) string) {
	answerEach(w, r, func(in serverRequest) (serverState, *serverFailure) {
		if reason := do(in); reason != "" {
			return serverState{}, &serverFailure{in.ServerID, reason}
		}
		return serverState{in.ServerID}, nil
	})
}

type connectionAnswer struct {
	Session         session `json:"Session"`
	ConnectionToken string  `json:"ConnectionToken"`
}

func (d *dcv) connectionData(w http.ResponseWriter, r *http.Request) {
	found, ok := d.session(r.PathValue("sessionId"))
	if !ok || found.State != "READY" {
		invalidInput(w)
		return
	}
	noStore(w)
	writeJSON(w, http.StatusOK, connectionAnswer{found, base64.RawURLEncoding.EncodeToString([]byte(randomHex(64)))})
}
