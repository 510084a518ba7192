// Package components holds the widgets of the console. A widget takes values
// in exported fields, reports through func fields, and knows nothing of the
// program, its state or its server.
package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// An Icon names one of the drawings that the console uses. Most are Lucide's
// (ISC licence), simplified to one weight.
type Icon string

// The icons.
const (
	IconMark    Icon = `<circle cx="6" cy="12" r="3.2"/><path d="M9.2 12H20m-4.5-4.5L20 12l-4.5 4.5"/>`
	IconKey     Icon = `<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3 3 3 3"/>`
	IconShield  Icon = `<path d="M12 3 5 6v6c0 4.4 3 7.6 7 9 4-1.4 7-4.6 7-9V6z"/>`
	IconSafe    Icon = `<path d="M12 3 5 6v6c0 4.4 3 7.6 7 9 4-1.4 7-4.6 7-9V6z"/><path d="m9 12 2.2 2.2L15.5 10"/>`
	IconArrow   Icon = `<path d="M5 12h13m-5.5-6 6 6-6 6"/>`
	IconCheck   Icon = `<path d="m5 12.5 4.5 4.5L19 7.5"/>`
	IconCross   Icon = `<path d="m7 7 10 10M17 7 7 17"/>`
	IconEye     Icon = `<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`
	IconEyeOff  Icon = `<path d="M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-3 3.7M6.3 7.500A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9"/>`
	IconCopy    Icon = `<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>`
	IconLock    Icon = `<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`
	IconBolt    Icon = `<path d="M13 3 5 13.5h6L10 21l8-10.5h-6z"/>`
	IconTheme   Icon = `<circle cx="12" cy="12" r="8"/><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor"/>`
	IconRenew   Icon = `<path d="M20 11a8 8 0 1 0-1 5m1-11v6h-6"/>`
	IconErase   Icon = `<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"/>`
	IconPlus    Icon = `<path d="M12 5v14M5 12h14"/>`
	IconStop    Icon = `<rect x="6.5" y="6.5" width="11" height="11" rx="1.5"/>`
	IconWarn    Icon = `<path d="M12 4 2.8 19.5h18.4zM12 10v4.500m0 2.5v.1"/>`
	IconBoth    Icon = `<path d="M4 8h13m-3.500-3.500L17 8l-3.500 3.500M20 16H7m3.500-3.500L7 16l3.500 3.500"/>`
	IconFile    Icon = `<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>`
	IconNote    Icon = `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5m0-8.500v.1"/>`
	IconRight   Icon = `<path d="m9 5 7 7-7 7"/>`
	IconDown    Icon = `<path d="m5 9 7 7 7-7"/>`
	IconOutside Icon = `<path d="M14 5h5v5m0-5-8 8M11 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-5"/>`
)

// Draw returns the icon as an inline drawing that assistive technology skips:
// the text beside it, or its button's label, says what it means.
func (i Icon) Draw() app.UI {
	return app.Raw(`<svg viewBox="0 0 24 24" aria-hidden="true">` + string(i) + `</svg>`)
}
