package profile

import (
	"strings"

	"firstcall/app/api"
)

// Lines is how many lines the text has on screen.
func (m *Model) Lines() int { return 1 + strings.Count(m.Text, "\n") }

// Filled are the numbers of the lines that the metadata filled.
func (m *Model) Filled() (lines []int) {
	n := 0
	for line := range strings.Lines(m.Text) {
		n++
		if strings.HasSuffix(strings.TrimRight(line, "\r\n"), api.FromMetadata) {
			lines = append(lines, n)
		}
	}
	return lines
}

// Faulty are the numbers of the lines that have a fault.
func (m *Model) Faulty() (lines []int) {
	for _, f := range m.Faults {
		if f.Line > 0 && (len(lines) == 0 || lines[len(lines)-1] != f.Line) {
			lines = append(lines, f.Line)
		}
	}
	return lines
}

// Span is where a line begins and ends in the text, in UTF-16 code units as the
// browser counts them.
func (m *Model) Span(line int) (start, end int) {
	n := 0
	for text := range strings.Lines(m.Text) {
		n++
		length := units(strings.TrimRight(text, "\r\n"))
		if n == line {
			return start, start + length
		}
		start += units(text)
	}
	return start, start
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
