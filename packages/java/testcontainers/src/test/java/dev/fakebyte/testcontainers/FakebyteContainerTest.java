package dev.fakebyte.testcontainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.MountableFile;

class FakebyteContainerTest {
  @Test
  void theContainerIsSetUpAsTheImageWantsIt() {
    MountableFile one = MountableFile.forHostPath(System.getenv("FIXTURE"));
    MountableFile two = MountableFile.forHostPath(System.getenv("FIXTURE").replace("demo.json", "starter.json"));
    try (FakebyteContainer container = new FakebyteContainer("fakebyte").withFixture(one).withFixture(two)) {
      assertEquals(List.of(8000), container.getExposedPorts());
      assertEquals(List.of("/etc/fakebyte/fixtures.d/000.json", "/etc/fakebyte/fixtures.d/001.json"), container.fixtures());
    }
  }

  /** Where there is an engine and the image. */
  @Test
  void itServes() {
    assumeTrue(System.getenv("FAKEBYTE_IMAGE") != null && DockerClientFactory.instance().isDockerAvailable());
    try (FakebyteContainer container = new FakebyteContainer(System.getenv("FAKEBYTE_IMAGE"))) {
      container.start();
      container.sandbox("a test").skip();
    }
  }
}
