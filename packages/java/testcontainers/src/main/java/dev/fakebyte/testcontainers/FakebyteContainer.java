package dev.fakebyte.testcontainers;

import dev.fakebyte.Airbyte;
import dev.fakebyte.FakebyteServer;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The image, started by Testcontainers: ready when the port answers and every fixture is loaded. */
public final class FakebyteContainer extends GenericContainer<FakebyteContainer> {
  private static final int PORT = 8000;
  private static final String FIXTURES = "/etc/fakebyte/fixtures.d/";
  private final List<String> fixtures = new ArrayList<>();

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
    String target = String.format("%s%03d.json", FIXTURES, fixtures.size());
    fixtures.add(target);
    return withCopyFileToContainer(file, target);
  }

  /** Where the fixtures lie in the container, in the order in which they are loaded. */
  List<String> fixtures() {
    return List.copyOf(fixtures);
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
