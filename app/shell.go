package app

import (
	"context"
	"encoding/json"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/app/jsontext"
	"firstcall/app/profile"
	"firstcall/components"
	"firstcall/components/tag"
)

// A shell is the whole program on screen: the frame, the line, and the page
// that the URL names. It is one component for all pages, so that go-app keeps
// the instance, and with it the model, from page to page.
type shell struct {
	goapp.Compo

	server server
	own    goapp.Context // the shell's, see [shell.lasting]

	model   *console.Model
	bench   *bench.Model
	profile profile.Model
	page    string
	alive   bool // the program has taken over the first page
	adopt   handover
	views   views

	revealed map[string]string // raw tokens on show, by the specimen's ID
	cancel   context.CancelFunc
	calls    map[string]context.CancelFunc // those under way, see [shell.call]
	turn     int                           // counts switches, of which the latest holds
	ending   string                        // the ID of the connection that may be disconnected
	goal     string                        // the element to focus once the page is there
	saves    map[string]int                // counts changes, to save only after the last of a flurry
	beat     bool                          // the clock runs
	followed string                        // the sign-in that is waited for

	stopFollowing context.CancelFunc

	drawn    []components.Line // the reply's body as drawn,
	drawnFor *jsontext.Line    // and which one that is
	changed  changed           // the comparison's bodies as drawn
}

// views are which of several views is open, where a page has tabs.
type views struct {
	token, part, got, request, reply, code, pane string
	transcript                                   int    // which one is unfolded, -1: none
	compared                                     string // the ID of the connection that was compared with last
}

// OnInit makes the first frame the server's first page again: the same
// providers, the same page, and what was typed so far.
func (s *shell) OnInit() {
	s.model = console.New(providersInPage())
	s.bench = bench.New()
	s.page = goapp.Window().URL().Path
	s.revealed = map[string]string{}
	s.saves = map[string]int{}
	s.calls = map[string]context.CancelFunc{}
	s.views = views{token: api.AccessToken, part: tabClaims, got: tabResponse, request: tabQuery, reply: tabBody, code: tabPython, pane: paneRequest}
	s.adopt = readHandover(s.model)
}

func providersInPage() (providers []api.Provider) {
	if e := goapp.Window().GetElementByID(api.ProvidersElement); e.Truthy() {
		// On anything unreadable the program starts without a form and asks the
		// server, so there is nothing to handle here.
		_ = json.Unmarshal([]byte(e.Get("textContent").String()), &providers)
	}
	return providers
}

// OnMount comes to life: focus and caret go back to where they were.
func (s *shell) OnMount(ctx goapp.Context) {
	s.own = ctx
	s.adopt.restore()
	s.alive = true
	s.listen(ctx)
	s.load(ctx)
}

// lasting is the context for what outlives the element that began it: go-app
// silently drops a Dispatch whose source element is gone.
func (s *shell) lasting(ctx goapp.Context) goapp.Context {
	if s.own.Context != nil {
		return s.own
	}
	return ctx
}

// OnNav follows the URL.
func (s *shell) OnNav(ctx goapp.Context) {
	page := ctx.Page().URL().Path
	moved := page != s.page
	if moved && s.page == api.PageInspect {
		s.bench.Pasted.Clear()
	}
	s.page = page
	clear(s.revealed)
	s.verifyShown(ctx)
	ctx.Page().SetTitle(title(page))
	if goal := s.goal; goal != "" {
		s.goal = ""
		ctx.Defer(func(goapp.Context) { focusOn(goal) })
	} else if moved {
		// A screen reader goes on reading where the new page begins.
		ctx.Defer(func(goapp.Context) { focusHeading() })
	}
	s.resumeProfile(ctx)
}

func title(page string) string {
	switch page {
	case api.PageToken:
		return "Token · Firstcall"
	case api.PageExplore:
		return "Call · Firstcall"
	case api.PageInspect:
		return "Inspector · Firstcall"
	case api.PageProfile:
		return "Profiles · Firstcall"
	}
	return "Connect · Firstcall"
}

// now is the time by the server's clock, in the user's zone.
func (s *shell) now() time.Time { return s.model.Now(time.Now()) }

// tick redraws once a second while a token's life, or the time for a sign-in, is
// counted down.
func (s *shell) tick(ctx goapp.Context) {
	if !s.counts() {
		s.beat = false
		ctx.PreventUpdate()
		return
	}
	s.renewDue(ctx)
	ctx.After(time.Second, s.tick)
}

func (s *shell) startClock(ctx goapp.Context) {
	if !s.beat && s.counts() {
		s.beat = true
		ctx.After(time.Second, s.tick)
	}
}

func (s *shell) counts() bool {
	return s.model.Connection != nil || s.model.SignIn != nil || s.bench.Pasted.Shown() != nil
}

// Render draws the program.
func (s *shell) Render() goapp.UI {
	body := []goapp.UI{s.top(), s.line()}
	if s.model.Trouble != "" {
		body = append(body, s.trouble())
	}
	body = append(body, s.content(),
		tag.P().Class("sr").ID("announcement").Attr("role", "status").Text(s.model.Announcement))
	if s.alive {
		body = append(body, s.whereIsMySecret(), s.forgetDialog(), s.revokeDialog(), s.disconnectDialog())
	}
	return tag.Div().ID("console").Class("console").Body(body...)
}

func (s *shell) content() goapp.UI {
	switch {
	case s.page == api.PageConnect:
		return s.connectPage()
	case s.page == api.PageInspect && s.alive:
		return s.inspectPage()
	case !s.model.Loaded:
		return tag.Main().ID("main").Class("skeleton").Aria("busy", "true").Aria("label", "Starting").Body(tag.I().Body(), tag.I().Body())
	case s.page == api.PageToken:
		return s.tokenPage()
	case s.page == api.PageProfile:
		return s.profilePage()
	}
	return s.explorePage()
}
