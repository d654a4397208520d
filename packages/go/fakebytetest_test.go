package fakebytetest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const orders = "c0000000-0000-4000-8000-000000000003"

type job struct {
	ID     json.Number
	Status string
}

// post calls the Config API as a user's code would.
func post(t *testing.T, airbyte *Airbyte, path, body string) (found job) {
	t.Helper()
	request, _ := http.NewRequest("POST", airbyte.ConfigURL()+path, strings.NewReader(body))
	request.SetBasicAuth(airbyte.Username, airbyte.Password)
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var read struct{ Job job }
	if err := json.NewDecoder(reply.Body).Decode(&read); err != nil || reply.StatusCode != 200 {
		t.Fatal(path, reply.StatusCode, err)
	}
	return read.Job
}

// syncUntilItWorks is the code under test.
func syncUntilItWorks(t *testing.T, airbyte *Airbyte, tries int) (status string) {
	for ; tries > 0 && status != "succeeded"; tries-- {
		found := post(t, airbyte, "/connections/sync", `{"connectionId": "`+orders+`"}`)
		for found.Status == "running" || found.Status == "pending" || found.Status == "incomplete" {
			found = post(t, airbyte, "/jobs/get", `{"id": `+found.ID.String()+`}`)
		}
		status = found.Status
	}
	return status
}

func TestMySyncFailsTwiceThenSucceeds(t *testing.T) {
	airbyte := Start(t)
	airbyte.Skip()
	airbyte.PlanMatch(map[string]any{"connectionId": orders}).FailsWith("oom", 2).ThenSucceeds()
	if status := syncUntilItWorks(t, airbyte, 3); status != "succeeded" {
		t.Fatal(status)
	}
	airbyte.Verify("/v1/connections/sync", 3)
}

func TestEachTestHasItsOwn(t *testing.T) {
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			airbyte := Start(t)
			airbyte.Verify("/v1/health", 0)
			airbyte.VerifyMatch(Path("/v1/connections/sync"), map[string]any{"atMost": 0})
		})
	}
}

type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Helper()           {}
func (r *recorder) Error(args ...any) { r.said += args[0].(string) }

func TestAFailingVerifySaysWhatWasNear(t *testing.T) {
	airbyte := Start(t)
	post(t, airbyte, "/health/../jobs/list", `{"configId": "`+orders+`", "configTypes": ["sync"]}`)
	told := &recorder{TB: t}
	airbyte.T = told
	airbyte.Verify("/v1/jobs/get", 1)
	airbyte.T = t
	if !strings.Contains(told.said, "/v1/jobs/list") {
		t.Fatal(told.said)
	}
}

func TestNamesOfSandboxes(t *testing.T) {
	if SandboxName("TestX") != "TestX" {
		t.Fatal(SandboxName("TestX"))
	}
	one, other := SandboxName("TestX/a b"), SandboxName("TestX/a_b")
	if one == other || !strings.HasPrefix(one, "TestX-a-b-") || len(SandboxName(strings.Repeat("é", 200))) > 64 {
		t.Fatal(one, other)
	}
}
