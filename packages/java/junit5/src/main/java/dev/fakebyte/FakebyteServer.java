package dev.fakebyte;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A fakebyte that listens; each {@link #sandbox} of it is an Airbyte of its own. */
public final class FakebyteServer implements AutoCloseable {
  private final String url;
  private final Process process;

  private FakebyteServer(String url, Process process) {
    this.url = url;
    this.process = process;
  }

  /** A server that runs already, with the default credentials; close() leaves it alone. */
  public static FakebyteServer at(String url) {
    return new FakebyteServer(url.replaceAll("/+$", ""), null);
  }

  /**
   * Starts a server on a free port with these options of the command line; close() ends it.
   *
   * @throws IllegalStateException where there is no program, or it does not start: what it said
   */
  public static FakebyteServer start(String... options) {
    try {
      Path folder = Files.createTempDirectory("fakebyte-");
      Path portFile = folder.resolve("port");
      Path log = folder.resolve("log");
      List<String> command = new ArrayList<>(List.of(binary()));
      command.addAll(List.of(options));
      command.addAll(List.of("--port=0", "--port-file=" + portFile));
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      String port = portOf(process, portFile, log);
      return new FakebyteServer("http://127.0.0.1:" + port, process);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static String portOf(Process process, Path portFile, Path log) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(portFile)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("fakebyte did not start: " + Files.readString(log).trim());
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("fakebyte was not ready after 30 s");
      }
      pause();
    }
    return Files.readString(portFile).trim();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fakebyte started", error);
    }
  }

  /** The program: $FAKEBYTE, else the one in this jar, else the one on $PATH. */
  static String binary() throws IOException {
    String named = System.getenv("FAKEBYTE");
    if (named != null && !named.isEmpty()) {
      return named;
    }
    String packaged = unpacked();
    return packaged != null ? packaged : onPath();
  }

  private static String unpacked() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String resource = "bin/" + os + "-" + System.getProperty("os.arch") + "/fakebyte";
    try (InputStream bytes = FakebyteServer.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        return null;
      }
      Path file = Files.createTempFile("fakebyte-", "");
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
      file.toFile().deleteOnExit();
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      return file.toString();
    }
  }

  private static String onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, "fakebyte"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "fakebyte is not in this jar for this platform, not on PATH, and FAKEBYTE does not name it"));
  }

  /** Its root, without a slash at the end. */
  public String url() {
    return url;
  }

  /** The sandbox of that name: any text, such as a test's id; the same text is the same sandbox. */
  public Airbyte sandbox(String name) {
    return new Airbyte(url, Airbyte.sandboxName(name));
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
