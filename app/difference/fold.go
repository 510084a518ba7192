package difference

import "firstcall/app/api"

// around is how many lines are shown before and after one that differs.
const around = 3

// A Line is one that is shown, or a run of equal ones that are not.
type Line struct {
	api.DiffLine
	Left int // how many equal lines are left out here; then there is no text
}

// Fold leaves out the equal lines that are far from any that differs, and what
// comes after most lines.
func Fold(lines []api.DiffLine, most int) (shown []Line, cut bool) {
	near := nearby(lines)
	for i, line := range lines {
		if len(shown) == most {
			return shown, true
		}
		switch last := len(shown) - 1; {
		case near[i]:
			shown = append(shown, Line{DiffLine: line})
		case last >= 0 && shown[last].Left > 0:
			shown[last].Left++
		default:
			shown = append(shown, Line{DiffLine: api.DiffLine{Sign: " "}, Left: 1})
		}
	}
	return shown, false
}

// Whole shows all lines up to most.
func Whole(lines []api.DiffLine, most int) (shown []Line, cut bool) {
	for _, line := range lines[:min(len(lines), most)] {
		shown = append(shown, Line{DiffLine: line})
	}
	return shown, len(lines) > most
}

// nearby says of each line whether it differs or is around one that does.
func nearby(lines []api.DiffLine) []bool {
	near := make([]bool, len(lines))
	for i, line := range lines {
		if line.Sign == " " {
			continue
		}
		for j := max(0, i-around); j < min(len(lines), i+around+1); j++ {
			near[j] = true
		}
	}
	return near
}
