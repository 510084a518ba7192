package profile

import (
	"strings"

	"firstcall/app/api"
)

// lines are the text's, as an editor numbers them.
func (m *Model) lines() []string { return strings.Split(m.Text, "\n") }

// Filled are the numbers of the lines that the metadata filled.
func (m *Model) Filled() (numbers []int) {
	for i, line := range m.lines() {
		if strings.HasSuffix(line, api.FromMetadata) {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}

// Faulty are the numbers of the lines that have a fault.
func (m *Model) Faulty() (numbers []int) {
	for _, f := range m.Faults {
		if f.Line > 0 {
			numbers = append(numbers, f.Line)
		}
	}
	return numbers
}

// Span is where a line begins and ends in the text, in UTF-16 code units as the
// browser counts them.
func (m *Model) Span(number int) (start, end int) {
	for i, line := range m.lines() {
		end = start + units(line)
		if i+1 == number {
			return start, end
		}
		start = end + 1
	}
	return end, end
}

func units(text string) (n int) {
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
