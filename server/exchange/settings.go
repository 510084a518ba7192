//go:build !js

package exchange

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// longestTimeout is how many seconds a connection may wait at most.
const longestTimeout = 600

// Settings are what a form's values wish of the way out, for exchanges and calls
// alike. The fields are those of p that are shown; what can't be right in one of
// them is a Failure that names it.
func Settings(p provider.Profile, values map[string]string) (transport.Settings, *api.Failure) {
	f := wishes(effective(p, values))
	s := transport.Settings{
		CA:                f.text(api.CAField),
		SkipVerify:        f.text(api.VerifyField) == "never",
		ClientCertificate: f.text(api.ClientCertificateField),
		ClientKey:         secret.New(f.text(api.ClientKeyField)),
	}
	for _, read := range []func(*transport.Settings) *wire.FieldError{f.ca, f.pin, f.client, f.proxy, f.connectTimeout, f.timeout} {
		if wrong := read(&s); wrong != nil {
			return transport.Settings{}, unfit(p, wrong)
		}
	}
	return s, nil
}

// wishes are the values of a form, by field name.
type wishes map[string]string

// text is a field's value, "" where it is blank.
func (f wishes) text(name string) string {
	if strings.TrimSpace(f[name]) == "" {
		return ""
	}
	return f[name]
}

func (f wishes) ca(s *transport.Settings) *wire.FieldError {
	if s.CA == "" {
		return nil
	}
	return blame(api.CAField, transport.ParseCA(s.CA))
}

func (f wishes) pin(s *transport.Settings) (wrong *wire.FieldError) {
	if text := f.text(api.PinField); text != "" {
		var err error
		s.Pin, err = transport.ParsePin(text)
		return blame(api.PinField, err)
	}
	return nil
}

// client judges certificate and key together. A failure names the key only where
// there is a certificate that can be read.
func (f wishes) client(s *transport.Settings) *wire.FieldError {
	err := transport.ParseClientCertificate(s.ClientCertificate, s.ClientKey.Reveal())
	if failure := transport.Explain(err); failure != nil {
		return blame(failure.Field, err)
	}
	return nil
}

// proxy joins the URL with user and password, which have a field of their own.
func (f wishes) proxy(s *transport.Settings) *wire.FieldError {
	text, authorization := f.text(api.ProxyField), f.text(api.ProxyAuthorizationField)
	if text == "" {
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(text))
	if err == nil && u.User != nil {
		return &wire.FieldError{Field: api.ProxyField, Reason: "User and password for the proxy have a field of their own. Take them out of the URL."}
	}
	if err == nil && authorization != "" {
		user, password, _ := strings.Cut(authorization, ":")
		u.User = url.UserPassword(user, password)
		text = u.String()
	}
	if err := transport.ParseProxy(text); err != nil {
		return blame(api.ProxyField, err)
	}
	s.Proxy = secret.New(text)
	return nil
}

func (f wishes) connectTimeout(s *transport.Settings) *wire.FieldError {
	return f.seconds(api.ConnectTimeoutField, &s.ConnectTimeout)
}

func (f wishes) timeout(s *transport.Settings) *wire.FieldError {
	return f.seconds(api.TimeoutField, &s.Timeout)
}

func (f wishes) seconds(name string, to *time.Duration) *wire.FieldError {
	text := strings.TrimSpace(f.text(name))
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > longestTimeout {
		return &wire.FieldError{Field: name, Reason: "This is a number of whole seconds, from 1 to " + strconv.Itoa(longestTimeout) + "."}
	}
	*to = time.Duration(n) * time.Second
	return nil
}

func blame(field string, err error) *wire.FieldError {
	if err == nil {
		return nil
	}
	return &wire.FieldError{Field: field, Reason: err.Error()}
}
