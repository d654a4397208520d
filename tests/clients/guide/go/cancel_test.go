package guide

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const connection = `{"connectionId": "c0000000-0000-4000-8000-000000000003"}`

// start runs the binary until the test ends and gives its URL.
func start(t *testing.T) string {
	fakebyte, portFile := os.Getenv("FAKEBYTE"), filepath.Join(t.TempDir(), "port")
	server := exec.Command(fakebyte, "--port=0", "--port-file="+portFile, "--auth=none", "--fixture", os.Getenv("FIXTURE"))
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Process.Signal(os.Interrupt); server.Wait() })
	if err := exec.Command(fakebyte, "healthcheck", "--wait", "--port=0", "--port-file="+portFile).Run(); err != nil {
		t.Fatal(err)
	}
	port, _ := os.ReadFile(portFile)
	return "http://127.0.0.1:" + strings.TrimSpace(string(port))
}

type reply struct {
	Message string
	Job struct {
		ID     json.Number
		Status string
	}
}

func call(t *testing.T, url, body string) (got reply) {
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(url, err)
	}
	defer response.Body.Close()
	json.NewDecoder(response.Body).Decode(&got)
	if response.StatusCode >= 300 {
		t.Fatalf("%s: %s", url, got.Message)
	}
	return got
}

// syncWithPatience is the code under test: it cancels what takes too long.
func syncWithPatience(t *testing.T, url string, polls int) string {
	job := call(t, url+"/api/v1/connections/sync", connection).Job
	id := `{"id": ` + job.ID.String() + `}`
	for ; job.Status == "running" && polls > 0; polls-- {
		job = call(t, url+"/api/v1/jobs/get", id).Job
	}
	return call(t, url+"/api/v1/jobs/cancel", id).Job.Status
}

func TestASyncThatHangsIsCancelledOnce(t *testing.T) {
	sandbox := start(t) + "/sandboxes/" + t.Name()
	call(t, sandbox+"/__admin/plans", `{"match": {}, "runs": [{"attempts": [{"outcome": "hang"}]}]}`)
	if status := syncWithPatience(t, sandbox, 3); status != "cancelled" {
		t.Fatal(status)
	}
	call(t, sandbox+"/__admin/requests/verify", `{"match": {"path": "/v1/jobs/cancel"}, "count": 1}`)
	call(t, sandbox+"/__admin/verify-clean", `{}`)
}
