//go:build !js

package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// Limits of the harmless call: how long it may take, and how many bytes of its
// reply's body are kept.
const (
	whoAmITime = 10 * time.Second
	whoAmIKept = 64 << 10
)

// whoAmI makes the call that tells whom a connection's token is for, and keeps
// its reply with the connection. It renews nothing: the token was got just now.
func (s *Server) whoAmI(w http.ResponseWriter, r *http.Request) error {
	return s.withConnection(w, r, func(id string, c connection) error {
		u, err := s.use(id, c)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(u.profile.Requests, func(it api.Request) bool { return it.Name == u.profile.WhoAmI })
		if u.profile.WhoAmI == "" || i < 0 {
			return invalid.says("The profile of %s names no call that tells whom a token is for.", u.profile.Name)
		}
		ctx, cancel := context.WithTimeout(r.Context(), whoAmITime)
		defer cancel()
		reply, err := s.relayed(ctx, id, c, filled(u.profile.Requests[i], c.shown()))
		if err != nil {
			return err
		}
		reply = shortened(reply)
		return s.change(id, c, func(latest *connection) bool {
			latest.WhoAmI = &reply
			return true
		})
	})
}

// filled is a starter request with the connection's values in it.
func filled(req api.Request, values map[string]string) api.Request {
	req.Path, _ = wire.Expand(req.Path, values, url.PathEscape)
	req.Body, _ = wire.Expand(req.Body, values, nil)
	for _, rows := range []*[]api.Row{&req.Query, &req.Header} {
		*rows = slices.Clone(*rows)
		for i, row := range *rows {
			(*rows)[i].Value, _ = wire.Expand(row.Value, values, nil)
		}
	}
	return req
}

// shortened is a reply with the beginning of its body only.
func shortened(reply api.Reply) api.Reply {
	if len(reply.Body) > whoAmIKept {
		reply.Body = strings.ToValidUTF8(reply.Body[:whoAmIKept], "")
		reply.Truncated = "Only the beginning of the body was kept."
	}
	return reply
}
