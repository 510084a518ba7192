//go:build !js

// Package vault keeps what belongs to a session, sealed: credentials, tokens,
// drafts and captures. It owns session ids, keys, lifetimes and limits; it
// knows neither cookies nor what its items mean.
//
// Every session has a key of its own, derived from the master key and the
// session's id, and the id is looked up by its hash. So whoever gets hold of
// the store alone can neither read an item nor act as a session.
package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// Config says how a [Vault] is to keep its sessions.
type Config struct {
	// Idle ends a session that nobody asked about for so long. Zero: 8 hours.
	Idle time.Duration
	// Lifetime ends a session whatever happens. Zero: 24 hours.
	Lifetime time.Duration
	// Now is the clock. Nil: time.Now.
	Now func() time.Time
	// Key is the master key, 32 random bytes. Nil: one is drawn, and what the
	// store holds can't be read after a restart.
	Key []byte
	// Sessions limits how many there may be. Zero: 50,000.
	Sessions int
	// SessionBytes limits the sealed items of one session together. Zero: 8 MiB.
	SessionBytes int
	// TotalBytes limits the sealed items of all sessions together. Zero: 1 GiB.
	TotalBytes int
	// Store keeps the sealed items. Nil: this process's memory, within the
	// limits above. Close closes it.
	Store Store
}

// A Vault seals the items of sessions. It is safe for concurrent use.
type Vault struct {
	key   []byte
	store Store
}

// New returns a vault. It fails only when cfg.Key has a wrong length.
func New(cfg Config) (*Vault, error) {
	key := cfg.Key
	if key == nil {
		key = make([]byte, keySize)
		rand.Read(key) // never fails
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("vault: the master key has %d bytes instead of %d", len(key), keySize)
	}
	store := cfg.Store
	if store == nil {
		store = NewMemory(cfg)
	}
	return &Vault{key: key, store: store}, nil
}

// Create starts an empty session and answers its id, which is 256 random bits
// in base64url. A [LimitError] says that there is no room.
func (v *Vault) Create() (id string, err error) {
	id = newID()
	if err := v.store.Create(lookup(id)); err != nil {
		return "", fmt.Errorf("vault: %w", err)
	}
	return id, nil
}

// Load decodes the item called name into out, a non-nil pointer, and reports
// whether there was one; without one, out becomes its zero value. The error is
// [ErrGone] when there is no such session.
func (v *Vault) Load(id, name string, out any) (found bool, err error) {
	found, _, err = v.load(id, name, out)
	return found, err
}

// Save makes in, a value that encoding/gob can encode, the item called name.
// The error is [ErrGone] when there is no such session, and a [LimitError]
// when it has no room for in.
func (v *Vault) Save(id, name string, in any) error {
	sealed, err := v.seal(id, name, in)
	if err != nil {
		return err
	}
	return v.replace(id, name, sealed)
}

// Drop removes the item called name, if there is one. The error is [ErrGone]
// when there is no such session.
func (v *Vault) Drop(id, name string) error { return v.replace(id, name, nil) }

// Update decodes the item called name into out as [Vault.Load] does, calls
// change, which edits out, and saves it. When another writer was faster it
// begins anew with that writer's item, so no update is lost and change may run
// several times. An error of change ends the update and is answered as it is.
func (v *Vault) Update(id, name string, out any, change func() error) error {
	for {
		_, version, err := v.load(id, name, out)
		if err != nil {
			return err
		}
		if err := change(); err != nil {
			return err
		}
		sealed, err := v.seal(id, name, out)
		if err != nil {
			return err
		}
		if done, err := v.store.Swap(lookup(id), name, version, sealed); err != nil {
			return fmt.Errorf("vault: %w", err)
		} else if done {
			return nil
		}
	}
}

// Forget erases the session with all its items. Whoever still writes to it,
// such as an exchange under way, is answered [ErrGone].
func (v *Vault) Forget(id string) { v.store.Delete(lookup(id)) }

// Close erases all sessions that live in memory and ends what runs in the
// background.
func (v *Vault) Close() { v.store.Close() }

func (v *Vault) load(id, name string, out any) (found bool, version uint64, err error) {
	target := reflect.ValueOf(out)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return false, 0, errors.New("vault: load into something that is no pointer")
	}
	// gob leaves members alone that were empty when encoded.
	target.Elem().SetZero()
	sealed, version, err := v.store.Load(lookup(id), name)
	if err != nil {
		return false, 0, fmt.Errorf("vault: %w", err)
	}
	if version == 0 {
		return false, 0, nil
	}
	if err := v.open(id, name, sealed, out); err != nil {
		return false, 0, err
	}
	return true, version, nil
}

func (v *Vault) replace(id, name string, sealed []byte) error {
	for {
		_, version, err := v.store.Load(lookup(id), name)
		if err != nil {
			return fmt.Errorf("vault: %w", err)
		}
		if done, err := v.store.Swap(lookup(id), name, version, sealed); err != nil {
			return fmt.Errorf("vault: %w", err)
		} else if done {
			return nil
		}
	}
}
