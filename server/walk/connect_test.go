package walk

import (
	"fmt"
)

// pick chooses a value of a list, as a user does.
func (b *tab) pick(id, value string) {
	b.t.Helper()
	b.wait("#"+id, fmt.Sprintf(`!!document.getElementById(%q)`, id))
	b.eval(fmt.Sprintf(`(e => { e.focus(); e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById(%q))`, value, id), nil)
	if got := b.value(id); got != value {
		b.t.Fatalf("#%s offers no %s", id, value)
	}
}
