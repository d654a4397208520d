// Package container starts fakebyte's image, for tests that have a container engine and no binary.
package container

import (
	"context"
	"testing"

	"fakebyte.dev/fakebytetest"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// Start runs the image until the test ends, with these options of the command line, and gives its server.
func Start(t testing.TB, image string, options ...string) *fakebytetest.Server {
	t.Helper()
	ctx := context.Background()
	running, err := testcontainers.GenericContainer(ctx, request(image, options))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Terminate(ctx) })
	endpoint, err := running.Endpoint(ctx, "http")
	if err != nil {
		t.Fatal(err)
	}
	return fakebytetest.At(endpoint)
}

func request(image string, options []string) testcontainers.GenericContainerRequest {
	return testcontainers.GenericContainerRequest{
		ContainerRequest: testcontainers.ContainerRequest{
			Image:        image,
			Cmd:          options,
			ExposedPorts: []string{"8000/tcp"},
			WaitingFor:   wait.ForHTTP("/__admin/readyz").WithPort("8000/tcp"),
		},
		Started: true,
	}
}
