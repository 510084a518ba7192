//go:build !js

package provider

import (
	"fmt"

	"firstcall/app/api"
)

// Check reads one profile as [Parse] does, and answers its first faults in the
// order of their lines. Without faults the profile is good.
func Check(text []byte) (Profile, []api.ProfileFault) {
	if len(text) > maxFile {
		return Profile{}, []api.ProfileFault{{Reason: fmt.Sprintf("this is larger than %d kB, the most that a profile may have", maxFile>>10)}}
	}
	s := newSource("", text)
	profile := s.profile()
	var faults []api.ProfileFault
	for _, f := range s.told() {
		faults = append(faults, api.ProfileFault{Line: f.line, Reason: f.reason})
	}
	return profile, faults
}
