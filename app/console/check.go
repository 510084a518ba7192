package console

import (
	"strconv"

	"firstcall/app/api"
)

// Checks are how the checks of the present failure stand.
type Checks struct {
	of      string // the failure that they are of
	running int    // the number of the one under way, from 1
	tried   map[int]Try
}

// A Try is a check that was made: what came of it, or why nothing did.
type Try struct {
	Tried   *api.Tried
	Trouble string
}

// follow starts anew where the failure is another one.
func (c *Checks) follow(f *api.Failure) {
	of := ""
	if f != nil {
		of = f.Title + "\n" + f.Detail
		if f.Transcript != nil {
			of += "\n" + f.Transcript.Request.Start + "\n" + strconv.FormatInt(f.Transcript.At, 10)
		}
	}
	if of != c.of {
		*c = Checks{of: of}
	}
}

// Running says whether a check is under way: this one, or any.
func (c *Checks) Running(i int) (this, any bool) { return c.running == i+1, c.running > 0 }

// Tried is what became of a check, if it was made.
func (c *Checks) Tried(i int) (t Try, made bool) {
	t, made = c.tried[i]
	return t, made
}

// Good reports whether one of the checks worked.
func (c *Checks) Good() bool {
	for _, t := range c.tried {
		if t.Tried != nil && t.Tried.Good {
			return true
		}
	}
	return false
}

// StartCheck begins the failure's check i. There is one at a time.
func (m *Model) StartCheck(i int) (trial api.Trial, ok bool) {
	if m.Checks.running > 0 || m.Failure == nil || i < 0 || i >= len(m.Failure.Checks) {
		return api.Trial{}, false
	}
	m.Checks.running = i + 1
	delete(m.Checks.tried, i)
	m.Announcement = "Trying."
	return m.trial(m.Failure.Checks[i].Variation), true
}

func (m *Model) trial(v api.Variation) api.Trial {
	return api.Trial{Form: m.Draft(true), Variation: v}
}

// FinishCheck takes over what became of the failure's check i.
func (m *Model) FinishCheck(i int, t Try) {
	if m.Checks.running != i+1 {
		return // of another failure
	}
	m.Checks.running = 0
	if m.Checks.tried == nil {
		m.Checks.tried = map[int]Try{}
	}
	m.Checks.tried[i] = t
	switch {
	case t.Tried == nil:
		m.Announcement = t.Trouble
	case t.Tried.Good:
		m.Announcement = "This works: " + m.checkTitle(i) + "."
	case t.Tried.Failure != nil:
		m.Announcement = "This does not work either: " + t.Tried.Failure.Title + "."
	}
}

func (m *Model) checkTitle(i int) string {
	if m.Failure == nil || i >= len(m.Failure.Checks) {
		return ""
	}
	return m.Failure.Checks[i].Title
}

// Keep is the wish to ask with a variation from now on; the zero one asks as the
// profile says again.
func (m *Model) Keep(v api.Variation) api.Trial {
	m.Form.of(m.Form.Provider).variation = v
	return m.trial(v)
}
