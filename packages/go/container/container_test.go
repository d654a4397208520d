package container

import (
	"os"
	"testing"
)

func TestTheImageIsStartedWithItsOptions(t *testing.T) {
	asked := request("fakebyte", []string{"--clock=skip"})
	if asked.Image != "fakebyte" || asked.Cmd[0] != "--clock=skip" || asked.ExposedPorts[0] != "8000/tcp" || !asked.Started {
		t.Fatal(asked)
	}
}

// Where there is an engine and the image.
func TestItServes(t *testing.T) {
	image := os.Getenv("FAKEBYTE_IMAGE")
	if image == "" {
		t.Skip("FAKEBYTE_IMAGE names no image")
	}
	Start(t, image).Sandbox(t).Skip()
}
