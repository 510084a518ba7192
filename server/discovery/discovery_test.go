package discovery_test

import (
	"testing"
)

func TestPrint(t *testing.T) {
	fill := listening(t)
	got := run(t, fill["data_center"])
	t.Logf("%+v\n%s\n%q\n%q", got.Failure, got.YAML, got.Filled, got.Missing)
}
