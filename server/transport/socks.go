//go:build !js

package transport

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
)

// Of RFC 1928.
const (
	socksVersion  = 5
	socksOpen     = 0    // no authentication
	socksPassword = 2    // RFC 1929
	socksNothing  = 0xff // none of the methods will do
	socksConnect  = 1
	socksIPv4     = 1
	socksName     = 3
	socksIPv6     = 4
)

var (
	errMethod      = errors.New("the proxy takes none of the ways to authenticate")
	errCredentials = errors.New("the proxy did not accept the name and password")
)

// A refusedSOCKS is the reply code of RFC 1928 section 6.
type refusedSOCKS byte

func (e refusedSOCKS) Error() string { return "the proxy answered with code " + strconv.Itoa(int(e)) }

// socks asks a SOCKS5 proxy for a connection, from which the reader reads.
func (p *proxy) socks(c net.Conn, to netip.AddrPort) (io.Reader, error) {
	if err := p.greet(c); err != nil {
		return nil, err
	}
	ask := []byte{socksVersion, socksConnect, 0, socksIPv4}
	if to.Addr().Is6() {
		ask[3] = socksIPv6
	}
	ask = append(ask, to.Addr().AsSlice()...)
	if _, err := c.Write(binary.BigEndian.AppendUint16(ask, to.Port())); err != nil {
		return nil, err
	}
	reply, err := take(c, 4)
	switch {
	case err != nil:
		return nil, err
	case reply[0] != socksVersion:
		return nil, errNoProxy
	case reply[1] != 0:
		return nil, refusedSOCKS(reply[1])
	}
	return c, skipBound(c, reply[3])
}

// greet agrees on a way to authenticate, and does it.
func (p *proxy) greet(c net.Conn) error {
	hello := []byte{socksVersion, 1, socksOpen}
	if p.user != nil {
		hello = []byte{socksVersion, 2, socksOpen, socksPassword}
	}
	if _, err := c.Write(hello); err != nil {
		return err
	}
	choice, err := take(c, 2)
	switch {
	case err != nil:
		return err
	case choice[0] != socksVersion:
		return errNoProxy
	case choice[1] == socksOpen:
		return nil
	case choice[1] == socksPassword && p.user != nil:
		return p.authenticate(c)
	case choice[1] == socksNothing:
		return errMethod
	}
	return errNoProxy
}

func (p *proxy) authenticate(c net.Conn) error {
	name := p.user.Username()
	password, _ := p.user.Password()
	ask := append([]byte{1, byte(len(name))}, name...)
	ask = append(append(ask, byte(len(password))), password...)
	if _, err := c.Write(ask); err != nil {
		return err
	}
	if answer, err := take(c, 2); err != nil {
		return err
	} else if answer[1] != 0 {
		return errCredentials
	}
	return nil
}

// skipBound reads the address that the proxy connects from.
func skipBound(c net.Conn, kind byte) error {
	length := 0
	switch kind {
	case socksIPv4:
		length = 4
	case socksIPv6:
		length = 16
	case socksName:
		size, err := take(c, 1)
		if err != nil {
			return err
		}
		length = int(size[0])
	default:
		return errNoProxy
	}
	_, err := take(c, length+2)
	return err
}

func take(c net.Conn, n int) ([]byte, error) {
	p := make([]byte, n)
	_, err := io.ReadFull(c, p)
	return p, err
}
