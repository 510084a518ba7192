//go:build !js

package sandbox

import (
	"net/http"
	"strings"
)

// Codes of the account server's errors; an HTTP status can stand there too
// (/doc/outbound/apis/api-library/account/error-codes.html).
const (
	codeInternal       = 1000 // what a real 401 carries as well
	codeAccessDenied   = 1002
	codeTenantNotFound = 1005
)

// An acronisError is {"error":{...}}
// (/doc/outbound/apis/inspect-response-codes.html).
type acronisError struct {
	Code    int               `json:"code"`
	Message string            `json:"message"`
	Details acronisDetails    `json:"details"`
	Context map[string]string `json:"context"`
	Domain  string            `json:"domain"`
}

type acronisDetails struct {
	Info     string              `json:"info"`
	Addition []map[string]string `json:"addition"`
}

// failAcronis answers with an error. context, such as the ID of what was not
// found, may be nil.
func failAcronis(w http.ResponseWriter, r *http.Request, status, code int, message, info string, context map[string]string) {
	e := acronisError{Code: code, Message: message, Details: acronisDetails{Info: info, Addition: []map[string]string{}}, Context: context, Domain: "PlatformAccountServer"}
	if strings.HasPrefix(r.URL.Path, "/api/task_manager/") {
		e.Domain = "TaskManager"
	}
	if context == nil {
		e.Context = map[string]string{}
	} else {
		e.Details.Addition = append(e.Details.Addition, context)
	}
	writeJSON(w, status, map[string]acronisError{"error": e})
}

// refuseAcronis answers with what /doc/outbound/apis/status-http-codes.html
// says of a status.
func refuseAcronis(w http.ResponseWriter, r *http.Request, status int) {
	info := map[int]string{
		http.StatusNotFound:             "The endpoint does not exist.",
		http.StatusMethodNotAllowed:     "The method is not supported by the endpoint.",
		http.StatusUnsupportedMediaType: "The Content-Type header is missing or its value is not supported by the endpoint.",
	}[status]
	failAcronis(w, r, status, status, http.StatusText(status), info, nil)
}
