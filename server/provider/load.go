//go:build !js

package provider

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// Builtin answers the profiles that come with the program, in the order of the
// page. An error means that the program was built wrongly.
func Builtin() ([]Profile, error) {
	var profiles []Profile
	for _, id := range []string{"sandbox", "acronis", "cyberapp", "dcv", "passport", "oauth"} {
		name := "builtin/" + id + ".yaml"
		text, err := builtin.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("provider: %w", err)
		}
		profile, err := Parse(name, text)
		if err != nil {
			return nil, fmt.Errorf("provider: %w", err)
		}
		profiles = append(profiles, profile)
	}
	return profiles, nil
}

// Load answers the built-in profiles with those of dir: a file *.yaml or *.yml
// each, in the order of their names. A profile with the id of a built-in one
// stands in its place, others follow. The error names the faults of every file,
// the first twenty of each, each on a line of its own as "file:line: reason".
func Load(builtin []Profile, dir string) ([]Profile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	profiles := slices.Clone(builtin)
	files := make(map[string]string) // by id
	var faults []error
	for _, entry := range entries {
		extension := filepath.Ext(entry.Name())
		if entry.IsDir() || extension != ".yaml" && extension != ".yml" {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		profile, err := loadFile(path, files)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		profiles = put(profiles, profile)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return profiles, nil
}

// loadFile reads one file of a directory and notes its id in files.
func loadFile(path string, files map[string]string) (Profile, error) {
	text, err := readFile(path)
	if err != nil {
		return Profile{}, err
	}
	s := newSource(path, text)
	profile := s.profile()
	if other, taken := files[profile.ID]; taken && profile.ID != "" {
		s.fault(fmt.Sprintf("id %q is that of %s already", profile.ID, other), "id")
	}
	files[profile.ID] = filepath.Base(path)
	return profile, s.err()
}

// MaxText is how many bytes a profile may have. The largest built-in one has a
// fifth of that, and the time that YAML takes grows with the square.
const MaxText = 64 << 10

const tooLarge = "the file is larger than 64 kB, the most that a profile may have"

// readFile answers the text of a file. Of a pipe or a device it would be
// endless, or never come.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("provider: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s:1: this is no file that can be read whole", path)
	case info.Size() > MaxText:
		return nil, fmt.Errorf("%s:1: %s", path, tooLarge)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	return text, nil
}

// put replaces the profile with the same id, or appends.
func put(profiles []Profile, profile Profile) []Profile {
	for i := range profiles {
		if profiles[i].ID == profile.ID {
			profiles[i] = profile
			return profiles
		}
	}
	return append(profiles, profile)
}

// Parse reads one profile, also one that a user typed: in bounded time, and without
// touching anything else. The error is a [*Faults].
func Parse(name string, text []byte) (Profile, error) {
	s := newSource(name, text)
	profile := s.profile()
	return profile, s.err()
}
