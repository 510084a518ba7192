//go:build !js

package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"firstcall/web"
)

// How long the end may take: calls under way are cancelled after the first and
// connections cut after the second.
const (
	patience = 3 * time.Second
	limit    = 5 * time.Second
)

// Main is the command: it serves until ctx is done. args are the command line
// without the program's name. Its errors are sentences.
func Main(ctx context.Context, args []string, version string) error {
	// net/http writes there what a server sends beyond its Content-Length, which may
	// be part of a token. Nothing of ours does.
	log.SetOutput(io.Discard)
	return run(ctx, args, version, web.Files(), os.Stdout, os.Stderr)
}

func run(ctx context.Context, args []string, version string, files fs.FS, stdout, stderr io.Writer) error {
	cfg, err := parse(args, version, stdout)
	if errors.Is(err, errHelped) {
		return nil
	}
	if err != nil {
		return err
	}
	cfg.Files = files
	cfg.Logger = newLogger(cfg.Log, stderr)
	listener, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	s, err := New(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, s.set.ready(listener.Addr()))
	return errors.Join(s.serve(ctx, listener, patience, limit), s.Close())
}

func newLogger(format string, to io.Writer) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return slog.New(slog.NewTextHandler(to, nil))
}

func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("another program listens on %s already; choose another port, such as with --listen 127.0.0.1:8090", address)
	}
	if err != nil {
		return nil, fmt.Errorf("can't listen on %s: %w", address, err)
	}
	return listener, nil
}

// writeTimeout ends an answer to someone who takes it in too slowly. It is longer
// than any call may last.
const writeTimeout = 10 * time.Minute

// serve answers until ctx is done. Then it takes no more connections, waits
// patience for the calls under way, cancels them, and cuts at limit what is
// still left.
func (s *Server) serve(ctx context.Context, listener net.Listener, patience, limit time.Duration) error {
	calls, cancelCalls := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelCalls()
	srv := &http.Server{
		Handler:           s.handler,
		BaseContext:       func(net.Listener) context.Context { return calls },
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.set.Logger.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- s.serveOn(srv, listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	defer time.AfterFunc(patience, cancelCalls).Stop()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	err := srv.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	<-served
	return err
}

func (s *Server) serveOn(srv *http.Server, listener net.Listener) error {
	if s.set.TLSCert != "" {
		return srv.ServeTLS(listener, s.set.TLSCert, s.set.TLSKey)
	}
	return srv.Serve(listener)
}
