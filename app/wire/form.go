package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/datacenter"
)

// A FieldError says in a sentence what is wrong with a form's field. Field is
// "" where no field but the profile is at fault.
type FieldError struct {
	Field  string
	Reason string
}

// Error returns the reason.
func (e *FieldError) Error() string { return e.Reason }

// A form is the effective values of the shown fields.
type form struct {
	provider api.Provider
	values   map[string]string
}

// Filled is a value for each of p's fields: as typed, or its default where that
// is blank.
func Filled(p api.Provider, typed map[string]string) map[string]string {
	values := make(map[string]string, len(p.Fields))
	for _, field := range p.Fields {
		values[field.Name] = typed[field.Name]
		if blank(typed[field.Name]) {
			values[field.Name] = field.Default
		}
	}
	return values
}

// Shown is p's fields that belong to the form while it has these values: those
// whose condition holds, and does not hang on a field that is not shown itself.
func Shown(p api.Provider, typed map[string]string) []api.Field {
	f := form{p, Filled(p, typed)}
	f.dropHidden()
	var shown []api.Field
	for _, field := range p.Fields {
		if _, there := f.values[field.Name]; there {
			shown = append(shown, field)
		}
	}
	return shown
}

// newForm fills defaults in, drops fields that are not shown, and checks each
// that is left.
func newForm(p api.Provider, typed map[string]string) (form, error) {
	f := form{p, Filled(p, typed)}
	f.dropHidden()
	if p.Token.Assertion != nil {
		f.values[assertionName] = unsigned
	}
	for _, field := range p.Fields {
		if _, shown := f.values[field.Name]; !shown {
			continue
		}
		if err := f.check(field); err != nil {
			return form{}, err
		}
	}
	return f, nil
}

// dropHidden repeats itself because a field may hang on one that is hidden.
func (f form) dropHidden() {
	for dropped := true; dropped; {
		dropped = false
		for _, field := range f.provider.Fields {
			if _, there := f.values[field.Name]; there && !field.Shown(f.values) {
				delete(f.values, field.Name)
				dropped = true
			}
		}
	}
}

func (f form) check(field api.Field) error {
	value := f.values[field.Name]
	if blank(value) {
		f.values[field.Name] = ""
		if field.Optional {
			return nil
		}
		return f.empty(field.Name)
	}
	switch {
	case field.IsURL():
		cleaned, err := datacenter.Clean(value, datacenter.KeepOf(field))
		if err != nil {
			return &FieldError{field.Name, err.Error()}
		}
		f.values[field.Name] = cleaned.URL
	case field.Kind == api.FieldChoice && !offered(field, value):
		return &FieldError{field.Name, "Choose one of what is offered here."}
	}
	return nil
}

func offered(field api.Field, value string) bool {
	for _, c := range field.Choices {
		if c.Value == value {
			return true
		}
	}
	return len(field.Choices) == 0
}

// empty is the error for a field that has to have a value and has none.
func (f form) empty(name string) *FieldError {
	label := name
	if field, ok := f.provider.Field(name); ok && field.Label != "" {
		label = field.Label
	}
	return &FieldError{name, "Enter the " + Uncapitalize(label) + "."}
}

// text expands a template that has to have a value.
func (f form) text(template string) (string, error) {
	out, missing := Expand(template, f.values, nil)
	if len(missing) > 0 {
		return "", f.empty(missing[0])
	}
	return out, nil
}

// optional expands a template into a Param; ok is false when a value that it
// needs is empty, or all of it is.
func (f form) optional(name, template string) (p Param, ok bool) {
	out, missing := Expand(template, f.values, nil)
	return Param{name, out, f.secret(template)}, len(missing) == 0 && out != ""
}

// secret reports whether the template names a secret field, or the assertion.
func (f form) secret(template string) bool {
	for _, name := range Names(template) {
		field, ok := f.provider.Field(name)
		if ok && field.IsSecret() || !ok && name == assertionName {
			return true
		}
	}
	return false
}

// Uncapitalize makes a field's label fit within a sentence: its first letter
// small, unless the word is one such as "URL" or "CA".
func Uncapitalize(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	second, _ := utf8.DecodeRuneInString(label[size:])
	if label == "" || unicode.IsUpper(second) {
		return label
	}
	return string(unicode.ToLower(first)) + label[size:]
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
