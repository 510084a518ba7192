//go:build !js

package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A session is the OpenAPI document's Session.
type session struct {
	ID                    string     `json:"Id"`
	Name                  string     `json:"Name"`
	Owner                 string     `json:"Owner"`
	Server                *dcvServer `json:"Server,omitempty"` // none until it is placed
	Type                  string     `json:"Type"`
	State                 string     `json:"State"`
	Substate              string     `json:"Substate,omitempty"`
	CreationTime          string     `json:"CreationTime"`
	MaxConcurrentClients  int64      `json:"MaxConcurrentClients"`
	NumOfConnections      int64      `json:"NumOfConnections"`
	StorageRoot           string     `json:"StorageRoot"`
	LastDisconnectionTime string     `json:"LastDisconnectionTime,omitempty"`

	created time.Time
	deleted time.Time // zero unless it is being deleted
	server  int       // index of the server it is to be placed on
	seeded  bool
}

// How long a session takes to be placed, to be ready, to be gone, and how long
// one that a caller made is kept.
const (
	placing  = 2 * time.Second
	creating = 5 * time.Second
	deleting = 5 * time.Second
	keeping  = time.Hour
)

// maxSessions is how many the servers take; one console session each.
const maxSessions = 40

type sessions struct {
	now func() time.Time

	mu      sync.Mutex
	servers []dcvServer
	list    []session
}

// newSessions begins with those that the documentation's example describes.
func newSessions(now func() time.Time) *sessions {
	s := &sessions{now: now, servers: newServers()}
	made := func(id, name, owner, kind string, server int, age time.Duration) session {
		return session{
			ID: id, Name: name, Owner: owner, Type: kind, MaxConcurrentClients: 100,
			StorageRoot: "%home%", created: now().Add(-age), server: server, seeded: true,
		}
	}
	s.list = []session{
		made("SessionId1895", "a session name", "an owner 1890", "VIRTUAL", 1, 74*time.Hour),
		made("SessionId1897", "Entwurf für Zoë", "an owner 1890", "CONSOLE", 0, 51*time.Hour),
		made("SessionId1902", "デザイン <3D>", "barbara", "VIRTUAL", 1, 3*time.Hour),
	}
	return s
}

// describe returns the sessions as they are now, the oldest first.
func (s *sessions) describe() []session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	all := make([]session, 0, len(s.list))
	for _, e := range s.list {
		all = append(all, s.view(e))
	}
	slices.SortStableFunc(all, func(a, b session) int { return a.created.Compare(b.created) })
	return all
}

// view fills in what depends on the time.
func (s *sessions) view(e session) session {
	age := s.now().Sub(e.created)
	e.CreationTime = e.created.UTC().Format("2006-01-02T15:04:05.000Z")
	switch {
	case !e.deleted.IsZero():
		e.State = "DELETING"
	case age < placing:
		e.State, e.Substate = "CREATING", "SESSION_PLACING"
		return e
	case age < creating:
		e.State, e.Substate = "CREATING", "PENDING_PREPARATION"
	default:
		e.State = "READY"
	}
	server := s.servers[e.server]
	e.Server = &server
	return e
}

// sweep drops sessions that are deleted, or that a caller left behind.
func (s *sessions) sweep() {
	now := s.now()
	s.list = slices.DeleteFunc(s.list, func(e session) bool {
		gone := !e.deleted.IsZero() && now.Sub(e.deleted) >= deleting
		return gone || !e.seeded && now.Sub(e.created) >= keeping
	})
}

// describeServers returns the servers with the sessions that they have now.
func (s *sessions) describeServers() []dcvServer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	all := slices.Clone(s.servers)
	for _, e := range s.list {
		if e.Type == "CONSOLE" {
			all[e.server].ConsoleSessionCount++
		} else {
			all[e.server].VirtualSessionCount++
		}
	}
	return all
}

// create places a session, or says why it can't.
func (s *sessions) create(in createRequest) (session, string) {
	if reason := in.refusal(); reason != "" {
		return session{}, reason
	}
	tags, ok := readRequirements(in.Requirements)
	if !ok {
		return session{}, "Requirements must be expressions such as tag:ram='4gb', joined by and"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	server := s.place(in.Type, tags)
	if server < 0 {
		return session{}, "No server is available for placement"
	}
	made := session{
		ID: randomUUID(), Name: in.Name, Owner: in.Owner, Type: in.Type,
		MaxConcurrentClients: cmp.Or(in.MaxConcurrentClients, 100), StorageRoot: in.StorageRoot,
		created: s.now(), server: server,
	}
	s.list = append(s.list, made)
	return s.view(made), ""
}

// place returns the index of a server with these tags and room, or -1.
func (s *sessions) place(kind string, tags []keyValue) int {
	if len(s.list) >= maxSessions {
		return -1
	}
	return slices.IndexFunc(s.servers, func(e dcvServer) bool {
		taken := kind == "CONSOLE" && slices.ContainsFunc(s.list, func(o session) bool {
			return o.Type == "CONSOLE" && s.servers[o.server].ID == e.ID
		})
		suited := kind == "CONSOLE" || e.Host.OS.Family == "linux" // virtual sessions are Linux's
		return e.Availability == "AVAILABLE" && suited && !taken && hasAll(e.Tags, tags)
	})
}

// delete begins to delete a session, or says why it can't.
func (s *sessions) delete(id, owner string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	i := slices.IndexFunc(s.list, func(e session) bool { return e.ID == id })
	switch {
	case i < 0:
		return "Session not found"
	case s.list[i].Owner != owner:
		return "The owner does not own the session"
	case s.list[i].deleted.IsZero():
		s.list[i].deleted = s.now()
	}
	return ""
}

// readRequirements reads what the document calls required tags: tag:key='value'
// joined by and.
func readRequirements(text string) ([]keyValue, bool) {
	var tags []keyValue
	for _, part := range strings.Split(text, " and ") {
		if text == "" {
			break
		}
		key, value, found := strings.Cut(strings.TrimSpace(part), "=")
		key, prefixed := strings.CutPrefix(strings.TrimSpace(key), "tag:")
		value = strings.TrimSpace(value)
		if !found || !prefixed || len(value) < 2 || value[0] != '\'' || value[len(value)-1] != '\'' {
			return nil, false
		}
		tags = append(tags, keyValue{key, strings.ReplaceAll(value[1:len(value)-1], "''", "'")})
	}
	return tags, true
}

func hasAll(tags, wanted []keyValue) bool {
	return !slices.ContainsFunc(wanted, func(w keyValue) bool { return !slices.Contains(tags, w) })
}
