package snippet_test

import "firstcall/app/api"

// The five shapes of a token request.

func fields(more ...api.Field) []api.Field {
	return append([]api.Field{
		{Name: api.DataCenterField, Label: "Data center URL", Kind: api.FieldURL},
		{Name: "client_id", Label: "Client ID", Kind: api.FieldText},
		{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret},
	}, more...)
}

func basicForm() api.Provider {
	return api.Provider{Fields: fields(), Token: api.TokenRequest{
		URL: "{data_center}/api/2/idp/token", Grant: "client_credentials", Place: api.PlaceForm, Client: api.ClientBasic, RawBasic: true,
	}}
}

func basicQuery() api.Provider {
	p := api.Provider{Fields: fields(api.Field{Name: api.CAField, Kind: api.FieldCertificate, Optional: true}), Token: api.TokenRequest{
		URL: "{data_center}/oauth2/token", Grant: "client_credentials", Place: api.PlaceQuery, Client: api.ClientBasic,
	}}
	p.Fields[0].Label = "Broker URL"
	return p
}

func jsonPassword() api.Provider {
	p := api.Provider{Fields: fields(
		api.Field{Name: "username", Label: "User name"},
		api.Field{Name: "password", Label: "Password", Kind: api.FieldSecret},
		api.Field{Name: "grant_type", Label: "Grant type", Default: "password"},
	), Token: api.TokenRequest{
		URL: "{data_center}/oauth/token", Grant: "{grant_type}", Place: api.PlaceJSON, Client: api.ClientBody,
		Parameters: []api.Parameter{{Name: "username", Value: "{username}"}, {Name: "password", Value: "{password}"}, {Name: "$`\\\"", Value: "a$`\\\"'"}, {Name: "X-Who", Value: "user {client_id}", In: api.InHeader}},
	}}
	p.Fields[0].Label = "Host"
	return p
}

func bodyForm() api.Provider {
	when := "grant_type=password"
	return api.Provider{Fields: []api.Field{
		{Name: api.DataCenterField, Label: "API base URL", Kind: api.FieldURL, KeepPath: true},
		{Name: "token_url", Label: "Token URL", Kind: api.FieldEndpoint},
		{Name: "grant_type", Kind: api.FieldChoice, Default: "password", Choices: []api.Choice{{Value: "client_credentials"}, {Value: "password"}}},
		{Name: "way", Kind: api.FieldChoice, Default: api.ClientBody, Choices: []api.Choice{{Value: api.ClientBasic}, {Value: api.ClientBody}}},
		{Name: "client_id", Label: "Client ID"},
		{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret},
		{Name: "username", Label: "User name", When: when},
		{Name: "password", Label: "Password", Kind: api.FieldSecret, When: when},
		{Name: "scope", Optional: true},
	}, Token: api.TokenRequest{
		URL: "{token_url}", Grant: "{grant_type}", Place: api.PlaceForm, Client: "{way}",
		Parameters: []api.Parameter{
			{Name: "username", Value: "{username}", When: when},
			{Name: "password", Value: "{password}", When: when},
			{Name: "scope", Value: "{scope}"},
		},
	}}
}

func discovery() api.Provider {
	return api.Provider{Fields: fields(), Token: api.TokenRequest{
		URL: "{data_center}/.well-known/openid-configuration", Discovery: true,
		Grant: "client_credentials", Place: api.PlaceForm, Client: api.ClientBasic,
	}}
}

// odd has everything at once that is odd: a query in the URL, a
// secret in it and in a header, a text in the path, names that mean something
// to the languages.
func odd() api.Provider {
	return api.Provider{Fields: fields(
		api.Field{Name: "path", Label: "Path", Kind: api.FieldSecret},
		api.Field{Name: "class", Label: "Class"},
		api.Field{Name: "a-b", Label: "A"}, api.Field{Name: "a_b", Label: "B"},
		api.Field{Name: "realm", Label: "Realm"},
	), Token: api.TokenRequest{
		URL: "{data_center}/{realm}/token?key={path}&c={class}", Method: "PUT",
		Grant: "client_credentials", Place: api.PlaceForm, Client: api.ClientNone,
		Parameters: []api.Parameter{{Name: "ab", Value: "{a-b}+{a_b}"}, {Name: "résumé&", Value: "={path}"}, {Name: "X-Key", Value: "k!{path}", In: api.InHeader}, {Name: "Accept", In: api.InHeader}},
	}}
}
