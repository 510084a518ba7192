//go:build !js

package sandbox

import (
	"fmt"
	"strconv"
	"time"
)

// firstTask is the documentation's own task ID: beyond 2^53, so a float64
// can't hold it or most of those after it.
const firstTask = 944455285181775872

// taskCount fills several pages of the samples' ten.
const taskCount = 43

// A tinyTask, shortTask or task is what a level of detail shows. The members
// are those of /doc/tasks/v2/guide/tasks/fetching-tasks.html; which level has
// which is not documented.
type tinyTask struct {
	ID       int64  `json:"id"`
	IDString string `json:"idString"`
	UUID     string `json:"uuid"`
	Type     string `json:"type"`
	State    string `json:"state"`
}

type shortTask struct {
	tinyTask
	EnqueuedAt  string      `json:"enqueuedAt"`
	StartedAt   string      `json:"startedAt,omitempty"`
	CompletedAt string      `json:"completedAt,omitempty"`
	UpdatedAt   string      `json:"updatedAt"`
	Result      *taskResult `json:"result,omitempty"`
	Tenant      taskTenant  `json:"tenant"`
}

type task struct {
	shortTask
	CancelRequested bool         `json:"cancelRequested"`
	Cancellable     bool         `json:"cancellable"`
	Context         taskContext  `json:"context"`
	Executor        taskExecutor `json:"executor"`
	Queue           string       `json:"queue"`
	Priority        string       `json:"priority"`
	StartedByUser   string       `json:"startedByUser"`
	completed       time.Time    // zero while it runs
}

type taskResult struct {
	Code    string `json:"code"`
	Payload string `json:"payload"`
}

type taskTenant struct {
	ID      string `json:"id"`
	Locator string `json:"locator"`
	Name    string `json:"name"`
	UUID    string `json:"uuid"`
}

type taskContext struct {
	IsProcessRoot bool   `json:"IsProcessRoot"`
	Specific      string `json:"Specific"`
	Title         string `json:"title"`
}

type taskExecutor struct {
	ClusterID string `json:"clusterId"`
	ID        string `json:"id"`
}

// An activity is a step of a task
// (/doc/tasks/v2/guide/activities/fetching-activities.html).
type activity struct {
	ID           int64       `json:"id"`
	IDString     string      `json:"idString"`
	UUID         string      `json:"uuid"`
	TaskID       int64       `json:"taskId"`
	TaskIDString string      `json:"taskIdString"`
	Type         string      `json:"type"`
	State        string      `json:"state"`
	CreatedAt    string      `json:"createdAt"`
	StartedAt    string      `json:"startedAt,omitempty"`
	CompletedAt  string      `json:"completedAt,omitempty"`
	UpdatedAt    string      `json:"updatedAt"`
	Result       *taskResult `json:"result,omitempty"`
	Tenant       taskTenant  `json:"tenant"`
	Context      taskContext `json:"context"`
}

func (t task) at(detail string) any {
	switch detail {
	case "tiny":
		return t.tinyTask
	case "short":
		return t.shortTask
	}
	return t
}

// activities are the two steps of a task, whatever the level of detail.
func (t task) activities(string) []any {
	var steps []any
	for i, title := range []string{"Preparing", t.Context.Title} {
		id := t.ID + int64(i) + 1
		steps = append(steps, activity{
			ID: id, IDString: strconv.FormatInt(id, 10), UUID: derivedUUID(fmt.Sprint("acronis activity ", id)),
			TaskID: t.ID, TaskIDString: t.IDString, Type: t.Type, State: t.State,
			CreatedAt: t.EnqueuedAt, StartedAt: t.StartedAt, CompletedAt: t.CompletedAt, UpdatedAt: t.UpdatedAt,
			Result: t.Result, Tenant: t.Tenant,
			Context: taskContext{IsProcessRoot: i == 0, Specific: "Business", Title: title},
		})
	}
	return steps
}

// newTasks makes tasks of the tenants below the clients', the newest first,
// one every 100 minutes until start.
func newTasks(start time.Time, tenants []tenant) []task {
	customers := tenants[2:]
	list := make([]task, 0, taskCount)
	for i := range taskCount {
		list = append(list, newTask(taskCount-1-i, start.Add(time.Duration(-i)*100*time.Minute), customers[i%len(customers)]))
	}
	return list
}

func newTask(n int, at time.Time, of tenant) task {
	machines := []string{"DESKTOP-GFT9S1R", "東京-サーバー01", "MÜNCHEN-WS-07", "łódź-laptop", "mail.example.com"}
	kinds := []struct{ kind, title string }{
		{"backup", "Backing up '%s'"},
		{"A59E8BF2-39C3-42C4-B667-CB672381A214", "Adding agent '%s' to the management server"},
		{"patch_installation", "Installing 3 patches on '%s'"},
		{"antimalware_scan", "Scanning '%s' for malware"},
	}
	kind, machine := kinds[n%len(kinds)], machines[n%len(machines)]
	id := firstTask + int64(n)*1_048_577
	t := task{
		shortTask: shortTask{
			tinyTask: tinyTask{
				ID: id, IDString: strconv.FormatInt(id, 10), UUID: derivedUUID(fmt.Sprint("acronis task ", id)),
				Type: kind.kind, State: "completed",
			},
			EnqueuedAt: stamp(at.Add(-9 * time.Minute)),
			StartedAt:  stamp(at.Add(-8 * time.Minute)),
			UpdatedAt:  stamp(at),
			Tenant: taskTenant{
				ID: strconv.FormatInt(of.number, 10), Locator: fmt.Sprintf("/1/1496262/%d/", of.number),
				Name: of.Name, UUID: of.ID,
			},
		},
		Cancellable:   true,
		Context:       taskContext{IsProcessRoot: true, Specific: "Business", Title: fmt.Sprintf(kind.title, machine)},
		Executor:      taskExecutor{ID: derivedUUID("acronis machine " + machine)},
		Queue:         "default",
		Priority:      "normal",
		StartedByUser: machine + `\AMS User`,
	}
	t.finish(n, at)
	return t
}

// finish gives a task its outcome: the newest still runs, the one before waits
// in the queue, every seventh failed.
func (t *task) finish(n int, at time.Time) {
	switch n {
	case taskCount - 1:
		t.State = "started"
		return
	case taskCount - 2:
		t.State, t.StartedAt = "enqueued", ""
		return
	}
	t.completed, t.CompletedAt, t.Cancellable = at, stamp(at), false
	t.Result = &taskResult{Code: "ok", Payload: "Done"}
	if n%7 == 3 {
		t.Result = &taskResult{Code: "error", Payload: "The machine was offline."}
	}
}

// stamp is a time as the Task Manager writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999999Z") }
