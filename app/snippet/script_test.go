package snippet_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/snippet"
)

// run executes code in a directory of its own with the secrets in its
// environment, and without the machine's proxies and settings.
func run(t *testing.T, language, code string, secrets map[string]string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dir := t.TempDir()
	file := filepath.Join(dir, "script")
	if err := os.WriteFile(file, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, file := range files {
		if secrets[name] == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(secrets[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := "bash"
	if language == "python" {
		program = python(t)
	}
	cmd := exec.CommandContext(ctx, program, file)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LANG=C.UTF-8"}
	for name, value := range secrets {
		if files[name] == "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Logf("%v: %s", err, stderr.String())
	}
	return string(out), err
}

// files are what scripts find beside them, by the name it has among the secrets.
var files = map[string]string{api.CAField: "ca.pem", "client.pem": "client.pem", "client-key.pem": "client-key.pem"}

// findPython finds an interpreter that has requests, "" if there is none.
var findPython = sync.OnceValue(func() string {
	for _, program := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(program, "-c", "import requests").Run() == nil {
			return program
		}
	}
	return ""
})

func python(t *testing.T) string {
	t.Helper()
	program := findPython()
	if program == "" {
		t.Fatal("Python's requests is missing: apt-get install python3-requests")
	}
	return program
}

func write(language string, s snippet.Source) string {
	if language == "python" {
		return snippet.Python(s)
	}
	return snippet.Curl(s)
}
