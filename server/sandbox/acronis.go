//go:build !js

package sandbox

import (
	"net/http"
	"time"
)

// acronis is an Acronis data center: account management, and the endpoint that
// CyberApps get their tokens from. The rules are those of
// developer.acronis.com/doc/outbound/apis and /doc/connector.
type acronis struct {
	at      *address
	now     func() time.Time
	access  *issuer
	id      *issuer // the documentation's ID tokens have a key of their own
	clients []apiClient
	tenants []tenant
	tasks   []task
}

func newAcronis(now func() time.Time) *acronis {
	start := now()
	tenants := newTenants()
	return &acronis{
		at:      newAddress("http", "acronis.sandbox.test", ""),
		now:     now,
		access:  newIssuer(randomUUID(), now),
		id:      newIssuer(randomUUID(), now),
		clients: newClients(start),
		tenants: tenants,
		tasks:   newTasks(start, tenants),
	}
}

func (a *acronis) values() map[string]string    { return a.fill(a.clients[0]) }
func (a *acronis) appValues() map[string]string { return a.fill(a.clients[1]) }

func (a *acronis) fill(c apiClient) map[string]string {
	return map[string]string{
		"data_center":   a.at.String(),
		"client_id":     c.ID,
		"client_secret": c.secret,
		// One that customer-scoped tokens can be had for.
		"tenant": a.tenants[2].ID,
	}
}

// handler has the public keys at a path of its own choice: where Acronis has
// them is not documented.
func (a *acronis) handler() http.Handler {
	const account, manager = "/api/2", "/api/task_manager/v2"
	return newRouter(map[string]resource{
		account + "/idp/token":             {"POST": a.token},
		"/bc/idp/token":                    {"POST": a.token},
		account + "/idp/keys":              {"GET": keys(refuseAcronis, a.access, a.id)},
		account + "/clients/{id}":          {"GET": a.authorized(a.getClient)},
		account + "/tenants/{id}":          {"GET": a.authorized(a.getTenant)},
		account + "/tenants/{id}/children": {"GET": a.authorized(a.getChildren)},
		manager + "/tasks":                 {"GET": a.authorized(a.listTasks)},
		manager + "/tasks/{id}":            {"GET": a.authorized(a.getTask)},
		manager + "/activities":            {"GET": a.authorized(a.listActivities)},
	}, refuseAcronis)
}
