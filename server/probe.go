//go:build !js

package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/server/exchange"
	"firstcall/server/transport"
)

// probeTime is how long a data center has to answer.
const probeTime = 10 * time.Second

// probePaces say how often a probe may be made: by one session, and of one host
// by all. Five in a row are for someone who is still typing.
type probePaces struct{ session, host *pace }

func newProbePaces() probePaces {
	return probePaces{session: newPace(rate.Every(2*time.Second), 5), host: newPace(rate.Every(time.Second), 10)}
}

// probe opens a connection to the data center that was typed, and closes it. It
// keeps nothing of the form.
func (s *Server) probe(w http.ResponseWriter, r *http.Request) error {
	form, p, err := s.readTyped(w, r)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	u, _, err := s.preview(id, p, form)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, s.probed(r.Context(), id, u))
	return nil
}

func (s *Server) probed(ctx context.Context, id string, way use) api.Probed {
	p, values := way.asked()
	field, _ := p.Field(api.DataCenterField)
	cleaned := entry.Clean(field, values[field.Name])
	u, err := url.Parse(cleaned.Value)
	if cleaned.Problem != "" || err != nil || u.Host == "" {
		return api.Probed{Text: strings.TrimSpace("this is no address yet. " + cleaned.Problem)}
	}
	if failure := s.permit(way); failure != nil {
		return api.Probed{Text: failure.Title}
	}
	if !s.probes.session.allows(id) || !s.probes.host.allows(u.Host) {
		return api.Probed{Text: "not tried: it was asked too often just now"}
	}
	settings, failure := exchange.Settings(p, values)
	if failure != nil {
		return api.Probed{Text: failure.Title}
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	took, _, err := s.transport.Probe(ctx, u, settings)
	if err != nil {
		return api.Probed{Text: transport.Explain(err).Title}
	}
	return api.Probed{Good: true, Text: "answers in " + strconv.FormatInt(max(took.Milliseconds(), 1), 10) + " ms"}
}
