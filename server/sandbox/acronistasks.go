//go:build !js

package sandbox

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A taskPage is one page of tasks or activities
// (/doc/outbound/apis/pagination.html). A cursor is there only where a page is.
type taskPage struct {
	Items     []any       `json:"items"`
	Paging    *taskPaging `json:"paging,omitempty"`
	Size      int         `json:"size"`
	Timestamp string      `json:"timestamp"`
}

type taskPaging struct {
	Cursors taskCursors `json:"cursors"`
}

type taskCursors struct {
	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`
}

// A taskQuery is which tasks to list. A page token holds all of it but detail
// and limit, which each request gives.
type taskQuery struct {
	detail   string // lod
	limit    int
	offset   int
	finished int64 // only those completed after this, Unix seconds
}

// maxTasks is the largest page, and the one that no limit means.
const maxTasks = 1000

// What can be wrong with a query.
const (
	badDetail   = "lod must be tiny, short, long, full, debug or count."
	badLimit    = "limit must be from 1 to 1000."
	badCursor   = "after and before must be page tokens as they were received, URL encoded, together with limit."
	badFinished = "completedAt must be gt(...) around a time such as 2020-04-22T11:34:03Z."
)

// readTaskQuery reads the query's lod, limit, after or before, and
// completedAt=gt(...), or says what is wrong with it.
func readTaskQuery(r *http.Request) (q taskQuery, wrong string) {
	query := r.URL.Query()
	q = taskQuery{detail: fallback(query.Get("lod"), "long"), limit: maxTasks}
	if !slices.Contains([]string{"tiny", "short", "long", "full", "debug", "count"}, q.detail) {
		return q, badDetail
	}
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxTasks {
			return q, badLimit
		}
		q.limit = n
	}
	if cursor := query.Get("after") + query.Get("before"); cursor != "" {
		if !query.Has("limit") || !q.resume(cursor) {
			return q, badCursor
		}
		return q, ""
	}
	if text := query.Get("completedAt"); text != "" {
		inner, ok := strings.CutPrefix(text, "gt(")
		at, err := time.Parse(time.RFC3339, strings.TrimSuffix(inner, ")"))
		if !ok || err != nil {
			return q, badFinished
		}
		q.finished = at.Unix()
	}
	return q, ""
}

// cursor is Base64 with padding, so it has to be URL encoded.
func (q taskQuery) cursor(offset int) string {
	b := binary.LittleEndian.AppendUint16(nil, uint16(offset))
	b = binary.LittleEndian.AppendUint64(b, uint64(q.finished))
	return base64.StdEncoding.EncodeToString(b)
}

func (q *taskQuery) resume(cursor string) bool {
	b, err := base64.StdEncoding.Strict().DecodeString(cursor)
	if err != nil || len(b) != 10 {
		return false
	}
	q.offset = int(binary.LittleEndian.Uint16(b))
	q.finished = int64(binary.LittleEndian.Uint64(b[2:]))
	return true
}

// page cuts a page out of all that the query matches.
func (q taskQuery) page(all []any, now time.Time) taskPage {
	p := taskPage{Items: []any{}, Size: len(all), Timestamp: stamp(now)}
	if q.detail == "count" {
		return p
	}
	from := min(q.offset, len(all))
	to := min(from+q.limit, len(all))
	p.Items, p.Paging = all[from:to], &taskPaging{}
	if to < len(all) {
		p.Paging.Cursors.After = q.cursor(to)
	}
	if from > 0 {
		p.Paging.Cursors.Before = q.cursor(max(0, from-q.limit))
	}
	return p
}

func (a *acronis) listTasks(w http.ResponseWriter, r *http.Request, who holder) {
	a.list(w, r, who, func(t task, detail string) []any { return []any{t.at(detail)} })
}

func (a *acronis) listActivities(w http.ResponseWriter, r *http.Request, who holder) {
	a.list(w, r, who, task.activities)
}

// list shows what belongs to the tenants that the token is good for.
func (a *acronis) list(w http.ResponseWriter, r *http.Request, who holder, items func(t task, detail string) []any) {
	q, wrong := readTaskQuery(r)
	if wrong != "" {
		failAcronis(w, r, http.StatusBadRequest, http.StatusBadRequest, "Bad Request", wrong, nil)
		return
	}
	all := []any{}
	for _, t := range a.tasks {
		if !a.within(t.Tenant.UUID, who.tenant) {
			continue
		}
		if q.finished == 0 || t.completed.Unix() > q.finished {
			all = append(all, items(t, q.detail)...)
		}
	}
	writeJSON(w, http.StatusOK, q.page(all, a.now()))
}

// getTask takes the number or the UUID of a task.
func (a *acronis) getTask(w http.ResponseWriter, r *http.Request, who holder) {
	id := r.PathValue("id")
	for _, t := range a.tasks {
		if (t.IDString == id || t.UUID == id) && a.within(t.Tenant.UUID, who.tenant) {
			writeJSON(w, http.StatusOK, t.at("full"))
			return
		}
	}
	failAcronis(w, r, http.StatusNotFound, http.StatusNotFound, "Not Found", "The task is not found.", map[string]string{"id": id})
}
