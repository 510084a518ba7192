//go:build !js

package vault

import "errors"

// ErrGone says that a session does not exist, or not any more.
var ErrGone = errors.New("the session does not exist any more")

// A LimitError says that something does not fit into the store.
type LimitError struct {
	// Full says that the store as a whole has no room; otherwise it is the one
	// session that holds too much.
	Full bool
	// Sentence tells the user.
	Sentence string
}

// Error answers the sentence.
func (e *LimitError) Error() string { return e.Sentence }

// A Store keeps sealed items by session and name, and ends sessions in time.
// It gets neither keys nor session ids: session is the hash of one. All its
// methods may be called concurrently.
type Store interface {
	// Create makes an empty session; a [LimitError] says that there is no room.
	Create(session string) error
	// Load answers an item with its version, which is 0 when there is no such
	// item. Its caller leaves the bytes unchanged. ErrGone: no such session.
	Load(session, item string) (sealed []byte, version uint64, err error)
	// Swap replaces an item if its version is still the one given, and reports
	// whether it was. A nil sealed removes the item. A version never comes
	// again within a session. ErrGone: no such session. A [LimitError] leaves
	// the item as it was.
	Swap(session, item string, version uint64, sealed []byte) (done bool, err error)
	// Delete erases a session, if there is one.
	Delete(session string)
	// Close ends what runs in the background.
	Close()
}
