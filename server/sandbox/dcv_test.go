//go:build !js

package sandbox

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestDCVCertificate(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	var unknown x509.UnknownAuthorityError
	if _, err := http.Get(v.values["data_center"]); !errors.As(err, &unknown) {
		t.Errorf("without the CA: got %v", err)
	}
	resp, err := v.client.Get(v.values["data_center"])
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	for _, name := range []string{"localhost", "127.0.0.1", "::1", "dcv.sandbox.test"} {
		if err := resp.TLS.PeerCertificates[0].VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
}

func TestDCVTokenRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	const good = "/oauth2/token?grant_type=client_credentials"
	basic := map[string]string{"Authorization": "{basic}", "Content-Type": jsonType}
	challenged := map[string]string{"WWW-Authenticate": `Basic realm="DCV Session Manager"`, "Content-Type": "text/plain; charset=utf-8"}
	v.wantRefusals([]refused{
		{"GET", request{"GET", good, form, ""}, 405, "Method Not Allowed", map[string]string{"Allow": "POST"}},
		{"JSON", request{"POST", good, basic, ""}, 415, "Content type must be application/x-www-form-urlencoded", nil},
		{
			"grant in the body",
			request{"POST", "/oauth2/token", form, "grant_type=client_credentials"},
			400,
			"The body must be empty: grant_type is a parameter of the query", nil,
		},
		{
			"grant in both",
			request{"POST", good, form, "grant_type=client_credentials"},
			400,
			"The body must be empty: grant_type is a parameter of the query", nil,
		},
		{"no grant", request{"POST", "/oauth2/token", form, ""}, 400, "Parameter grant_type must be in the query once", nil},
		{"grant twice", request{"POST", good + "&grant_type=client_credentials", form, ""}, 400, "Parameter grant_type must be in the query once", nil},
		{"another grant", request{"POST", "/oauth2/token?grant_type=password", form, ""}, 400, "Unsupported grant type", nil},
		{
			"credentials twice",
			request{"POST", good + "&client_id={client_id}", form, ""},
			400,
			"Client credentials must be in the Authorization header only", nil,
		},
		{
			"no credentials",
			request{"POST", good, map[string]string{"Content-Type": formType}, ""},
			401,
			"Client credentials are missing in the Authorization header", challenged,
		},
		{
			"wrong secret",
			request{"POST", good, map[string]string{"Content-Type": formType, "Authorization": "Basic Nzk0YjJkYmI6d3Jvbmc="}, ""},
			401,
			"Bad client credentials", challenged,
		},
	})
}

func TestDCVAPIRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	v.values["token"] = v.token("dcv")
	as := map[string]string{"Authorization": "Bearer {token}", "Content-Type": jsonType}
	asForm := map[string]string{"Authorization": "Bearer {token}", "Content-Type": formType}
	post := func(path, body string) request { return request{"POST", path, as, body} }
	v.wantRefusals([]refused{
		{"no token", request{"POST", "/describeSessions", nil, ""}, 401, "", map[string]string{"WWW-Authenticate": "Bearer"}},
		{"method", request{"GET", "/describeSessions", as, ""}, 405, "Method Not Allowed", map[string]string{"Allow": "POST"}},
		{"path", post("/describe", ""), 404, "Not Found", nil},
		{"form", request{"POST", "/describeSessions", asForm, "MaxResults=1"}, 415, "Content type must be application/json", nil},
		{"no JSON", post("/describeSessions", "{"), 400, "Invalid input", nil},
		{"null", post("/describeSessions", "null"), 400, "Invalid input", nil},
		{"small letters", post("/describeSessions", `{"sessionIds":["SessionId1895"]}`), 400, "Invalid input", nil},
		{"small letters within", post("/describeSessions", `{"Filters":[{"key":"owner","Value":"x"}]}`), 400, "Invalid input", nil},
		{"unknown filter", post("/describeSessions", `{"Filters":[{"Key":"state","Value":"READY"}]}`), 400, "Invalid input", nil},
		{"MaxResults 0", post("/describeSessions", `{"MaxResults":0}`), 400, "Invalid input", nil},
		{"MaxResults 1001", post("/describeServers", `{"MaxResults":1001}`), 400, "Invalid input", nil},
		{"NextToken", post("/describeServers", `{"NextToken":"x"}`), 400, "Invalid input", nil},
		{"an object for a list", post("/createSessions", `{"Name":"x"}`), 400, "Invalid input", nil},
		{"no body", post("/deleteSessions", ""), 400, "Invalid input", nil},
		{"unknown session", request{"GET", "/sessionConnectionData/x/barbara", as, ""}, 400, "Invalid input", nil},
		{"large body", post("/describeSessions", strings.Repeat(" ", maxBody+1)), 413, "Request body is too large", nil},
	})
}

// post calls and decodes the answer's JSON into out.
func (v visitor) post(path, token, body string, out any) {
	v.t.Helper()
	got := v.call("POST", path, token, body)
	if got.status != http.StatusOK {
		v.t.Fatalf("%s: got %d %s", path, got.status, got.body)
	}
	if err := json.Unmarshal([]byte(got.body), out); err != nil {
		v.t.Fatal(err)
	}
}

