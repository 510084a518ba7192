//go:build !js

package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// firstOrder is the smallest ID that a float64 can't hold: 2^53 + 1. All IDs
// are odd, so whoever reads them as floating point gets every one wrong.
const firstOrder = 1<<53 + 1

// maxOrders limits how many orders are kept. The ones made here stay, the
// oldest of those made by callers go.
const maxOrders = 200

// An order of the API. Price is a decimal string, since money is no float.
type order struct {
	ID        int64  `json:"id"`
	Customer  string `json:"customer"`
	Item      string `json:"item"`
	Quantity  int    `json:"quantity"`
	Price     string `json:"price"`
	Currency  string `json:"currency"`
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
	Note      string `json:"note,omitempty"`
}

type orders struct {
	mu     sync.Mutex
	list   []order // ascending IDs
	seeded int
}

func newOrders(now time.Time) *orders {
	customers := []string{"Bjørn Håkonsen AS", "株式会社さくら", "Łódzkie Zakłady Sp. z o.o.", "Müller & Söhne <Berlin>", "شركة النور", "O'Neill \"Quick\" Ltd"}
	items := []string{"Torque wrench 3/8″", "Café grinder", "USB-C cable, 2 m", "Notebook A5 – dotted"}
	statuses := []string{"shipped", "paid", "packed", "delivered", "cancelled"}
	o := &orders{seeded: 23}
	for i := range o.seeded {
		o.list = append(o.list, order{
			ID:        firstOrder + 2*int64(i),
			Customer:  customers[i%len(customers)],
			Item:      items[i%len(items)],
			Quantity:  1 + i*7%12,
			Price:     fmt.Sprintf("%d.%02d", 9+i*13%90, i*37%100),
			Currency:  "EUR",
			Status:    statuses[i%len(statuses)],
			CreatedAt: now.Add(time.Duration(i-o.seeded) * 5 * time.Hour).UTC().Format(time.RFC3339),
		})
	}
	return o
}

// add keeps an order and returns it with its ID.
func (o *orders) add(made order) order {
	o.mu.Lock()
	defer o.mu.Unlock()
	made.ID = o.list[len(o.list)-1].ID + 2
	if len(o.list) >= maxOrders {
		o.list = slices.Delete(o.list, o.seeded, o.seeded+1)
	}
	o.list = append(o.list, made)
	return made
}

// after returns up to limit orders whose ID is greater, and whether there are
// more.
func (o *orders) after(id int64, limit int) (page []order, more bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	rest := o.list
	for len(rest) > 0 && rest[0].ID <= id {
		rest = rest[1:]
	}
	return slices.Clone(rest[:min(limit, len(rest))]), len(rest) > limit
}

func (o *orders) find(id string) (order, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, e := range o.list {
		if strconv.FormatInt(e.ID, 10) == id {
			return e, true
		}
	}
	return order{}, false
}

// listOrders pages by the last ID seen: limit is 1 to 100, 10 unless given.
// The next page is in the body, and in Link as RFC 8288 has it.
func (s *standard) listOrders(w http.ResponseWriter, r *http.Request, _ accessClaims) {
	query := r.URL.Query()
	limit, err1 := strconv.Atoi(fallback(query.Get("limit"), "10"))
	after, err2 := strconv.ParseInt(fallback(query.Get("after"), "0"), 10, 64)
	if err1 != nil || err2 != nil || limit < 1 || limit > 100 || after < 0 {
		problem{Status: http.StatusBadRequest, Detail: "The query's limit must be from 1 to 100, and after the ID of an order."}.write(w)
		return
	}
	page, more := s.orders.after(after, limit)
	answer := struct {
		Items []order `json:"items"`
		Next  *string `json:"next"`
	}{Items: page}
	if more {
		next := fmt.Sprintf("/api/v1/orders?after=%d&limit=%d", page[len(page)-1].ID, limit)
		answer.Next = &next
		w.Header().Set("Link", "<"+next+`>; rel="next"`)
	}
	writeJSON(w, http.StatusOK, answer)
}

func (s *standard) order(w http.ResponseWriter, r *http.Request, _ accessClaims) {
	if found, ok := s.orders.find(r.PathValue("id")); ok {
		writeJSON(w, http.StatusOK, found)
		return
	}
	problem{Status: http.StatusNotFound, Detail: "There is no order with this ID."}.write(w)
}

func (s *standard) createOrder(w http.ResponseWriter, r *http.Request, _ accessClaims) {
	if mediaType(r) != jsonType {
		problem{Status: http.StatusUnsupportedMediaType, Detail: "The Content-Type must be application/json."}.write(w)
		return
	}
	body, err := io.ReadAll(r.Body)
	if tooLarge(err) {
		problem{Status: http.StatusRequestEntityTooLarge, Detail: "The body may have 65536 bytes."}.write(w)
		return
	}
	made, errs := readOrder(body)
	if len(errs) > 0 {
		problem{Status: http.StatusUnprocessableEntity, Detail: "The order can't be taken as it is.", Errors: errs}.write(w)
		return
	}
	made.Price, made.Currency, made.Status = "49.90", "EUR", "paid"
	made.CreatedAt = s.now().UTC().Format(time.RFC3339)
	made = s.orders.add(made)
	w.Header().Set("Location", fmt.Sprintf("/api/v1/orders/%d", made.ID))
	writeJSON(w, http.StatusCreated, made)
}

// readOrder takes customer, item, quantity and note from a body.
func readOrder(body []byte) (order, []invalid) {
	var in struct {
		Customer string `json:"customer"`
		Item     string `json:"item"`
		Quantity int    `json:"quantity"`
		Note     string `json:"note"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return order{}, []invalid{{"#", "must be a JSON object with customer and item as text and quantity as a whole number"}}
	}
	var errs []invalid
	if in.Customer == "" {
		errs = append(errs, invalid{"#/customer", "is required"})
	}
	if in.Item == "" {
		errs = append(errs, invalid{"#/item", "is required"})
	}
	if in.Quantity < 1 || in.Quantity > 1000 {
		errs = append(errs, invalid{"#/quantity", "must be from 1 to 1000"})
	}
	return order{Customer: in.Customer, Item: in.Item, Quantity: in.Quantity, Note: in.Note}, errs
}

// fallback returns the first text unless it is empty.
func fallback(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
