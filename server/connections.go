//go:build !js

package server

import (
	"slices"
)

// maxConnections is how many a session may have.
const maxConnections = 20

// connections lists those of a session in the order they were made.
type connections struct {
	All     []listed
	Current string
}

// listed is a connection as the list has it; the rest is an item of its own.
type listed struct {
	ID  string
	Key connectionKey
}

// find answers the connection with this ID, the zero one if it is not there.
func (l connections) find(id string) listed {
	if i := slices.IndexFunc(l.All, func(it listed) bool { return it.ID == id }); i >= 0 {
		return l.All[i]
	}
	return listed{}
}

// with answers the connection with this key, the zero one if it is not there.
func (l connections) with(k connectionKey) listed {
	if i := slices.IndexFunc(l.All, func(it listed) bool { return it.Key == k }); i >= 0 {
		return l.All[i]
	}
	return listed{}
}

func (l connections) keys() []connectionKey {
	keys := make([]connectionKey, len(l.All))
	for i, it := range l.All {
		keys[i] = it.Key
	}
	return keys
}

// put enters a connection, in the place of the one with the same key, and makes
// it the current one.
func (l *connections) put(it listed) {
	l.Current = it.ID
	if i := slices.IndexFunc(l.All, func(other listed) bool { return other.Key == it.Key }); i >= 0 {
		l.All[i] = it
		return
	}
	l.All = append(l.All, it)
}

// remove takes a connection out. The one beside it becomes the current one.
func (l *connections) remove(id string) {
	i := slices.IndexFunc(l.All, func(it listed) bool { return it.ID == id })
	if i < 0 {
		return
	}
	l.All = slices.Delete(l.All, i, i+1)
	switch {
	case l.Current != id:
	case len(l.All) == 0:
		l.Current = ""
	default:
		l.Current = l.All[max(i-1, 0)].ID
	}
}

// room answers a fault if there is none for a connection with this key.
func (l connections) room(k connectionKey) error {
	if len(l.All) < maxConnections || l.with(k).ID != "" {
		return nil
	}
	return invalid.says("This session has %d connections, which is as many as it may have. Disconnect one that you no longer need, then connect again.", maxConnections)
}

// list loads the session's connections.
func (s *Server) list(id string) (l connections, err error) {
	_, err = s.vault.Load(id, connectionsItem, &l)
	return l, err
}

// room is [connections.room], for before an exchange.
func (s *Server) room(id string, k connectionKey) error {
	l, err := s.list(id)
	if err != nil {
		return err
	}
	return l.room(k)
}
