//go:build !js

package sandbox

import (
	"context"
	"net"
	"sync"
)

// A pipe is a net.Listener within the process: whoever dials it gets one end
// of a net.Pipe, and Accept returns the other.
type pipe struct {
	name   string
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipe(name string) *pipe {
	return &pipe{name: name, conns: make(chan net.Conn), closed: make(chan struct{})}
}

// dial connects. It returns net.ErrClosed after Close, and ctx's error when it
// ends before the connection is taken.
func (p *pipe) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-p.closed:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Addr: p.Addr(), Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "pipe", Addr: p.Addr(), Err: context.Cause(ctx)}
	}
}

// Accept waits for the next connection; net.ErrClosed after Close.
func (p *pipe) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and dial. Connections that exist live on.
func (p *pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr returns the in-process host name.
func (p *pipe) Addr() net.Addr { return pipeAddr(p.name) }

type pipeAddr string

func (a pipeAddr) Network() string { return "pipe" }
func (a pipeAddr) String() string  { return string(a) }
