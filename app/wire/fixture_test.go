package wire_test

import "firstcall/app/api"

var (
	dataCenter   = api.Field{Name: api.DataCenterField, Label: "Data center URL", Kind: api.FieldURL}
	clientID     = api.Field{Name: "client_id", Label: "Client ID", Kind: api.FieldText}
	clientSecret = api.Field{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret}
	caFile       = api.Field{Name: api.CAField, Label: "CA certificate", Kind: api.FieldCertificate, Optional: true}
)

func acronis() api.Provider {
	return api.Provider{
		Fields: []api.Field{dataCenter, clientID, clientSecret},
		Token: api.TokenRequest{
			URL: "{data_center}/api/2/idp/token", Grant: "client_credentials",
			Place: api.PlaceForm, Client: api.ClientBasic,
		},
	}
}

func dcv() api.Provider {
	return api.Provider{
		Fields: []api.Field{dataCenter, clientID, clientSecret, caFile},
		Token: api.TokenRequest{
			Method: "POST", URL: "{data_center}/oauth2/token", Grant: "client_credentials",
			Place: api.PlaceQuery, Client: api.ClientBasic,
		},
	}
}

func passport() api.Provider {
	return api.Provider{
		Fields: []api.Field{
			dataCenter,
			{Name: "username", Label: "User name", Kind: api.FieldText},
			{Name: "password", Label: "Password", Kind: api.FieldSecret},
			clientSecret, clientID,
			{Name: "grant_type", Label: "Grant type", Kind: api.FieldText, Default: "password"},
		},
		Token: api.TokenRequest{
			URL: "{data_center}/oauth/token", Grant: "{grant_type}",
			Place: api.PlaceJSON, Client: api.ClientBody,
			Parameters: []api.Parameter{{Name: "username", Value: "{username}"}, {Name: "password", Value: "{password}"}},
		},
	}
}

// anyOAuth is the profile with most choices: grant, client authentication, scope.
func anyOAuth() api.Provider {
	onlyPassword := "grant_type=password"
	return api.Provider{
		Fields: []api.Field{
			{Name: "token_url", Label: "Token URL", Kind: api.FieldEndpoint},
			{
				Name: "grant_type", Kind: api.FieldChoice, Default: "client_credentials",
				Choices: []api.Choice{{Value: "client_credentials"}, {Value: "password"}},
			},
			{
				Name: "client_auth", Kind: api.FieldChoice, Default: api.ClientBasic,
				Choices: []api.Choice{{Value: api.ClientBasic}, {Value: api.ClientBody}, {Value: "sideways"}},
			},
			clientID, clientSecret,
			{Name: "username", Label: "User name", Kind: api.FieldText, When: onlyPassword},
			{Name: "password", Label: "Password", Kind: api.FieldSecret, When: onlyPassword},
			{Name: "scope", Label: "Scope", Kind: api.FieldText, Optional: true},
		},
		Token: api.TokenRequest{
			URL: "{token_url}", Grant: "{grant_type}", Place: api.PlaceForm, Client: "{client_auth}",
			Parameters: []api.Parameter{
				{Name: "username", Value: "{username}", When: onlyPassword},
				{Name: "password", Value: "{password}", When: onlyPassword},
				{Name: "scope", Value: "{scope}"},
			},
		},
	}
}

func filled(more ...string) map[string]string {
	values := map[string]string{
		"data_center": "https://dc.example", "client_id": "id:1", "client_secret": "s&+ü%",
		"username": "ana@dc.example", "password": "p\"w\\\n", "token_url": "https://dc.example/o/token",
	}
	for i := 0; i+1 < len(more); i += 2 {
		values[more[i]] = more[i+1]
	}
	return values
}
