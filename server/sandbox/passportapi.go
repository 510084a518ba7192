//go:build !js

package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"
)

// userID is the ID of the one user.
const userID = 1890

// perPage is how many projects a page has.
const perPage = 5

// authenticated lets calls through that have a good token. Others are sent to
// the login page unless they want JSON, as Laravel's middleware does.
func (p *passport) authenticated(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, err := p.issuer.verify(bearer(r), jwt.WithAudience(p.client.id), jwt.WithSubject(strconv.Itoa(userID)))
		switch {
		case err == nil:
			next(w, r)
		case wantsJSON(r):
			writePHP(w, http.StatusUnauthorized, map[string]string{"message": "Unauthenticated."})
		default:
			w.Header().Set("Location", p.at.String()+"/login")
			page(w, http.StatusFound, "Redirecting to the login page")
		}
	}
}

type passportUser struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	Email      string `json:"email"`
	VerifiedAt string `json:"email_verified_at"`
	CreatedAt  string `json:"created_at"`
	UpdatedAt  string `json:"updated_at"`
}

func (p *passport) getUser(w http.ResponseWriter, r *http.Request) {
	since := laravelTime(time.Date(2024, 3, 8, 9, 41, 7, 0, time.UTC))
	writePHP(w, http.StatusOK, passportUser{userID, "Lena Müller-Łukasz", p.user.id, since, since, since})
}

type project struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Manager   string `json:"manager"`
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
}

func newProjects(now time.Time) []project {
	names := []string{"Neue Website – Zürich", "モバイルアプリ", "Delivery portal", "Déménagement 2/3", "بوابة العملاء", "Łącznik API", "\"Quotes\" & <angles>"}
	managers := []string{"Zoë Ångström", "佐藤 花子", "Lena Müller-Łukasz"}
	var list []project
	for i := range 12 {
		list = append(list, project{
			ID:        int64(4100 + 7*i),
			Name:      names[i%len(names)],
			Manager:   managers[i%len(managers)],
			Status:    []string{"active", "planned", "done"}[i%3],
			CreatedAt: laravelTime(now.AddDate(0, 0, 3*i-40)),
		})
	}
	return list
}

// laravelTime is a time as Laravel serialises dates.
func laravelTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// A projectPage is a paginated resource collection of Laravel.
type projectPage struct {
	Data  []project    `json:"data"`
	Links projectLinks `json:"links"`
	Meta  projectMeta  `json:"meta"`
}

type projectLinks struct {
	First *string `json:"first"`
	Last  *string `json:"last"`
	Prev  *string `json:"prev"`
	Next  *string `json:"next"`
}

type projectMeta struct {
	Page    int    `json:"current_page"`
	From    *int   `json:"from"` // null, as To is, on an empty page
	Last    int    `json:"last_page"`
	Path    string `json:"path"`
	PerPage int    `json:"per_page"`
	To      *int   `json:"to"`
	Total   int    `json:"total"`
}

// listProjects pages by the query's page; what is no page means the first.
func (p *passport) listProjects(w http.ResponseWriter, r *http.Request) {
	last := (len(p.projects) + perPage - 1) / perPage
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 {
		n = 1
	}
	meta := projectMeta{Page: n, Last: last, Path: p.at.String() + "/api/projects", PerPage: perPage, Total: len(p.projects)}
	data := []project{}
	if n <= last {
		from, to := (n-1)*perPage+1, min(n*perPage, meta.Total)
		data, meta.From, meta.To = p.projects[from-1:to], &from, &to
	}
	link := func(n int) *string {
		if n < 1 || n > last {
			return nil
		}
		url := fmt.Sprintf("%s?page=%d", meta.Path, n)
		return &url
	}
	links := projectLinks{First: link(1), Last: link(last), Prev: link(n - 1), Next: link(n + 1)}
	writePHP(w, http.StatusOK, projectPage{data, links, meta})
}

func (p *passport) getProject(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(p.projects, func(e project) bool { return strconv.FormatInt(e.ID, 10) == r.PathValue("id") })
	if i < 0 {
		p.refuse(w, r, http.StatusNotFound)
		return
	}
	writePHP(w, http.StatusOK, map[string]project{"data": p.projects[i]})
}

type validation struct {
	Message string              `json:"message"`
	Errors  map[string][]string `json:"errors"`
}

// createProject validates and echoes; the project is not kept.
func (p *passport) createProject(w http.ResponseWriter, r *http.Request) {
	members, err := input(r)
	if err != nil {
		p.refuse(w, r, http.StatusRequestEntityTooLarge)
		return
	}
	name, _ := text(members, "name")
	manager, _ := text(members, "manager")
	if v, ok := validate(name, manager); !ok {
		p.unprocessable(w, r, v)
		return
	}
	made := project{p.projects[len(p.projects)-1].ID + 7, name, manager, "planned", laravelTime(p.now())}
	writePHP(w, http.StatusCreated, map[string]project{"data": made})
}

// unprocessable refuses a body: whoever doesn't want JSON is sent back to the
// form, as from any form of Laravel's.
func (p *passport) unprocessable(w http.ResponseWriter, r *http.Request, v validation) {
	if wantsJSON(r) {
		writePHP(w, http.StatusUnprocessableEntity, v)
		return
	}
	w.Header().Set("Location", p.at.String())
	page(w, http.StatusFound, "Redirecting back")
}

func validate(name, manager string) (validation, bool) {
	var first string
	errs := map[string][]string{}
	check := func(field, value string) {
		var message string
		switch {
		case value == "":
			message = "The " + field + " field is required."
		case utf8.RuneCountInString(value) > 255:
			message = "The " + field + " field must not be greater than 255 characters."
		default:
			return
		}
		errs[field] = []string{message}
		if first == "" {
			first = message
		}
	}
	check("name", name)
	check("manager", manager)
	if len(errs) == 2 {
		first += " (and 1 more error)"
	}
	return validation{first, errs}, len(errs) == 0
}
