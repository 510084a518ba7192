package wire_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// login is a provider with parameters in each place.
func login(place string) api.Provider {
	return api.Provider{
		Fields: []api.Field{
			dataCenter, clientID, clientSecret,
			{Name: "lines", Label: "Lines", Kind: api.FieldParameters, Optional: true},
			{Name: "hidden_line", Label: "Line", Kind: api.FieldSecret, Optional: true},
			{Name: "words", Label: "Words", Optional: true},
		},
		Token: api.TokenRequest{
			URL: "{data_center}/t", Grant: "g", Place: place, Client: api.ClientBasic,
			Parameters: []api.Parameter{
				{Name: "h", Value: "1", In: api.InHeader},
				{Name: "q", Value: "{client_id}", In: api.InQuery},
				{Name: "b", Value: "3", In: api.InBody},
				{Name: "o", Value: "4", In: api.InAuthorization},
				{Name: "w", Value: "{words}", Repeat: true},
				{Value: "{lines}"},
				{Value: "{hidden_line}"},
			},
		},
	}
}

func TestPlacesOfParameters(t *testing.T) {
	const lines = "\n a = b=c \r\n\nheader:X-A=1\nheader:x-a=2\nheader:Accept=\nquery: p = 1\nbody:y=\nbody:y=2\nauthorization:z=3\n"
	for _, test := range []struct{ place, query, body string }{
		{api.PlaceForm, "q=id%3A1&p=1", "grant_type=g&w=x&w=y&a=b%3Dc&s=t&b=3&y=2"},
		{api.PlaceJSON, "q=id%3A1&p=1", `{"w":["x","y"],"a":"b=c","s":"t","grant_type":"g","b":"3","y":"2"}`},
		{api.PlaceQuery, "grant_type=g&w=x&w=y&a=b%3Dc&s=t&q=id%3A1&p=1", "b=3&y=2"},
		{api.PlaceNone, "q=id%3A1&p=1", "b=3&y=2"},
	} {
		r, err := wire.Token(login(test.place), filled("lines", lines, "hidden_line", "s=t", "words", " x\ty "))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.FullURL(); got != "https://dc.example/t?"+test.query || r.EncodeBody() != test.body {
			t.Errorf("%s: got %s, %s", test.place, got, r.EncodeBody())
		}
		kind := formHeader[1:]
		if test.place == api.PlaceJSON {
			kind = jsonHeader[1:]
		}
		want := append(kind[:1:1], wire.Param{Name: "h", Value: "1"}, wire.Param{Name: "X-A", Value: "1"}, wire.Param{Name: "x-a", Value: "2"})
		if !reflect.DeepEqual(r.Header, want) {
			t.Errorf("%s: got %+v", test.place, r.Header)
		}
		if s, _ := r.Param("s"); test.place != api.PlaceNone && (!s.Secret || s.Value != "t") {
			t.Errorf("%s: got %+v", test.place, s)
		}
	}
}

func TestParseParametersRefuses(t *testing.T) {
	for line, says := range map[string]string{
		"no sign": "“=”", "=v": "no name", "header:=v": "no name", "header:X Y=secret": "no header name",
		"header:Authorization=secret": "decides it", "header:cookie=secret": "decides it", "a=b\nc": "“=”",
	} {
		_, err := wire.ParseParameters(line)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v", line, err)
		}
		var wrong *wire.FieldError
		if _, err := wire.Token(login(api.PlaceForm), filled("lines", line)); !errors.As(err, &wrong) || wrong.Field != "lines" {
			t.Errorf("%q: got %v", line, err)
		}
	}
	if got, err := wire.ParseParameters("urn:x=1\nquery:a:b=2"); err != nil || got[0].Name != "urn:x" || got[1].Name != "a:b" || got[1].In != api.InQuery {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestWithoutBody is about GET, which has a query or nothing.
func TestWithoutBody(t *testing.T) {
	for place, want := range map[string]string{
		api.PlaceQuery: "https://dc.example/t?grant_type=g", api.PlaceNone: "https://dc.example/t",
		api.PlaceForm: "no body", api.PlaceJSON: "no body",
	} {
		p := login(place)
		p.Token.Method, p.Token.Parameters = "GET", nil
		r, err := wire.Token(p, filled())
		if err != nil {
			r.URL = err.Error()
		}
		if got := r.FullURL(); !strings.Contains(got, want) || err == nil && (r.EncodeBody() != "" || !reflect.DeepEqual(r.Header, formHeader[:1])) {
			t.Errorf("%s: got %+v, %v", place, r, err)
		}
	}
	p := login(api.PlaceQuery)
	p.Token.Method = "GET"
	if _, err := wire.Token(p, filled()); err == nil {
		t.Error("a body with GET")
	}
}

// TestHolds is about conditions with several values and fields.
func TestHolds(t *testing.T) {
	values := map[string]string{"a": "1", "b": "2", "url": "x=y"}
	for when, want := range map[string]bool{
		"": true, "a=1": true, "a=2": false, "a=2|1": true, "a=|": false, "c=": true, "a=2 or b=2": true, "a=2 or b=3": false,
		"a=2|3 or b=1|2": true, "url=x=y": true,
	} {
		if got := api.Holds(when, values); got != want {
			t.Errorf("%q: got %v", when, got)
		}
	}
}

// TestShown wants a field hidden that hangs on a hidden one.
func TestShown(t *testing.T) {
	p := acronis()
	p.Fields = append(p.Fields,
		api.Field{Name: "c", When: "b=1 or d=1"}, api.Field{Name: "b", When: "a=1|2", Default: "1"}, api.Field{Name: "a"}, api.Field{Name: "d"})
	for a, want := range map[string]string{"": "a d", "2": "c b a d", "3": "a d"} {
		var got []string
		for _, f := range wire.Shown(p, map[string]string{"a": a}) {
			got = append(got, f.Name)
		}
		if strings.Join(got[3:], " ") != want {
			t.Errorf("a=%s: got %q, want %s", a, got, want)
		}
	}
}
