package verify

import (
	"testing"
	"time"
)

// TestForgets: what nobody used for a while is dropped, with the settings that
// it was asked for with.
func TestForgets(t *testing.T) {
	var c cache
	at := time.Unix(1_700_000_000, 0)
	for _, step := range []struct {
		url   string
		after time.Duration
		kept  int
	}{{"a", 0, 1}, {"b", fresh, 2}, {"b", fresh + 1, 1}, {"a", 3 * fresh, 1}} {
		if c.entry(source{url: step.url}, at.Add(step.after)); len(c.by) != step.kept {
			t.Errorf("%s after %v: %d kept, want %d", step.url, step.after, len(c.by), step.kept)
		}
	}
}
