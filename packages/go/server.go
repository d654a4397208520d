// Package fakebytetest gives each test an Airbyte of its own: a fake that starts in milliseconds.
//
//	func TestOrders(t *testing.T) {
//		airbyte := fakebytetest.Start(t)
//		airbyte.Plan("orders*").FailsWith("oom", 2).ThenSucceeds()
//		runWhatYouTest(airbyte.URL, airbyte.Username, airbyte.Password)
//		airbyte.Verify("/v1/connections/sync", 3)
//	}
package fakebytetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is a fakebyte that listens; each Sandbox of it is an Airbyte of its own.
type Server struct {
	// URL is its root, without a slash at the end.
	URL                    string
	Username, Password     string
	ClientID, ClientSecret string
	process                *exec.Cmd
	log                    string
}

// At is a server that runs already, with the default credentials.
func At(root string) *Server {
	return &Server{
		URL:          strings.TrimRight(root, "/"),
		Username:     "airbyte",
		Password:     "password",
		ClientID:     "00000000-0000-4000-8000-00000000c11d",
		ClientSecret: "airbyte-secret",
	}
}

// ErrNoBinary is what Binary gives where there is no program.
var ErrNoBinary = errors.New("fakebyte is not on PATH, and FAKEBYTE does not name it")

// Binary is the program's path: $FAKEBYTE, else the one on $PATH.
func Binary() (string, error) {
	if named := os.Getenv("FAKEBYTE"); named != "" {
		return named, nil
	}
	found, err := exec.LookPath("fakebyte")
	if err != nil {
		return "", ErrNoBinary
	}
	return found, nil
}

// Launch starts a server on a free port with these command-line options. Close ends it.
func Launch(options ...string) (*Server, error) {
	binary, err := Binary()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "fakebyte-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	portFile, words := filepath.Join(folder, "port"), &strings.Builder{}
	process := exec.Command(binary, append(options, "--port=0", "--port-file="+portFile)...)
	process.Stderr = words
	if err := process.Start(); err != nil {
		return nil, err
	}
	port, err := awaitPort(process, portFile, words)
	if err != nil {
		return nil, err
	}
	server := At("http://127.0.0.1:" + port)
	server.process = process
	return server, nil
}

// awaitPort waits for the file that the server writes when it is ready.
func awaitPort(process *exec.Cmd, portFile string, words *strings.Builder) (string, error) {
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	for deadline := time.After(30 * time.Second); ; {
		select {
		case <-ended:
			return "", fmt.Errorf("fakebyte did not start: %s", strings.TrimSpace(words.String()))
		case <-deadline:
			process.Process.Kill()
			return "", errors.New("fakebyte was not ready after 30 s")
		case <-time.After(2 * time.Millisecond):
			if port, err := os.ReadFile(portFile); err == nil {
				return strings.TrimSpace(string(port)), nil
			}
		}
	}
}

// Close ends the server, if Launch started it.
func (s *Server) Close() {
	if s.process != nil {
		s.process.Process.Signal(os.Interrupt)
	}
}

var shared struct {
	sync.Once
	server *Server
	err    error
}

// Start gives the test an Airbyte of its own, on a server that all tests of the package share. Without the program
// the test fails and says where it was looked for. The sandbox goes when the test ends.
func Start(t testing.TB) *Airbyte {
	t.Helper()
	shared.Do(func() { shared.server, shared.err = Launch(strings.Fields(os.Getenv("FAKEBYTE_TEST_OPTIONS"))...) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.server.Sandbox(t)
}

// Sandbox gives the test an Airbyte of its own on this server. It goes when the test ends; where the test failed, its
// problems are in the test's log.
func (s *Server) Sandbox(t testing.TB) *Airbyte {
	t.Helper()
	airbyte := s.airbyte(t, SandboxName(t.Name()))
	t.Cleanup(airbyte.end)
	return airbyte
}

var unusual = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// SandboxName is a sandbox's name for any text: readable, another for each text, at most 64 characters.
func SandboxName(text string) string {
	readable := strings.Trim(unusual.ReplaceAllString(text, "-"), "-.")
	if readable == text && len(text) <= 64 {
		return text
	}
	if len(readable) > 55 {
		readable = readable[len(readable)-55:]
	}
	return strings.TrimLeft(fmt.Sprintf("%s-%x", readable, sha256.Sum256([]byte(text)))[:len(readable)+9], "-.")
}

func (s *Server) airbyte(t testing.TB, name string) *Airbyte {
	root := s.URL + "/sandboxes/" + url.PathEscape(name)
	return &Airbyte{
		T:            t,
		Name:         name,
		URL:          root,
		Username:     s.Username + "+" + name,
		Password:     s.Password,
		ClientID:     s.ClientID + "+" + name,
		ClientSecret: s.ClientSecret,
		Control:      &Control{root: root, username: s.Username, password: s.Password},
	}
}
