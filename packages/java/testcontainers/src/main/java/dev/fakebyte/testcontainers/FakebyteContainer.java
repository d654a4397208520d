package dev.fakebyte.testcontainers;

import dev.fakebyte.Airbyte;
import dev.fakebyte.FakebyteServer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The image, started by Testcontainers: ready when the port answers and every fixture is loaded. */
public final class FakebyteContainer extends GenericContainer<FakebyteContainer> {
  private static final int PORT = 8000;

  public FakebyteContainer(String image) {
    this(DockerImageName.parse(image));
  }

  public FakebyteContainer(DockerImageName image) {
    super(image);
    addExposedPort(PORT);
    waitingFor(Wait.forHttp("/__admin/readyz").forPort(PORT));
  }

  /** Loads that file before anything is answered. May be called several times. */
  public FakebyteContainer withFixture(MountableFile file) {
    String target = "/etc/fakebyte/fixtures.d/" + getCopyToFileContainerPathMap().size() + ".json";
    return withCopyFileToContainer(file, target);
  }

  /** The server, once the container runs. */
  public FakebyteServer server() {
    return FakebyteServer.at("http://" + getHost() + ":" + getMappedPort(PORT));
  }

  /** An Airbyte of a test's own; any text is a name. */
  public Airbyte sandbox(String name) {
    return server().sandbox(name);
  }
}