// found describes sessions and returns their IDs.
func (v visitor) found(token, body string) string {
	v.t.Helper()
	var answer describeSessionsAnswer
	v.post("/describeSessions", token, body, &answer)
	var ids []string
	for _, s := range answer.Sessions {
		ids = append(ids, s.ID)
	}
	return strings.Join(append(ids, answer.NextToken), " ")
}

func TestDCVDescribeSessions(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	for body, want := range map[string]string{
		"":   "SessionId1895 SessionId1897 SessionId1902 ",
		"{}": "SessionId1895 SessionId1897 SessionId1902 ",
		// The documentation's own example.
		`{"SessionIds":["SessionId1895","SessionId1897"],"Filters":[{"Key":"tag:ram","Value":"4gb"},{"Key":"owner","Value":"an owner 1890"}]}`: "SessionId1895 SessionId1897 ",
		`{"Filters":[{"Key":"tag:Büro","Value":"Zürich"}]}`: "SessionId1895 SessionId1902 ",
		`{"Filters":[{"Key":"owner","Value":"nobody"}]}`:    "",
		`{"MaxResults":2}`:                     "SessionId1895 SessionId1897 Mg==",
		`{"MaxResults":2,"NextToken":"Mg=="}`:  "SessionId1902 ",
		`{"MaxResults":1,"NextToken":"OTk="}`:  "",
		`{"SessionIds":[],"Filters":[]}`:       "SessionId1895 SessionId1897 SessionId1902 ",
		`{"SessionIds":["SessionId1902","x"]}`: "SessionId1902 ",
	} {
		if got := v.found(token, body); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
}

func TestDCVServers(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	got := v.call("POST", "/describeServers", token, `{"MaxResults":2}`)
	if !strings.Contains(got.body, `"Memory":{"TotalBytes":16502906880,"UsedBytes":2873405440}`) {
		t.Errorf("got %s", got.body)
	}
	var answer describeServersAnswer
	v.post("/describeServers", token, `{"MaxResults":2}`, &answer)
	if len(answer.Servers) != 2 || answer.NextToken == "" || answer.Servers[0].ConsoleSessionCount != 1 || answer.Servers[1].VirtualSessionCount != 2 {
		t.Errorf("got %+v", answer)
	}
	one := answer.Servers[1].ID
	v.post("/describeServers", token, `{"ServerIds":["`+one+`"]}`, &answer)
	if len(answer.Servers) != 1 || answer.Servers[0].ID != one {
		t.Errorf("got %+v", answer)
	}
}

func TestDCVSessionsLive(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	var made results[session, createFailure]
	v.post("/createSessions", token, `[{"Name":"mine","Owner":"zoë","Type":"VIRTUAL","Requirements":"tag:ram='4gb' and tag:os='linux'"}]`, &made)
	if len(made.Successful) != 1 || made.Successful[0].State != "CREATING" || made.Successful[0].Substate != "SESSION_PLACING" {
		t.Fatalf("got %+v", made)
	}
	id := made.Successful[0].ID
	state := func() string {
		var answer describeSessionsAnswer
		v.post("/describeSessions", token, `{"SessionIds":["`+id+`"]}`, &answer)
		if len(answer.Sessions) == 0 {
			return "gone"
		}
		return answer.Sessions[0].State + answer.Sessions[0].Substate
	}
	wantState := func(after time.Duration, want string) {
		t.Helper()
		c.Advance(after)
		if got := state(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	wantState(0, "CREATINGSESSION_PLACING")
	wantState(placing, "CREATINGPENDING_PREPARATION")
	wantState(creating-placing, "READY")
	var deleted results[sessionState, sessionFailure]
	v.post("/deleteSessions", token, `[{"SessionId":"`+id+`","Owner":"zoë"},{"SessionId":"`+id+`","Owner":"x"},{"SessionId":"x","Owner":"zoë"}]`, &deleted)
	if got := deleted.Successful; len(got) != 1 || got[0] != (sessionState{id, "DELETING"}) {
		t.Errorf("got %+v", deleted)
	}
	if got := deleted.Unsuccessful; len(got) != 2 || got[0].Reason != "The owner does not own the session" || got[1].Reason != "Session not found" {
		t.Errorf("got %+v", deleted)
	}
	wantState(0, "DELETING")
	wantState(deleting, "gone")
}

func TestDCVCreateFailsInPart(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	var made results[session, createFailure]
	v.post("/createSessions", token, `[{"Owner":"o","Type":"VIRTUAL"},{"Name":"n","Type":"VIRTUAL"},{"Name":"n","Owner":"o","Type":"virtual"},
		{"Name":"n","Owner":"o","Type":"VIRTUAL","Requirements":"ram"},{"Name":"n","Owner":"o","Type":"VIRTUAL","Requirements":"tag:ram='8gb'"},
		{"Name":"n","Owner":"o","Type":"CONSOLE"},{"Name":"n","Owner":"o","Type":"CONSOLE"}]`, &made)
	var reasons []string
	for _, f := range made.Unsuccessful {
		reasons = append(reasons, f.Reason)
	}
	want := []string{
		"Name is required", "Owner is required", "Type must be CONSOLE or VIRTUAL",
		"Requirements must be expressions such as tag:ram='4gb', joined by and",
		"No server is available for placement", "No server is available for placement",
	}
	if strings.Join(reasons, "|") != strings.Join(want, "|") || len(made.Successful) != 1 || made.Unsuccessful[2].Request.Type != "virtual" {
		t.Errorf("got %+v", made)
	}
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"Name":"n","Owner":"o","Type":"VIRTUAL"},`, 50), ",") + "]"
	v.post("/createSessions", token, many, &made)
	if len(made.Successful) != maxSessions-4 {
		t.Errorf("got %d sessions", len(made.Successful))
	}
	c.Advance(keeping)
	if got := v.found(v.token("dcv"), ""); got != "SessionId1895 SessionId1897 SessionId1902 " {
		t.Errorf("after an hour: got %s", got)
	}
}

func TestDCVOfASession(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	var connection connectionAnswer
	if err := json.Unmarshal([]byte(v.get("/sessionConnectionData/SessionId1895/an%20owner%201890", token)), &connection); err != nil {
		t.Fatal(err)
	}
	if connection.Session.ID != "SessionId1895" || !regexp.MustCompile(`^[-\w]{100,}$`).MatchString(connection.ConnectionToken) {
		t.Errorf("got %+v", connection)
	}
	var shots results[screenshot, screenshotFailure]
	v.post("/getSessionScreenshots", token, `[{"SessionId":"SessionId1895"},{"SessionId":"x","MaxWidth":10}]`, &shots)
	if len(shots.Successful) != 1 || len(shots.Unsuccessful) != 1 || *shots.Unsuccessful[0].Request.MaxWidth != 10 {
		t.Fatalf("got %+v", shots)
	}
	if _, err := png.Decode(bytes.NewReader(shots.Successful[0].SessionScreenshot.Images[0].Data)); err != nil {
		t.Error(err)
	}
	file := base64.StdEncoding.EncodeToString([]byte("[permissions]"))
	got := v.call("PUT", "/sessionPermissions", token, `[{"SessionId":"SessionId1895","Owner":"an owner 1890","PermissionsFile":"`+file+`"},
		{"SessionId":"SessionId1895","Owner":"x","PermissionsFile":"`+file+`"},{"SessionId":"SessionId1902","Owner":"barbara","PermissionsFile":"!"}]`)
	want := `"SuccessfulList":[{"SessionId":"SessionId1895"}],"UnsuccessfulList":[{"SessionId":"SessionId1895","FailureReason":"The owner does not own the session"},{"SessionId":"SessionId1902","FailureReason":"PermissionsFile must be Base64"}]}`
	if !strings.HasSuffix(got.body, want) {
		t.Errorf("got %s", got.body)
	}
}

func TestDCVOpenAndCloseServers(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "dcv")
	token := v.token("dcv")
	servers := object(t, v.call("POST", "/describeServers", token, "{}").body)["Servers"].([]any)
	var ids []string
	for _, e := range servers {
		ids = append(ids, e.(map[string]any)["Id"].(string))
	}
	state := func(i int) string {
		servers := object(t, v.call("POST", "/describeServers", token, "{}").body)["Servers"].([]any)
		server := servers[i].(map[string]any)
		reason, _ := server["UnavailabilityReason"].(string)
		return server["Availability"].(string) + reason
	}
	for _, step := range []struct{ path, body, want, state string }{
		{"/closeServers", `[{"ServerId":"` + ids[0] + `"},{"ServerId":"x"}]`, `"SuccessfulList":[],"UnsuccessfulList":[{"ServerId":"` + ids[0] + `","FailureReason":"Server has sessions"},{"ServerId":"x","FailureReason":"Server not found"}]`, "AVAILABLE"},
		{"/closeServers", `[{"ServerId":"` + ids[0] + `","Force":true}]`, `"SuccessfulList":[{"ServerId":"` + ids[0] + `"}],"UnsuccessfulList":[]`, "UNAVAILABLESERVER_CLOSED"},
		{"/openServers", `[{"ServerId":"` + ids[0] + `"},{"ServerId":"` + ids[2] + `"}]`, `"SuccessfulList":[{"ServerId":"` + ids[0] + `"},{"ServerId":"` + ids[2] + `"}],"UnsuccessfulList":[]`, "AVAILABLE"},
	} {
		got := v.call("POST", step.path, token, step.body)
		if got.status != http.StatusOK || !strings.HasSuffix(got.body, step.want+"}") {
			t.Errorf("%s %s: got %d %s", step.path, step.body, got.status, got.body)
		}
		if got := state(0); got != step.state {
			t.Errorf("after %s %s: got %s", step.path, step.body, got)
		}
	}
	if got := state(2); got != "UNAVAILABLEUNHEALTHY_DCV_SERVER" {
		t.Errorf("the ill server was opened: %s", got)
	}
}
