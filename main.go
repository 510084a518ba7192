// Command firstcall serves Firstcall, and is its page when built for the
// browser.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app"
	"firstcall/server"
)

// version is set when linking.
var version = "dev"

func main() {
	// IsClient is a constant, so each build keeps only its own half; server is
	// a stub in the js build, so that not even its imports' init runs there.
	if goapp.IsClient {
		app.Run()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := server.Main(ctx, os.Args[1:], version); err != nil {
		fmt.Fprintln(os.Stderr, "firstcall:", err)
		os.Exit(1)
	}
}
