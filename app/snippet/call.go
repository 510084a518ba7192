package snippet

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
	"firstcall/app/wire"
)

// A call is a request as it is sent, without its Authorization.
type call struct {
	method  string
	url     string // without query; holds marks
	query   []wire.Param
	header  []wire.Param // names without case occur once
	body    string
	leftOut []string // names of headers that can't be sent
	missing []string // placeholders of the path without a value
}

func newCall(p *plan, s Source) *call {
	r := s.Request
	c := &call{method: strings.ToUpper(strings.TrimSpace(r.Method)), body: r.Body}
	if c.method == "" {
		c.method = "GET"
	}
	path := r.Path
	if s.Connection != nil {
		path, c.missing = wire.Expand(path, s.Connection.Values, url.PathEscape)
	}
	path, _, _ = strings.Cut(path, "#")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	c.url = p.base.mark + p.withClientID(path)
	for _, row := range r.Query {
		if !row.Off && row.Name != "" {
			c.query = append(c.query, wire.Param{Name: row.Name, Value: row.Value})
		}
	}
	for _, field := range header.Defaults(*r) {
		c.header = append(c.header, wire.Param{Name: field.Name, Value: field.Value})
	}
	for _, row := range r.Header {
		if !row.Off && row.Name != "" {
			c.addHeader(row)
		}
	}
	return c
}

// withClientID writes the client's ID in a path as the variable, as the
// tutorials do. It has to be a whole segment that needs no escape.
func (p *plan) withClientID(path string) string {
	for _, v := range p.variables {
		if v.name != "client_id" || v.env != "" || url.PathEscape(v.value) != v.value || len(v.value) < 4 {
			continue
		}
		segments := strings.Split(path, "/")
		for i, segment := range segments {
			if segment == v.value {
				segments[i] = v.mark
			}
		}
		return strings.Join(segments, "/")
	}
	return path
}

// addHeader joins fields of one name (RFC 9110 section 5.3), because Python's
// requests knows a name once. The Authorization is the connection's.
func (c *call) addHeader(row api.Row) {
	value := strings.Trim(row.Value, " \t")
	switch {
	case strings.EqualFold(row.Name, "Authorization"):
		return
	case !header.IsToken(row.Name) || strings.ContainsFunc(value, header.IsControl):
		c.leftOut = append(c.leftOut, oneLine(row.Name))
		return
	}
	for i, h := range c.header {
		if strings.EqualFold(h.Name, row.Name) {
			c.header[i].Value += ", " + value
			return
		}
	}
	c.header = append(c.header, wire.Param{Name: row.Name, Value: value})
}

// notes are comments to write above the call, a sentence each.
func (c *call) notes() []string {
	var notes []string
	for _, name := range c.leftOut {
		notes = append(notes, "The header “"+name+"” was left out: it can't be sent like this.")
	}
	for _, name := range c.missing {
		notes = append(notes, "Put a value in the place of {"+name+"}.")
	}
	return notes
}
