//go:build !js

package server

import (
	"strconv"
	"strings"
)

// choose picks the coding of a body by an Accept-Encoding header (RFC 9110
// section 12.5.3): what the browser likes best, and of equals the smallest. It
// is plain when the browser takes no other, even if it refuses that too.
func choose(accept string, bodies map[string][]byte) string {
	weights := weigh(accept)
	best, liking := plain, 0.0
	for _, coding := range []string{br, zip} {
		weight, named := weights[coding]
		if !named {
			weight = weights["*"]
		}
		if _, have := bodies[coding]; have && weight > liking {
			best, liking = coding, weight
		}
	}
	if weights["identity"] > liking {
		return plain
	}
	return best
}

// weigh reads an Accept-Encoding header; what it can't read weighs nothing.
func weigh(accept string) map[string]float64 {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(accept, ",") {
		coding, params, _ := strings.Cut(part, ";")
		weight := 1.0
		if q, found := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(params), " ", ""), "q="); found {
			var err error
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				weight = 0
			}
		}
		if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" {
			weights[coding] = weight
		}
	}
	return weights
}
