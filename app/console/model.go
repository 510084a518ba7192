// Package console holds what the page knows: the form, the connection, the
// request being built and its reply. It imports neither go-app nor a
// transport, so all of it runs in an ordinary test.
package console

import (
	"time"

	"firstcall/app/api"
)

// A Model is the state of one console.
type Model struct {
	Providers []api.Provider
	Hosted    bool
	Version   string

	// Loaded says that the server's state has arrived; until then only the form
	// can be trusted.
	Loaded bool
	// Trouble is what keeps the page from working, a sentence for the user.
	Trouble string
	// Announcement is what a screen reader is told of what just happened.
	Announcement string

	Form        Form
	Connections []api.Connection // all of the session
	Connection  *api.Connection  // the current one
	SignIn      *api.SignIn      // one that waits for the user
	Failure     *api.Failure
	Checks      Checks // of Failure
	Explorer    Explorer
	// RedirectURI is what has to be registered for the grant authorization_code.
	RedirectURI string

	away   bool          // Trouble is that the server does not answer
	skew   time.Duration // the server's clock minus ours
	asked  time.Time     // when the sign-in last came to something, by the browser's clock
	toFill string        // the provider to fill in for the sandbox, once its values are here
}

// New returns a model that offers providers.
func New(providers []api.Provider) *Model {
	m := &Model{Providers: providers}
	m.Form.entries = make(map[string]*entries, len(providers))
	if len(providers) > 0 {
		m.Form.Provider = providers[0].ID
	}
	return m
}

// Provider is the one that the form is for; the zero Provider when there is none.
func (m *Model) Provider() api.Provider { return m.provider(m.Form.Provider) }

// ConnectedProvider is the one that the connection is with.
func (m *Model) ConnectedProvider() api.Provider {
	if m.Connection == nil {
		return api.Provider{}
	}
	return m.provider(m.Connection.Provider)
}

// ProviderOf is the one that a connection is with.
func (m *Model) ProviderOf(c api.Connection) api.Provider { return m.provider(c.Provider) }

func (m *Model) provider(id string) api.Provider {
	for _, p := range m.Providers {
		if p.ID == id {
			return p
		}
	}
	return api.Provider{}
}

// Now is the server's time, by which tokens are judged, in the zone of local.
func (m *Model) Now(local time.Time) time.Time { return local.Add(m.skew) }

// Receive takes over the server's state, asked for at local. What the user
// typed meanwhile wins over what the server remembers.
func (m *Model) Receive(s api.State, local time.Time) {
	first := !m.Loaded
	m.Loaded = true
	m.Answered()
	m.Providers, m.Hosted, m.Version = s.Providers, s.Hosted, s.Version
	m.skew = time.Unix(s.Now, 0).Sub(local).Truncate(time.Second)
	m.Connections, m.Connection, m.Failure, m.RedirectURI = s.Connections, s.Connection(), s.Failure, s.RedirectURI
	m.Checks.follow(m.Failure)
	m.receiveSignIn(s.SignIn, local)
	m.Form.receive(s.Form, m)
	if m.toFill != "" {
		m.Sandbox(m.toFill)
	}
	m.follow(s, first)
}

// Unreachable notes that the server did not answer.
func (m *Model) Unreachable() {
	m.Trouble, m.away = "The Firstcall server does not answer. What you typed is still here: try again once it is back.", true
}

// Answered notes that the server did.
func (m *Model) Answered() {
	if m.away {
		m.Trouble, m.away = "", false
	}
}

// SessionGone notes that the server no longer knows this session. The form
// and the request stay as typed; what the server held is lost.
func (m *Model) SessionGone() {
	m.Connections, m.Connection, m.Failure, m.SignIn = nil, nil, nil, nil
	m.Form.dropKept()
	m.Trouble = "The server no longer holds this session: it expired, or the server was started anew. What you typed is still here. Enter the secret again to get a new token."
}

// Forgotten empties the model after the server erased the session.
func (m *Model) Forgotten() {
	providers, hosted, version, skew, redirect := m.Providers, m.Hosted, m.Version, m.skew, m.RedirectURI
	*m = *New(providers)
	m.Hosted, m.Version, m.skew, m.Loaded, m.RedirectURI = hosted, version, skew, true, redirect
	m.Announcement = "Everything of this session was erased, here and on the server."
}

// ownProfiles says whether the session is offered profiles of its own.
func (m *Model) ownProfiles() bool {
	for _, p := range m.Providers {
		if p.Own {
			return true
		}
	}
	return false
}

// Anything says whether there is something to forget.
func (m *Model) Anything() bool {
	return m.Connection != nil || m.Failure != nil || m.SignIn != nil || m.Explorer.Reply != nil || !m.Form.empty() || m.ownProfiles()
}
