// Package app is the console as the browser runs it: its pages, and the wiring
// between what it knows, what it shows and whom it asks.
package app

import (
	"context"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/fetch"
)

// Run shows the console. It returns only outside a browser.
func Run() {
	for _, path := range api.Pages {
		goapp.Route(path, func() goapp.Composer { return &shell{server: overHTTP} })
	}
	goapp.RunWhenOnBrowser()
}

// A server is whom the program asks: func fields, so that a test answers itself.
type server struct {
	state   func(ctx context.Context) (api.State, error)
	keep    func(ctx context.Context, form api.Form) error
	connect func(ctx context.Context, form api.Form) (api.State, error)
	reveal  func(ctx context.Context, token api.TokenRef) (api.Revealed, error)
	draft   func(ctx context.Context, req api.Request) error
	call    func(ctx context.Context, req *api.Request) (*api.Reply, error)
	forget  func(ctx context.Context) error

	current    func(ctx context.Context, connection string) (api.State, error)
	disconnect func(ctx context.Context, connection string) (api.State, error)
	wait       func(ctx context.Context, in api.SignInRef) (api.State, error)
	cancel     func(ctx context.Context, in api.SignInRef) (api.State, error)
	try        func(ctx context.Context, trial api.Trial) (api.Tried, error)
	keepTrial  func(ctx context.Context, trial api.Trial) (api.State, error)
	probe      func(ctx context.Context, form api.Form) (api.Probed, error)

	renew      func(ctx context.Context, to api.Renew) (api.State, error)
	renewal    func(ctx context.Context, to api.RenewalSwitch) (api.State, error)
	step       func(ctx context.Context, form api.StepForm) (api.State, error)
	whoAmI     func(ctx context.Context, connection string) (api.State, error)
	verify     func(ctx context.Context, token api.Verify) (*api.Verdict, error)
	introspect func(ctx context.Context, token api.TokenRef) (*api.Introspection, error)
	revoke     func(ctx context.Context, token api.TokenRef) (*api.Revocation, error)

	profiles profileServer
}

// posts and puts ask as most questions are asked: in as JSON, and the answer too.
func posts[In, Out any](path string) func(context.Context, In) (Out, error) {
	return func(ctx context.Context, in In) (out Out, err error) {
		err = fetch.Post(ctx, path, in, &out)
		return out, err
	}
}

func puts[In, Out any](path string) func(context.Context, In) (Out, error) {
	return func(ctx context.Context, in In) (out Out, err error) {
		err = fetch.Put(ctx, path, in, &out)
		return out, err
	}
}

// overHTTP asks the server that the page came from.
var overHTTP = server{
	state: func(ctx context.Context) (s api.State, err error) {
		err = fetch.Get(ctx, api.StatePath, &s)
		return s, err
	},
	keep:    func(ctx context.Context, form api.Form) error { return fetch.Put(ctx, api.FormPath, form, nil) },
	connect: posts[api.Form, api.State](api.ConnectPath),
	reveal:  posts[api.TokenRef, api.Revealed](api.RevealPath),
	draft:   func(ctx context.Context, req api.Request) error { return fetch.Put(ctx, api.DraftPath, req, nil) },
	call: func(ctx context.Context, req *api.Request) (*api.Reply, error) {
		r := new(api.Reply)
		err := fetch.Post(ctx, api.CallPath, req, r)
		return r, err
	},
	forget: func(ctx context.Context) error { return fetch.Post(ctx, api.ForgetPath, nil, nil) },

	current: func(ctx context.Context, connection string) (s api.State, err error) {
		err = fetch.Put(ctx, api.CurrentPath, api.ConnectionRef{Connection: connection}, &s)
		return s, err
	},
	disconnect: func(ctx context.Context, connection string) (s api.State, err error) {
		err = fetch.Post(ctx, api.DisconnectPath, api.ConnectionRef{Connection: connection}, &s)
		return s, err
	},
	wait:      posts[api.SignInRef, api.State](api.WaitPath),
	cancel:    posts[api.SignInRef, api.State](api.CancelPath),
	try:       posts[api.Trial, api.Tried](api.TryPath),
	keepTrial: puts[api.Trial, api.State](api.KeepPath),
	probe:     posts[api.Form, api.Probed](api.ProbePath),

	renew:   posts[api.Renew, api.State](api.RenewPath),
	renewal: puts[api.RenewalSwitch, api.State](api.RenewalPath),
	step:    posts[api.StepForm, api.State](api.StepPath),
	whoAmI: func(ctx context.Context, connection string) (s api.State, err error) {
		err = fetch.Post(ctx, api.WhoAmIPath, api.ConnectionRef{Connection: connection}, &s)
		return s, err
	},
	verify:     posts[api.Verify, *api.Verdict](api.VerifyPath),
	introspect: posts[api.TokenRef, *api.Introspection](api.IntrospectPath),
	revoke:     posts[api.TokenRef, *api.Revocation](api.RevokePath),

	profiles: profilesOverHTTP,
}
