//go:build !js

package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// verify says whether the signature of a connection's token, or of a pasted
// one, is the issuer's.
func (s *Server) verify(w http.ResponseWriter, r *http.Request) error {
	var asked api.Verify
	if err := readJSON(w, r, tokenLimit, &asked); err != nil {
		return err
	}
	if asked.Raw != "" {
		writeJSON(w, http.StatusOK, s.verifyPasted(r.Context(), secret.New(asked.Raw), strings.TrimSpace(asked.Issuer)))
		return nil
	}
	return s.withToken(w, r, asked.TokenRef, func(ctx context.Context, _ string, u use, c connection) (any, error) {
		return s.verifyOwn(ctx, u, c.token(asked.Token)), nil
	})
}

// verifyPasted asks the issuer for its keys.
func (s *Server) verifyPasted(ctx context.Context, raw secret.String, issuer string) api.Verdict {
	verdict := s.verifier.Signature(ctx, raw, "", transport.Settings{})
	if verdict.State != api.VerdictUnreachable {
		return verdict // for which no keys are needed
	}
	if failure := s.permitURL(issuer); failure != nil {
		return withoutKeys(verdict, failure)
	}
	keys, failure := s.verifier.KeysURL(ctx, issuer, transport.Settings{})
	if failure == nil {
		failure = s.permitURL(keys)
	}
	if failure != nil {
		return withoutKeys(verdict, failure)
	}
	return s.verifier.Signature(ctx, raw, keys, transport.Settings{})
}

// verifyOwn asks for keys as the connection asks for tokens: by its profile, and
// by its way out. A token that says to be signed with a secret is held to the
// client's.
func (s *Server) verifyOwn(ctx context.Context, u use, raw secret.String) api.Verdict {
	verdict := s.verifier.Signature(ctx, raw, "", transport.Settings{})
	own := secret.New(u.values[api.ClientSecretField])
	switch {
	case verdict.State == api.VerdictNoKey && !own.Empty():
		return s.verifier.SignatureWithSecret(raw, own)
	case verdict.State != api.VerdictUnreachable:
		return verdict // for which no keys are needed
	}
	p, values := u.asked()
	keys, settings, failure := s.keys(ctx, u, p, values)
	if failure != nil {
		return withoutKeys(verdict, failure)
	}
	return s.verifier.Signature(ctx, raw, keys, settings)
}

// keys is where the connection's authorization server has its keys.
func (s *Server) keys(ctx context.Context, u use, p provider.Profile, values map[string]string) (at string, settings transport.Settings, failure *api.Failure) {
	if failure = s.permit(u); failure != nil {
		return "", settings, failure
	}
	if settings, failure = exchange.Settings(p, values); failure != nil {
		return "", settings, failure
	}
	if at, failure = s.exchanger.Keys(ctx, p, values); failure != nil {
		return "", settings, failure
	}
	if where, err := url.Parse(at); err != nil || !s.permits(p, where) {
		return "", settings, transport.Refusal(at)
	}
	return at, settings, nil
}

func withoutKeys(verdict api.Verdict, failure *api.Failure) api.Verdict {
	verdict.State, verdict.Failure = api.VerdictUnreachable, failure
	return verdict
}

// introspect asks the authorization server what a token is worth.
func (s *Server) introspect(w http.ResponseWriter, r *http.Request) error {
	var ref api.TokenRef
	if err := readJSON(w, r, refLimit, &ref); err != nil {
		return err
	}
	return s.withToken(w, r, ref, func(ctx context.Context, _ string, u use, c connection) (any, error) {
		if failure := s.permit(u); failure != nil {
			return api.Introspection{Failure: failure}, nil
		}
		p, values := u.asked()
		return s.exchanger.Introspect(ctx, p, values, ref.Token, c.token(ref.Token)), nil
	})
}

// revoke has the authorization server end a token, and marks it.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) error {
	var ref api.TokenRef
	if err := readJSON(w, r, refLimit, &ref); err != nil {
		return err
	}
	return s.withToken(w, r, ref, func(ctx context.Context, id string, u use, c connection) (any, error) {
		if failure := s.permit(u); failure != nil {
			return api.Revocation{Failure: failure}, nil
		}
		p, values := u.asked()
		revocation := s.exchanger.Revoke(ctx, p, values, ref.Token, c.token(ref.Token))
		if revocation.Failure != nil {
			return revocation, nil
		}
		return revocation, s.markRevoked(id, c, ref.Token)
	})
}

func (s *Server) markRevoked(id string, c connection, kind string) error {
	return s.change(id, c, func(latest *connection) bool {
		if slices.Contains(latest.Revoked, kind) {
			return false
		}
		latest.Revoked = append(latest.Revoked, kind)
		return true
	})
}

// withToken does something with one of a connection's tokens, and answers what
// came of it.
func (s *Server) withToken(w http.ResponseWriter, r *http.Request, ref api.TokenRef, do func(ctx context.Context, id string, u use, c connection) (any, error)) error {
	id, c, err := s.connected(r, ref.Connection)
	if err != nil {
		return err
	}
	if c.token(ref.Token).Empty() {
		return errNoToken
	}
	u, err := s.use(id, c)
	if err != nil {
		return err
	}
	out, err := do(r.Context(), id, u, c)
	if ended := r.Context().Err(); ended != nil {
		return ended
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, out)
	return nil
}
