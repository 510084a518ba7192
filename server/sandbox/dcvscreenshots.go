//go:build !js

package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
)

// A screenshot is the OpenAPI document's GetSessionScreenshotSuccessfulResponse.
type screenshot struct {
	SessionScreenshot sessionImages `json:"SessionScreenshot"`
}

type sessionImages struct {
	SessionID string         `json:"SessionId"`
	Images    []sessionImage `json:"Images"`
}

type sessionImage struct {
	Format       string `json:"Format"`
	Data         []byte `json:"Data"`
	CreationTime string `json:"CreationTime"`
	Primary      bool   `json:"Primary"`
}

type screenshotFailure struct {
	Request screenshotRequest `json:"GetSessionScreenshotRequestData"`
	Reason  string            `json:"FailureReason"`
}

type screenshotRequest struct {
	SessionID string `json:"SessionId"`
	MaxWidth  *int64 `json:"MaxWidth"`
	MaxHeight *int64 `json:"MaxHeight"`
}

func (d *dcv) screenshots(w http.ResponseWriter, r *http.Request) {
	answerEach(w, r, func(in screenshotRequest) (screenshot, *screenshotFailure) {
		if found, ok := d.session(in.SessionID); !ok || found.State != "READY" {
			return screenshot{}, &screenshotFailure{in, "Session not found or not ready"}
		}
		taken := sessionImage{Format: "png", Data: picture(), CreationTime: stamp(d.now()), Primary: true}
		return screenshot{sessionImages{in.SessionID, []sessionImage{taken}}}, nil
	})
}

// picture is a desktop with one window, 64 by 40 pixels, as PNG: smaller than
// any limit that makes sense.
func picture() []byte {
	desk := image.NewPaletted(image.Rect(0, 0, 64, 40), color.Palette{color.RGBA{38, 70, 112, 255}, color.White})
	for y := 8; y < 30; y++ {
		for x := 12; x < 50; x++ {
			desk.SetColorIndex(x, y, 1)
		}
	}
	var b bytes.Buffer
	if png.Encode(&b, desk) != nil {
		return nil
	}
	return b.Bytes()
}
