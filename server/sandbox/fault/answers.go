//go:build !js

package fault

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// Token is the access token of every answer that has a readable one, but of
// those with a family.
const Token = "fault-access-token"

// Login is what the page of redirect-login and of html shows.
const Login = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Sign in</title></head>\n<body><h1>Sign in</h1><form><input name=\"password\" type=\"password\"></form></body>\n</html>\n"

const jsonType = "application/json"

// with is a good answer with members at its end.
func with(members string) string {
	return `{"access_token":"` + Token + `","token_type":"Bearer"` + members + `}`
}

// body answers 200 with a text of a type.
func body(kind, text string) behaviour {
	return func(_ *Endpoint, w http.ResponseWriter, _ *http.Request, _ string) {
		write(w, http.StatusOK, kind, text)
	}
}

func write(w http.ResponseWriter, status int, kind, text string) {
	if kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// answers are bodies that are not what they should be, with status 200.
func answers() map[string]behaviour {
	token := func(value string) behaviour {
		return body(jsonType, `{"access_token":`+value+`,"token_type":"Bearer","expires_in":3600}`)
	}
	expires := func(members string) behaviour { return body(jsonType, with(members)) }
	return map[string]behaviour{
		"good":                body(jsonType, with(`,"expires_in":3600`)),
		"truncated":           body(jsonType, with(`,"expires_in":3600`)[:40]),
		"error-in-200":        body(jsonType, `{"error":"invalid_client","error_description":"the client is not known"}`),
		"token-missing":       body(jsonType, `{"token_type":"Bearer","expires_in":3600}`),
		"token-number":        token("12345678901234567890"),
		"token-object":        token(`{"value":"` + Token + `"}`),
		"token-array":         token(`["` + Token + `"]`),
		"token-null":          token("null"),
		"token-empty":         token(`""`),
		"token-crlf":          token(`"` + Token + `\r\nX-Injected: yes"`),
		"token-twice":         body(jsonType, `{"access_token":"another",`+with(`,"expires_in":3600`)[1:]),
		"trailing":            body(jsonType, with(`,"expires_in":3600`)+"\n<!-- and a comment -->"),
		"deep":                body(jsonType, with(`,"x":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000))),
		"expires-in-missing":  expires(""),
		"expires-in-string":   expires(`,"expires_in":"3600"`),
		"expires-in-fraction": expires(`,"expires_in":3599.7`),
		"expires-in-zero":     expires(`,"expires_in":0`),
		"expires-in-negative": expires(`,"expires_in":-3600`),
		"expires-in-huge":     expires(`,"expires_in":1e300`),
		"expires-in-word":     expires(`,"expires_in":"soon"`),
		"expires-on-ms":       expiresOnMilliseconds,
		"skewed":              skewed,
		"html":                body("text/html; charset=utf-8", Login),
		"html-as-json":        body(jsonType, Login),
		"no-type":             func(_ *Endpoint, w http.ResponseWriter, _ *http.Request, _ string) { untyped(w) },
		"form":                body("application/x-www-form-urlencoded", "access_token="+Token+"&token_type=bearer&expires_in=3600"),
		"charset-invalid":     body(jsonType+"; charset=utf-8", with(`,"expires_in":3600,"greeting":"Gr`+"\xfc\xdf"+`e"`)),
		"charset-latin1":      body(jsonType+"; charset=iso-8859-1", with(`,"expires_in":3600,"greeting":"Gr`+"\xfc\xdf"+`e"`)),
		"charset-utf16":       body(jsonType+"; charset=utf-16", utf16Text(with(`,"expires_in":3600`))),
		"bom":                 body(jsonType, "\ufeff"+with(`,"expires_in":3600`)),
	}
}

// untyped has no Content-Type, not even one that Go guesses.
func untyped(w http.ResponseWriter) {
	w.Header()["Content-Type"] = nil
	write(w, http.StatusOK, "", with(`,"expires_in":3600`))
}

// expiresOnMilliseconds has a time an hour ahead that is a thousandfold what
// Acronis sends.
func expiresOnMilliseconds(e *Endpoint, w http.ResponseWriter, _ *http.Request, _ string) {
	write(w, http.StatusOK, jsonType, with(fmt.Sprintf(`,"expires_on":%d`, e.now().Add(time.Hour).UnixMilli())))
}

// skewed says by its Date that its clock is ahead, by as many seconds as the
// degree has, 3600 without one. Its expires_on goes by that clock, and
// expires_in says the same.
func skewed(e *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	theirs := e.now().Add(time.Duration(number(degree, 3600)) * time.Second)
	w.Header().Set("Date", theirs.UTC().Format(http.TimeFormat))
	write(w, http.StatusOK, jsonType, with(fmt.Sprintf(`,"expires_in":3600,"expires_on":%d`, theirs.Add(time.Hour).Unix())))
}

func utf16Text(text string) string {
	b := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit>>8), byte(unit))
	}
	return string(b)
}

// number reads a degree, or takes another one for none.
func number(degree string, otherwise int) int {
	if n, err := strconv.Atoi(degree); err == nil {
		return n
	}
	return otherwise
}
