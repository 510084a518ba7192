package app

import (
	"context"
	"net/url"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/fetch"
	"firstcall/components"
)

// A profileServer is whom the page of profiles asks.
type profileServer struct {
	open   func(ctx context.Context, id string) (api.Profile, error) // "": what was edited last
	check  func(ctx context.Context, p api.Profile) (api.Checked, error)
	use    func(ctx context.Context, p api.Profile) (api.Checked, error)
	remove func(ctx context.Context, id string) (api.State, error)
	read   func(ctx context.Context, issuer string) (api.Imported, error)
}

func profileAt(id string) string { return api.ProfilePath + "?id=" + url.QueryEscape(id) }

var profilesOverHTTP = profileServer{
	open: func(ctx context.Context, id string) (p api.Profile, err error) {
		err = fetch.Get(ctx, profileAt(id), &p)
		return p, err
	},
	check: puts[api.Profile, api.Checked](api.CheckPath),
	use:   puts[api.Profile, api.Checked](api.ProfilePath),
	remove: func(ctx context.Context, id string) (s api.State, err error) {
		err = fetch.Delete(ctx, profileAt(id), &s)
		return s, err
	},
	read: func(ctx context.Context, issuer string) (i api.Imported, err error) {
		err = fetch.Post(ctx, api.DiscoverPath, api.Import{Issuer: issuer}, &i)
		return i, err
	},
}

// resumeProfile shows what was edited last, and for who never edited the profile
// that the connect page has chosen.
func (s *shell) resumeProfile(ctx goapp.Context) {
	if s.page != api.PageProfile || !s.model.Loaded || s.profile.Opened || s.profile.Busy {
		return
	}
	s.askProfiles(ctx, func() (land, error) {
		draft, err := s.server.profiles.open(ctx, "")
		if err == nil && draft.YAML == "" {
			draft, err = s.server.profiles.open(ctx, s.model.Form.Provider)
		}
		return func(ctx goapp.Context) {
			s.profile.Resume(draft)
			s.checkProfile(ctx)
		}, err
	})
}

// land takes over what was answered.
type land func(ctx goapp.Context)

// askProfiles asks the server off the UI goroutine, for one thing at a time.
func (s *shell) askProfiles(ctx goapp.Context, ask func() (land, error)) {
	if s.profile.Busy {
		return
	}
	ctx = s.lasting(ctx)
	s.profile.Busy, s.profile.Problem = true, ""
	ctx.Async(func() {
		landed, err := ask()
		ctx.Dispatch(func(ctx goapp.Context) {
			s.profile.Busy = false
			if err != nil {
				s.profile.Problem = s.refused(ctx, err)
				s.model.Announcement = s.profile.Problem
				return
			}
			s.model.Answered()
			landed(ctx)
		})
	})
}

// checkProfile has the text checked and kept. That it could not be is told by
// what the page shows as unchecked; the next change tries again.
func (s *shell) checkProfile(ctx goapp.Context) {
	ctx = s.lasting(ctx)
	draft, turn := s.profile.Draft()
	ctx.Async(func() {
		checked, err := s.server.profiles.check(ctx, draft)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.profile.Problem = "The profile was not checked. " + s.refused(ctx, err)
				return
			}
			if s.profile.Check(turn, checked) {
				s.model.Announcement = faultCount(checked.Faults)
			}
		})
	})
}

// openProfile puts the chosen provider's profile into the editor.
func (s *shell) openProfile(ctx goapp.Context, e goapp.Event) {
	e.PreventDefault()
	from := s.profile.From
	s.askProfiles(ctx, func() (land, error) {
		p, err := s.server.profiles.open(ctx, from)
		return func(ctx goapp.Context) {
			s.profile.Open(p)
			s.checkProfile(ctx)
		}, err
	})
}

// importProfile makes a profile of an issuer's metadata.
func (s *shell) importProfile(ctx goapp.Context, e goapp.Event) {
	e.PreventDefault()
	issuer := s.profile.Issuer
	s.askProfiles(ctx, func() (land, error) {
		imported, err := s.server.profiles.read(ctx, issuer)
		return func(ctx goapp.Context) {
			s.profile.Receive(imported)
			if f := imported.Failure; f != nil {
				s.model.Announcement = f.Title
				at := "failure-title"
				if f.Kind == api.FailureField {
					at = "issuer"
				}
				// On a phone it is below the fold.
				ctx.Defer(func(goapp.Context) { components.Focus(at) })
				return
			}
			s.model.Announcement = "A profile was made of the metadata."
			s.checkProfile(ctx)
		}, err
	})
}

// useProfile offers the profile on the connect page, and goes there.
func (s *shell) useProfile(ctx goapp.Context, _ goapp.Event) {
	draft, turn := s.profile.Draft()
	s.askProfiles(ctx, func() (land, error) {
		checked, err := s.server.profiles.use(ctx, draft)
		if err != nil || checked.Provider == nil {
			return func(goapp.Context) { s.profile.Check(turn, checked) }, err
		}
		state, err := s.server.state(ctx)
		return func(ctx goapp.Context) {
			s.profile.Check(turn, checked)
			s.model.Receive(state, time.Now())
			s.choose(ctx, checked.Provider.ID)
			ctx.Navigate(api.PageConnect)
		}, err
	})
}

// removeProfile takes the session's own profile away that the editor shows. Its
// text stays in the editor.
func (s *shell) removeProfile(ctx goapp.Context, _ goapp.Event) {
	own, there := s.profile.Own(s.model.Providers)
	if !there {
		return
	}
	s.askProfiles(ctx, func() (land, error) {
		state, err := s.server.profiles.remove(ctx, own.ID)
		return func(goapp.Context) {
			s.model.Receive(state, time.Now())
			s.model.Announcement = own.Name + " is not offered any more. Its text is still in the editor."
		}, err
	})
}
