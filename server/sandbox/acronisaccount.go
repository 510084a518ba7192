//go:build !js

package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// An apiClient is what GET /clients/{id} answers
// (/doc/outbound/apis/authentication/authentication.html).
type apiClient struct {
	ID           string        `json:"client_id"`
	Type         string        `json:"type"`
	Status       string        `json:"status"`
	TenantID     string        `json:"tenant_id"`
	CreatedBy    string        `json:"created_by"`
	CreatedAt    string        `json:"created_at"`
	LastAccessAt string        `json:"last_access_at"`
	AuthMethod   string        `json:"token_endpoint_auth_method"`
	RedirectURIs []string      `json:"redirect_uris"`
	Data         apiClientData `json:"data"`
	secret       string
}

type apiClientData struct {
	Name string `json:"client_name"`
}

// A tenant is what GET /tenants/{id} answers
// (/doc/account-management/v2/guide/tenants/fetching-tenant).
type tenant struct {
	AncestralAccess bool          `json:"ancestral_access"`
	BrandID         int64         `json:"brand_id"`
	BrandUUID       string        `json:"brand_uuid"`
	Contact         tenantContact `json:"contact"`
	CustomerID      *string       `json:"customer_id"`
	CustomerType    string        `json:"customer_type"`
	DefaultIDP      string        `json:"default_idp_id"`
	Enabled         bool          `json:"enabled"`
	HasChildren     bool          `json:"has_children"`
	ID              string        `json:"id"`
	InternalTag     *string       `json:"internal_tag"`
	Kind            string        `json:"kind"`
	Language        string        `json:"language"`
	Name            string        `json:"name"`
	OwnerID         *string       `json:"owner_id"`
	ParentID        string        `json:"parent_id"`
	UpdateLock      updateLock    `json:"update_lock"`
	Version         int           `json:"version"`
	number          int64         // the Task Manager's ID of it
}

type tenantContact struct {
	Address string `json:"address1"`
	City    string `json:"city"`
	Country string `json:"country"`
	Email   string `json:"email"`
	First   string `json:"firstname"`
	Last    string `json:"lastname"`
	Phone   string `json:"phone"`
}

type updateLock struct {
	Enabled bool    `json:"enabled"`
	OwnerID *string `json:"owner_id"`
}

// The tenants that matter by themselves: the one above the clients', which
// they may not see, and theirs.
var (
	parentTenant = derivedUUID("acronis tenant above")
	ownTenant    = derivedUUID("acronis tenant")
)

func newClients(start time.Time) []apiClient {
	const layout = "2006-01-02T15:04:05-07:00"
	made := func(id, name string) apiClient {
		return apiClient{
			ID: id, Type: "api_client", Status: "enabled", TenantID: ownTenant,
			CreatedBy:    derivedUUID("acronis administrator"),
			CreatedAt:    start.AddDate(0, -2, -3).UTC().Format(layout),
			LastAccessAt: start.UTC().Format(layout),
			AuthMethod:   "client_secret_basic",
			RedirectURIs: []string{},
			Data:         apiClientData{name},
			secret:       randomWord(),
		}
	}
	return []apiClient{
		made("bedba71b-a7a8-433e-88dd-828490c0dcbe", "Firstcall sandbox client"),
		made("f7358a00-8469-45ae-a0c3-22952e9ed12f", "Firstcall sandbox CyberApp"),
	}
}

func newTenants() []tenant {
	made := func(id, parent, kind, name, city, country string, number int64) tenant {
		return tenant{
			AncestralAccess: true, BrandID: 3579, BrandUUID: derivedUUID("acronis brand"),
			Contact:      tenantContact{"1 Main Street", city, country, "it@example.com", "Ada", "Øst", "+41 52 630 28 00"},
			CustomerType: "default", DefaultIDP: "11111111-1111-1111-1111-111111111111",
			Enabled: true, HasChildren: kind == "partner", ID: id, Kind: kind, Language: "en",
			Name: name, ParentID: parent, Version: 3, number: number,
		}
	}
	customer := func(name, city, country string, number int64) tenant {
		return made(derivedUUID("acronis tenant "+name), ownTenant, "customer", name, city, country, number)
	}
	return []tenant{
		made(parentTenant, derivedUUID("acronis root"), "partner", "Distribution Worldwide", "Schaffhausen", "CH", 1496200),
		made(ownTenant, parentTenant, "partner", "Zürich Präzision AG", "Zürich", "CH", 1496262),
		customer("株式会社さくら", "東京", "JP", 1496265),
		customer("Müller & Söhne <Berlin>", "Berlin", "DE", 1496266),
		customer("شركة النور", "دبي", "AE", 1496267),
		customer("Łódzkie Zakłady \"Północ\"", "Łódź", "PL", 1496268),
	}
}

func (a *acronis) client(id string) (apiClient, bool) {
	i := slices.IndexFunc(a.clients, func(c apiClient) bool { return c.ID == id })
	if i < 0 {
		return apiClient{}, false
	}
	return a.clients[i], true
}

// getClient takes clients of the tenants that the token is good for.
func (a *acronis) getClient(w http.ResponseWriter, r *http.Request, who holder) {
	id := r.PathValue("id")
	client, ok := a.client(id)
	switch {
	case !ok:
		failAcronis(w, r, http.StatusNotFound, http.StatusNotFound, "Not Found", "The client is not found.", map[string]string{"id": id})
	case !a.within(client.TenantID, who.tenant):
		failAcronis(w, r, http.StatusForbidden, codeAccessDenied, "Access is denied.", "The client is outside of the token's tenant.", map[string]string{"id": id})
	default:
		writeJSON(w, http.StatusOK, client)
	}
}

func (a *acronis) getTenant(w http.ResponseWriter, r *http.Request, who holder) {
	if t, ok := a.visible(w, r, who, r.PathValue("id")); ok {
		writeJSON(w, http.StatusOK, t)
	}
}

// getChildren answers IDs, and whole tenants with include_details=true.
func (a *acronis) getChildren(w http.ResponseWriter, r *http.Request, who holder) {
	parent, ok := a.visible(w, r, who, r.PathValue("id"))
	if !ok {
		return
	}
	ids, whole := []string{}, []tenant{}
	for _, t := range a.tenants {
		if t.ParentID == parent.ID {
			ids, whole = append(ids, t.ID), append(whole, t)
		}
	}
	if r.URL.Query().Get("include_details") == "true" {
		writeJSON(w, http.StatusOK, map[string][]tenant{"items": whole})
		return
	}
	writeJSON(w, http.StatusOK, map[string][]string{"items": ids})
}

// visible looks a tenant up, or refuses: a token is good for its own and those
// below it.
func (a *acronis) visible(w http.ResponseWriter, r *http.Request, who holder, id string) (tenant, bool) {
	i := slices.IndexFunc(a.tenants, func(t tenant) bool { return t.ID == id })
	if i < 0 {
		failAcronis(w, r, http.StatusNotFound, codeTenantNotFound, "Tenant is not found.", "The tenant is not found.", map[string]string{"id": id})
		return tenant{}, false
	}
	if !a.within(id, who.tenant) {
		failAcronis(w, r, http.StatusForbidden, codeAccessDenied, "Access is denied.", "The tenant is outside of the token's.", map[string]string{"id": id})
		return tenant{}, false
	}
	return a.tenants[i], true
}
