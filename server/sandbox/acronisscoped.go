//go:build !js

package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// tenantScope begins the scope that asks for a token of one tenant.
const tenantScope = "urn:acronis.com:tenant-id:"

// scopedToken gives a token for one tenant to who holds one for a tenant above
// it: the present token is the assertion, and the Bearer too (Acronis' sample
// issue_access_customer_scoped_token_for_bc.py). What the answers to a bad
// request look like is not documented. Here a scope that can't be read is
// refused as RFC 6749 has it, and the rest as the account server does.
func (a *acronis) scopedToken(w http.ResponseWriter, r *http.Request, form url.Values) {
	who, ok := a.accepts(bearer(r))
	if !ok {
		denyAcronis(w, r)
		return
	}
	if !same(bearer(r), form.Get("assertion")) {
		failAcronis(w, r, http.StatusBadRequest, http.StatusBadRequest, "Bad Request",
			"The assertion is not the access token of the Authorization header.", nil)
		return
	}
	id, ok := strings.CutPrefix(form.Get("scope"), tenantScope)
	if !ok {
		invalidScope("the scope must be " + tenantScope + " and the ID of a tenant").write(w)
		return
	}
	if t, ok := a.visible(w, r, who, id); ok {
		answer, refused := a.answer(who.client, roleIn(t))
		writeAnswer(w, answer, refused)
	}
}

// roleIn names the role by the kind of tenant. Both exist; which one a scoped
// token carries is not documented.
func roleIn(t tenant) tenantRole {
	if t.Kind == "customer" {
		return tenantRole{t.ID, "company_admin"}
	}
	return tenantRole{t.ID, "partner_admin"}
}
