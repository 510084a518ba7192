package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"syscall/js"

	"firstcall/app/api"
)

// Get asks for path and decodes the JSON answer into out.
func Get(ctx context.Context, path string, out any) error { return do(ctx, "GET", path, nil, out) }

// Post sends in as JSON to path and decodes the JSON answer into out; nil for
// either leaves it out. It blocks, so call it off the UI goroutine. The error
// is an [*Error], an [*Unreachable], or ctx's.
func Post(ctx context.Context, path string, in, out any) error { return do(ctx, "POST", path, in, out) }

// Put is [Post] for what the server is to keep.
func Put(ctx context.Context, path string, in, out any) error { return do(ctx, "PUT", path, in, out) }

// Delete is [Get] for what is to be removed.
func Delete(ctx context.Context, path string, out any) error {
	return do(ctx, "DELETE", path, nil, out)
}

// Last sends in to path in a way that outlives the page, and does not wait.
func Last(path string, in any) {
	body, err := json.Marshal(in)
	if err != nil {
		return
	}
	options := options("PUT", body)
	options["keepalive"] = true
	js.Global().Call("fetch", path, options).Call("catch", js.Global().Get("Boolean"))
}

func options(method string, body []byte) map[string]any {
	o := map[string]any{
		"method": method, "credentials": "same-origin", "redirect": "error", "cache": "no-store",
	}
	if body != nil {
		o["headers"] = map[string]any{"Content-Type": "application/json"}
		o["body"] = string(body)
	}
	return o
}

func do(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("fetch: encode: %w", err)
		}
	}
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	o := options(method, body)
	o["signal"] = abort.Get("signal")

	status, text, err := ask(path, o)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &Unreachable{Reason: err.Error()}
	}
	if status < 200 || status >= 300 {
		return refusal(status, text)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal([]byte(text), out); err != nil {
		return fmt.Errorf("fetch: the server's answer can't be read: %w", err)
	}
	return nil
}

func ask(path string, options map[string]any) (status int, text string, err error) {
	resp, err := await(js.Global().Call("fetch", path, options))
	if err != nil {
		return 0, "", err
	}
	body, err := await(resp.Call("text"))
	if err != nil {
		return 0, "", err
	}
	return resp.Get("status").Int(), body.String(), nil
}

// refusal makes an error of an answer that is not 2xx. A proxy in between may
// have answered instead of the server, so the body need not be a Problem.
func refusal(status int, text string) error {
	e := &Error{Status: status}
	if json.Unmarshal([]byte(text), &e.Problem) != nil || e.Problem.Error == "" {
		e.Problem = api.Problem{Error: "The server answered " + strconv.Itoa(status) + " without saying why."}
	}
	return e
}

// await blocks until promise settles.
func await(promise js.Value) (js.Value, error) {
	type result struct {
		v   js.Value
		err error
	}
	settled := make(chan result, 1)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{v: args[0]}
		return nil
	})
	defer ok.Release()
	fail := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- result{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer fail.Release()
	promise.Call("then", ok, fail)
	r := <-settled
	return r.v, r.err
}
