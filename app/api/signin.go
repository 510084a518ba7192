package api

// A SignIn is a grant that waits for the user: at a page of the authorization
// server (authorization_code) or on another device (device_code).
type SignIn struct {
	ID         string `json:"id"`
	Provider   string `json:"provider"`
	DataCenter string `json:"dataCenter"`
	Grant      string `json:"grant"` // [GrantCode] or [GrantDevice]
	// URL is where the user signs in. For a device it has the code in it where the
	// server offers that (verification_uri_complete).
	URL string `json:"url"`
	// RedirectURI is where the authorization server sends the browser back to.
	RedirectURI string `json:"redirectURI,omitempty"`
	// UserCode is to be entered at VerificationURI (RFC 8628 section 3.2).
	UserCode        string `json:"userCode,omitempty"`
	VerificationURI string `json:"verificationURI,omitempty"`
	// QR is URL as a QR code: a string of 0 and 1 for each row, without a margin.
	QR        []string `json:"qr,omitempty"`
	ExpiresAt int64    `json:"expiresAt,omitempty"` // Unix seconds, by the server's clock
	Interval  int      `json:"interval,omitempty"`  // seconds between questions
	Asked     int      `json:"asked,omitempty"`     // how often the token endpoint was asked
	// Transcripts are the legs so far, the latest first.
	Transcripts []Transcript `json:"transcripts"`
}

// CallbackPath is where authorization servers send the browser back to. It
// answers with 303 to a page whose URL holds nothing of the authorization response.
const CallbackPath = "/callback"
