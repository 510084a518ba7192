package snippet

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// A way is how the requests of the code leave: the connection's fields for that.
type way struct {
	ca, client, blind       bool
	pinned                  bool
	proxy, connect, timeout string
}

// newWay reads them; values are what package wire saw.
func newWay(s Source, values map[string]string) way {
	shown := map[string]string{}
	for _, f := range wire.Shown(s.Provider, values) {
		shown[f.Name] = s.value(f)
	}
	w := way{
		proxy:   shown[api.ProxyField],
		connect: shown[api.ConnectTimeoutField],
		timeout: shown[api.TimeoutField],
	}
	client, _ := wire.Expand(s.Provider.Token.Client, values, nil)
	if client != api.ClientTLS && plain(s) {
		return w
	}
	w.ca = shown[api.CAField] != ""
	w.client = shown[api.ClientCertificateField] != "" || client == api.ClientTLS
	w.blind = shown[api.VerifyField] == "never"
	w.pinned = shown[api.PinField] != ""
	return w
}

// plain reports whether all URLs begin with http://, so that there is no TLS to
// speak of.
func plain(s Source) bool {
	urls := 0
	for _, f := range fields(s.Provider) {
		if value := s.value(f); f.IsURL() && value != "" {
			urls++
			if !strings.HasPrefix(value, "http://") {
				return false
			}
		}
	}
	return urls > 0
}

// needs says what has to be there before the code runs, a sentence each.
func (w way) needs() []string {
	var needs []string
	if w.ca {
		needs = append(needs, "Save the CA's certificate (PEM) as "+caFile+" in the directory where you run this.")
	}
	if w.client {
		needs = append(needs, "Save the client certificate (PEM) as "+clientFile+", and its private key as "+clientKeyFile+", in the directory where you run this.")
	}
	if w.pinned {
		needs = append(needs, "The pinned certificate is not checked here: this trusts what the system trusts.")
	}
	return needs
}

// curlOptions are for each run of curl.
func (w way) curlOptions() []string {
	var options []string
	add := func(wanted bool, option string) {
		if wanted {
			options = append(options, option)
		}
	}
	add(w.ca, "--cacert "+caFile)
	add(w.client, "--cert "+clientFile+" --key "+clientKeyFile)
	add(w.blind, "--insecure")
	add(w.proxy != "", "--proxy "+bashQuote(w.proxy))
	add(w.connect != "", "--connect-timeout "+bashQuote(w.connect))
	add(w.timeout != "", "--max-time "+bashQuote(w.timeout))
	return options
}

// pythonArguments are for each call of requests.
func (w way) pythonArguments() []string {
	var arguments []string
	switch {
	case w.blind:
		arguments = append(arguments, "verify=False")
	case w.ca:
		arguments = append(arguments, "verify="+pythonQuote(caFile))
	}
	if w.client {
		arguments = append(arguments, "cert=("+pythonQuote(clientFile)+", "+pythonQuote(clientKeyFile)+")")
	}
	if w.proxy != "" {
		proxy := pythonQuote(w.proxy)
		arguments = append(arguments, "proxies={'http': "+proxy+", 'https': "+proxy+"}")
	}
	if w.connect != "" || w.timeout != "" {
		arguments = append(arguments, "timeout=("+number(w.connect)+", "+number(w.timeout)+")")
	}
	return arguments
}

// number is a number of seconds, or None for whatever else was entered.
func number(text string) string {
	for _, r := range text {
		if (r < '0' || r > '9') && r != '.' {
			return "None"
		}
	}
	if text == "" || text == "." {
		return "None"
	}
	return text
}
