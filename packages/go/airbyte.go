package fakebytetest

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Airbyte is one sandbox: data, ids, clock, plans, faults and request log are shared with nobody. Its methods end the
// test where the control API refuses them.
type Airbyte struct {
	T testing.TB
	// Name of the sandbox.
	Name string
	// URL is where this Airbyte is: clients add /api/v1 or /api/public/v1.
	URL string
	// Credentials that lead to this sandbox whatever the address.
	Username, Password     string
	ClientID, ClientSecret string
	// Control has every operation of the control API.
	Control *Control
}

// Match says which requests are meant: {"path": "/v1/jobs/get", "status": 200}.
type Match map[string]any

// Path is the Match of a path; * stands for any run of characters.
func Path(path string) Match { return Match{"path": path} }

// ConfigURL is the Config API's base.
func (a *Airbyte) ConfigURL() string { return a.URL + "/api/v1" }

// PublicURL is the public API's base.
func (a *Airbyte) PublicURL() string { return a.URL + "/api/public/v1" }

func (a *Airbyte) must(reply json.RawMessage, err error) json.RawMessage {
	a.T.Helper()
	if err != nil {
		a.T.Fatal(err)
	}
	return reply
}

// Fixture loads a fixture, all of it or nothing: a file's path.
func (a *Airbyte) Fixture(path string) {
	a.T.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		a.T.Fatal(err)
	}
	a.must(a.Control.LoadFixture(json.RawMessage(text)))
}

// Skip makes the clock stand still; polling a job that waits for time takes it to the next event.
func (a *Airbyte) Skip() {
	a.T.Helper()
	a.must(a.Control.SetClock(map[string]any{"mode": "skip"}))
}

// Advance lives through that span: everything that falls due on the way happens, in order.
func (a *Airbyte) Advance(span time.Duration) {
	a.T.Helper()
	a.must(a.Control.AdvanceClock(map[string]any{"seconds": span.Seconds()}))
}

// OpenGate lets the jobs go on that wait there.
func (a *Airbyte) OpenGate(name string) {
	a.T.Helper()
	a.must(a.Control.OpenGate(name))
}

// Verify fails the test, with the nearest misses, where that path was not asked `times` times.
func (a *Airbyte) Verify(path string, times int) {
	a.T.Helper()
	a.VerifyMatch(Path(path), map[string]any{"count": times})
}

// VerifyMatch is Verify for any Match and bounds: count, atLeast, atMost.
func (a *Airbyte) VerifyMatch(match Match, bounds map[string]any) {
	a.T.Helper()
	body := map[string]any{"match": match}
	for name, value := range bounds {
		body[name] = value
	}
	a.expect(a.Control.VerifyRequests(body))
}

// VerifySequence fails the test where these were not asked in this order; others may stand between them.
func (a *Airbyte) VerifySequence(sequence ...Match) {
	a.T.Helper()
	a.expect(a.Control.VerifyRequests(map[string]any{"sequence": sequence}))
}

// expect reports what is not as it should be, and lets the test go on.
func (a *Airbyte) expect(_ json.RawMessage, err error) {
	a.T.Helper()
	var refused *Error
	if errors.As(err, &refused) && refused.Status == 422 {
		a.T.Error(refused.Message)
	} else if err != nil {
		a.T.Fatal(err)
	}
}

// end tells of a failed test what was wrong in its sandbox and where its trace is, and deletes the sandbox.
func (a *Airbyte) end() {
	if a.T.Failed() {
		a.explain()
	}
	a.Control.DeleteSandbox(a.Name)
}

func (a *Airbyte) explain() {
	if problems, err := a.Control.ListProblems(url.Values{"format": {"text"}}); err == nil && len(problems) > 0 {
		a.T.Log("\n" + string(problems))
	}
	trace, err := a.Control.GetTrace()
	if err != nil {
		return
	}
	path := filepath.Join(os.TempDir(), a.Name+".html")
	if os.WriteFile(path, trace, 0o600) == nil {
		a.T.Log("every request and job of this test: " + path)
	}
}
