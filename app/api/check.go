package api

// A Check is a variation of an exchange that failed.
type Check struct {
	Variation Variation `json:"variation"`
	Title     string    `json:"title"`  // such as "Send the credentials in the body"
	Reason    string    `json:"reason"` // what of the answer speaks for it, a sentence
}

// A Variation changes how a form's token is asked for. The zero Variation
// changes nothing.
type Variation struct {
	Client string `json:"client,omitempty"` // another way of client authentication
	Place  string `json:"place,omitempty"`  // another place of grant and parameters
	// Basic is "raw" or "encoded": whether ID and secret are form-urlencoded first.
	Basic string `json:"basic,omitempty"`
	// Trim takes white space off both ends of each value.
	Trim bool `json:"trim,omitempty"`
	// Slash is "add" or "remove": one at the end of the token endpoint's URL.
	Slash string `json:"slash,omitempty"`
	// DataCenter is another data center.
	DataCenter string `json:"dataCenter,omitempty"`
}

// A Trial asks to make an exchange once with a variation.
type Trial struct {
	Form      Form      `json:"form"`
	Variation Variation `json:"variation"`
}

// A Tried is what became of a [Trial]. Its token, if there was one, is dropped.
type Tried struct {
	Good bool `json:"good"`
	// Failure is set when it is not good.
	Failure    *Failure   `json:"failure,omitempty"`
	Transcript Transcript `json:"transcript"`
	// Changed is how the request differs from the one that failed, secrets masked.
	Changed []DiffLine `json:"changed"`
}

// A DiffLine is a line of one text, of another, or of both.
type DiffLine struct {
	Sign string `json:"sign"` // "-", "+" or " "
	Text string `json:"text"`
}

// A Probed is what a data center answered to a connection without a request.
type Probed struct {
	Good bool   `json:"good"`
	Text string `json:"text"` // such as "answers in 41 ms", or why not
}
