// Package diff compares two texts line by line. It knows nothing of what the
// lines mean.
package diff

import "firstcall/app/api"

// most is how many lines of each text, after what both begin with together, are
// compared in full: time and memory grow with the square of it.
const most = 1000

// Lines is the shortest way from a to b, with at most a thousand lines on each
// side that are compared in full: where there are more, the rest of a is taken
// away and the rest of b put in its place.
func Lines(a, b []string) []api.DiffLine {
	begin := together(a, b)
	out := all(nil, " ", a[:begin])
	a, b = a[begin:], b[begin:]
	end := togetherAtEnd(a, b)
	last := a[len(a)-end:]
	a, b = a[:len(a)-end], b[:len(b)-end]
	compared := func(lines []string) []string { return lines[:min(len(lines), most)] }
	out = between(out, compared(a), compared(b))
	out = all(out, "-", a[len(compared(a)):])
	out = all(out, "+", b[len(compared(b)):])
	return all(out, " ", last)
}

func together(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func togetherAtEnd(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func all(out []api.DiffLine, sign string, lines []string) []api.DiffLine {
	for _, line := range lines {
		out = append(out, api.DiffLine{Sign: sign, Text: line})
	}
	return out
}

// between follows the longest common subsequence, what is taken away before
// what comes in its place.
func between(out []api.DiffLine, a, b []string) []api.DiffLine {
	common := lengths(a, b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, api.DiffLine{Sign: " ", Text: a[i]})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out = append(out, api.DiffLine{Sign: "-", Text: a[i]})
			i++
		default:
			out = append(out, api.DiffLine{Sign: "+", Text: b[j]})
			j++
		}
	}
	return all(all(out, "-", a[i:]), "+", b[j:])
}

// lengths has for each place of a and b how many lines the rest of both has in
// common, in their order.
func lengths(a, b []string) [][]int16 {
	common := make([][]int16, len(a)+1)
	for i := range common {
		common[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}
