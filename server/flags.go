//go:build !js

package server

import (
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// errHelped says that --help or --version was all that was asked for.
var errHelped = errors.New("helped")

const about = `Takes you from API credentials to your first authenticated call, in the browser.

Every flag can be set in the environment too: --session-idle is FIRSTCALL_SESSION_IDLE.`

// parse reads flags and environment. It writes help and version to out and
// then answers [errHelped].
func parse(args []string, version string, out io.Writer) (Config, error) {
	var flags struct {
		Config  `embed:""`
		Version bool `env:"-" help:"Show the version and exit."`
	}
	helped := false
	parser, err := kong.New(&flags,
		kong.Name("firstcall"),
		kong.Description(about),
		kong.DefaultEnvars("FIRSTCALL"),
		kong.Writers(out, out),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 100}),
	)
	if err != nil {
		return Config{}, fmt.Errorf("server: %w", err)
	}
	if _, err = parser.Parse(args); helped {
		return Config{}, errHelped
	}
	if err != nil {
		return Config{}, fmt.Errorf("%w; see firstcall --help", err)
	}
	if flags.Version {
		fmt.Fprintln(out, "firstcall", version)
		return Config{}, errHelped
	}
	flags.Build = version
	return flags.Config, nil
}
