package fakebytetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Control calls the control API of one sandbox, operation by operation; bodies are what encoding/json takes.
type Control struct {
	root, username, password string
}

// Error is a call that the control API refused.
type Error struct {
	Status  int
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%d: %s", e.Status, e.Message) }

func (c *Control) request(method, path string, body any, query url.Values) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, c.root+path, content)
	if err != nil {
		return nil, err
	}
	request.URL.RawQuery = query.Encode()
	request.SetBasicAuth(c.username, c.password)
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

func (c *Control) call(method, path string, body any, query url.Values) (json.RawMessage, error) {
	request, err := c.request(method, path, body, query)
	if err != nil {
		return nil, err
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode >= 300 {
		err = &Error{reply.StatusCode, messageOf(text)}
	}
	return text, err
}

// messageOf is what a refusal says, property by property.
func messageOf(text []byte) string {
	var said struct {
		Message          string
		ValidationErrors []struct{ PropertyPath, Message string }
	}
	if json.Unmarshal(text, &said) != nil {
		return string(text)
	}
	lines := []string{said.Message}
	for _, wrong := range said.ValidationErrors {
		if line := wrong.PropertyPath + ": " + wrong.Message; !strings.Contains(said.Message, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
