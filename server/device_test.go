//go:build !js

package server

import (
	"encoding/json"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"firstcall/app/api"
)

// beginDevice begins a sign-in on another device, at the sandbox.
func (b *browser) beginDevice() *api.SignIn {
	b.site.t.Helper()
	_, it := b.begin(with(sandboxForm(b.site.t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantDevice}))
	return it
}

// wait waits in the background as a tab does, again and again while the sign-in
// is there.
func (b *browser) wait(id string) <-chan answer {
	waited := make(chan answer, 1)
	go func() {
		for {
			got := b.send(b.request("POST", api.WaitPath, api.SignInRef{ID: id}))
			var state api.State
			if json.Unmarshal([]byte(got.body), &state) != nil || state.SignIn == nil {
				waited <- got
				return
			}
		}
	}()
	return waited
}

// untilAsked returns once the token endpoint was asked so often, and has answered.
func (b *browser) untilAsked(times int) *api.SignIn {
	b.site.t.Helper()
	for {
		it := b.state().SignIn
		if it == nil {
			b.site.t.Fatal("the sign-in is over")
		}
		if latest := it.Transcripts[0]; it.Asked >= times && latest.Purpose == api.ForToken && latest.At == b.site.clock.now().Unix() {
			return it
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestSignInByDevice waits in two tabs, and asks no faster than the sandbox allows:
// that says slow_down otherwise.
func TestSignInByDevice(t *testing.T) {
	b := start(t, Config{}).browser()
	it := b.beginDevice()
	if it.Grant != api.GrantDevice || it.UserCode == "" || !strings.HasPrefix(it.URL, it.VerificationURI+"?") || it.Interval != 5 || it.ExpiresAt <= b.site.clock.now().Unix() {
		t.Errorf("sign-in %+v", it)
	}
	first, second := b.wait(it.ID), b.wait(it.ID)
	for i := range 3 {
		b.site.clock.advance(5 * time.Second)
		asked := b.untilAsked(i + 1)
		if body := asked.Transcripts[0].Response.Body; !strings.Contains(body, "authorization_pending") || asked.Interval != 5 {
			t.Errorf("answer %s, interval %d", body, asked.Interval)
		}
	}
	newUser(t).decide(it.URL, allow())
	b.site.clock.advance(5 * time.Second)
	for _, waited := range []<-chan answer{first, second} {
		state := decode[api.State](t, <-waited)
		if c := state.Connection(); c == nil || state.SignIn != nil || c.Renewal.How != api.RefreshToken {
			t.Errorf("connection %+v, failure %+v", c, state.Failure)
		}
	}
	if got := b.call(api.Request{Method: "GET", Path: "/api/v1/me"}); got.Status != 200 {
		t.Errorf("status %d", got.Status)
	}
}

func TestDeviceDenied(t *testing.T) {
	b := start(t, Config{}).browser()
	it := b.beginDevice()
	newUser(t).decide(it.URL, deny())
	b.site.clock.advance(5 * time.Second)
	if state := decode[api.State](t, <-b.wait(it.ID)); state.Failure == nil || state.Failure.Error != "access_denied" || state.SignIn != nil {
		t.Errorf("failure %+v", state.Failure)
	}
}

func TestDeviceExpires(t *testing.T) {
	b := start(t, Config{}).browser()
	it := b.beginDevice()
	b.site.clock.advance(time.Hour)
	if state := decode[api.State](t, <-b.wait(it.ID)); state.Failure == nil || state.Failure.Error != "expired_token" || state.SignIn != nil {
		t.Errorf("failure %+v", state.Failure)
	}
}

// TestDeviceIsCancelled ends the waiting in all tabs.
func TestDeviceIsCancelled(t *testing.T) {
	b := start(t, Config{}).browser()
	it := b.beginDevice()
	waited := b.wait(it.ID)
	b.want(200, "POST", api.CancelPath, api.SignInRef{ID: it.ID})
	if state := decode[api.State](t, <-waited); state.SignIn != nil || state.Failure != nil {
		t.Errorf("sign-in %+v", state.SignIn)
	}
}

// TestQR reads the drawing with another library.
func TestQR(t *testing.T) {
	it := start(t, Config{}).browser().beginDevice()
	const module, margin = 4, 4
	size := (len(it.QR) + 2*margin) * module
	picture := image.NewGray(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			row, column := y/module-margin, x/module-margin
			dark := row >= 0 && row < len(it.QR) && column >= 0 && column < len(it.QR) && it.QR[row][column] == '1'
			picture.SetGray(x, y, color.Gray{Y: map[bool]uint8{true: 0, false: 255}[dark]})
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil || read.GetText() != it.URL {
		t.Errorf("read %v, %v; want %s", read, err, it.URL)
	}
}
