package relay

import (
	"strings"
	"testing"

	"firstcall/app/api"
)

// FuzzAddress: whatever is typed, an address that is not refused stays at the
// data center, below its base path.
func FuzzAddress(f *testing.F) {
	for _, path := range []string{"/a", "//b", "/@b", "/a?b=//c@d", `/\b`, "/%2e%2e/", "/..;/", "/a%2F..%2Fb", "/:1", "/a#b", "/?", "/é %7B", "/a\r\n"} {
		f.Add(path, "n", "v")
	}
	f.Fuzz(func(t *testing.T, path, name, value string) {
		for _, base := range []string{"https://broker.example:8443", "http://[::1]:80/x%2Fy/"} {
			u, err := address(base, api.Request{Path: path, Query: []api.Row{{Name: name, Value: value}}})
			if err != nil {
				continue
			}
			root := strings.TrimRight(base, "/") + "/"
			if got := u.String(); !strings.HasPrefix(got, root) || strings.ContainsAny(got, " \r\n\t\\#") || u.User != nil {
				t.Errorf("%q below %s leads to %q", path, base, got)
			}
			if u.EscapedPath() != u.JoinPath().EscapedPath() && !strings.Contains(path, "//") {
				t.Errorf("%q resolves to another path than %q", path, u.EscapedPath())
			}
		}
	})
}
