//go:build !js

package explain

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"firstcall/app/api"
)

// suspects are the causes that something of the request or of the answer points
// to, and the variations that would tell.
func (c Case) suspects(m meaning, said refusal) []cause {
	causes := c.waiting()
	if m.kind != aboutAddress {
		causes = append(causes, c.spaces()...)
	}
	if c.Purpose == api.ForAuthorization {
		return causes // no credentials were sent
	}
	if m.kind == aboutClient || m.kind == aboutAnything {
		causes = append(causes, c.oddSecrets()...)
		causes = append(causes, c.clocks()...)
		causes = append(causes, c.certificates(said)...)
		causes = append(causes, c.encoding(m.kind)...)
	}
	if m.kind == aboutGrant {
		causes = append(causes, c.clocks()...)
	}
	if m.kind == aboutClient || m.kind == aboutAnything || m.kind == aboutRequest {
		causes = append(causes, c.otherClient(m, said)...)
	}
	if m.kind == aboutRequest || m.kind == aboutAnything {
		causes = append(causes, c.otherPlaces(said)...)
	}
	if m.kind == aboutAddress {
		causes = append(causes, c.slash()...)
	}
	return append(causes, c.otherCenters()...)
}

// waiting is what the server asks for itself.
func (c Case) waiting() []cause {
	wait := c.Answer.Header.Get("Retry-After")
	if wait == "" || c.Answer.Status != 429 && c.Answer.Status != 503 {
		return nil
	}
	return tries(certain+1, "Wait: the server asks for it with Retry-After: "+c.foreign(wait)+".")
}

// spaces suspects white space around a value: it comes with copying, is
// invisible, and is sent as it is.
func (c Case) spaces() []cause {
	for _, field := range c.Provider.Fields {
		value := c.Values[field.Name]
		if field.Kind != api.FieldSecret && field.Kind != api.FieldText && field.Kind != "" || !field.Shown(c.Values) || strings.TrimSpace(value) == value {
			continue
		}
		seen := "The " + c.named(field.Name) + " begins or ends with white space, which was sent along."
		return []cause{{
			certain, field.Name, seen + " Remove it.",
			&api.Check{Variation: api.Variation{Trim: true}, Title: "Take off the white space", Reason: seen},
		}}
	}
	return nil
}

// oddSecrets suspects credentials that look as if more or something else was
// copied. Nothing of them is quoted.
func (c Case) oddSecrets() []cause {
	id, secret := c.Values[api.ClientIDField], c.Values[api.ClientSecretField]
	field := c.field(api.ClientSecretField)
	if field == "" || secret == "" {
		return nil
	}
	label := "The " + c.named(field)
	trimmed := strings.TrimSpace(secret)
	switch {
	case secret == id:
		return at(observed, field, label+" is the same as the "+c.named(api.ClientIDField)+". Copy the one that belongs here.")
	case id != "" && strings.HasPrefix(secret, id+":"):
		return at(observed, field, label+" begins with the "+c.named(api.ClientIDField)+" and a colon. Enter only what comes after them.")
	case len(trimmed) > 1 && strings.ContainsRune(`"'`, rune(trimmed[0])) && trimmed[0] == trimmed[len(trimmed)-1]:
		return at(observed, field, label+" stands in quotes, which were sent along. Remove them unless they belong to it.")
	case strings.ContainsFunc(secret, func(r rune) bool { return r > unicode.MaxASCII }):
		return at(observed, field, label+" has characters beyond ASCII, such as text processors put in the place of hyphens and quotes. Copy it from where it was issued.")
	case strings.HasPrefix(secret, "Basic ") || strings.HasPrefix(secret, "Bearer "):
		return at(observed, field, label+" begins like an Authorization header. Enter the secret alone.")
	}
	return nil
}

// worthSaying is from how many seconds on clocks that differ make a signed
// assertion useless.
const worthSaying = 30

func (c Case) clocks() []cause {
	if len(c.Request.Assertions) == 0 || max(c.Answer.Skew, -c.Answer.Skew) < worthSaying {
		return nil
	}
	where := " s behind this server's"
	if c.Answer.Skew > 0 {
		where = " s ahead of this server's"
	}
	skew := strconv.FormatInt(max(c.Answer.Skew, -c.Answer.Skew), 10)
	return tries(observed, "The provider's clock is "+skew+where+", as the answer's Date says: assertions are good for a short time only. Set the clock that is wrong.")
}

// certificates suspects that one has to be shown (RFC 8705).
func (c Case) certificates(said refusal) []cause {
	text := strings.ToLower(said.description)
	if !strings.Contains(text, "certificate") && !strings.Contains(text, "mtls") && !strings.Contains(text, "mutual tls") {
		return nil
	}
	if strings.TrimSpace(c.Values[api.ClientCertificateField]) != "" {
		return at(observed, c.field(api.ClientCertificateField), "The server speaks of the client certificate: compare it with the one that is registered for the client.")
	}
	return at(observed, c.field(api.ClientCertificateField), "The server wants a client certificate (mutual TLS): enter it with its key among the connection's settings.")
}

// otherCenters finds the other hosts of the provider that the answer names.
func (c Case) otherCenters() []cause {
	own := strings.ToLower(Host(c.Request.URL))
	var hosts []string
	for _, found := range address.FindAllSubmatch(c.Answer.Body, 20) {
		host := strings.ToLower(string(found[1]))
		if host != own && c.Sibling(host) && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	var causes []cause
	for _, host := range hosts[:min(len(hosts), 3)] {
		causes = append(causes, c.center("https://"+host, "The answer names "+c.foreign(host)+", which is another data center of "+c.Provider.Name+"."))
	}
	return causes
}

// center is the cause that the account lives at another data center.
func (c Case) center(base, reason string) cause {
	found := cause{weight: observed, field: api.DataCenterField, try: reason + " If your account lives there, enter it as the " + c.named(api.DataCenterField) + "."}
	if strings.Contains(c.Provider.Token.URL, "{"+api.DataCenterField+"}") {
		found.check = &api.Check{Variation: api.Variation{DataCenter: base}, Title: "Ask " + Host(base), Reason: reason}
	}
	return found
}
