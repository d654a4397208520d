import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CancelTest {
  static final String CONNECTION = "{\"connectionId\": \"c0000000-0000-4000-8000-000000000003\"}";
  static final HttpClient client = HttpClient.newHttpClient();
  static Process server;
  static String url;

  @BeforeAll
  static void start() throws Exception {
    String fakebyte = System.getenv("FAKEBYTE");
    Path port = Files.createTempDirectory("fakebyte").resolve("port");
    server = new ProcessBuilder(fakebyte, "--port=0", "--port-file=" + port, "--auth=none", "--fixture",
        System.getenv("FIXTURE")).redirectErrorStream(true).redirectOutput(new File("/dev/null")).start();
    new ProcessBuilder(fakebyte, "healthcheck", "--wait", "--port=0", "--port-file=" + port).start().waitFor();
    url = "http://127.0.0.1:" + Files.readString(port).trim();
  }

  @AfterAll
  static void stop() {
    server.destroy();
  }

  static String call(String to, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(to)).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertTrue(reply.statusCode() < 300, to + ": " + reply.body().replace("\\n", "\n"));
    return reply.body();
  }

  static String member(String json, String pattern) {
    var found = Pattern.compile(pattern).matcher(json);
    assertTrue(found.find(), json);
    return found.group(1);
  }

  /** The code under test: it cancels what takes too long. */
  static String syncWithPatience(String base, int polls) throws Exception {
    String job = call(base + "/api/v1/connections/sync", CONNECTION);
    String id = "{\"id\": " + member(job, "\"id\":(\\d+)") + "}";
    while (member(job, "\"status\":\"(\\w+)\"").equals("running") && polls-- > 0) {
      job = call(base + "/api/v1/jobs/get", id);
    }
    return member(call(base + "/api/v1/jobs/cancel", id), "\"status\":\"(\\w+)\"");
  }

  @Test
  void aSyncThatHangsIsCancelledOnce() throws Exception {
    String sandbox = url + "/sandboxes/hangs";
    call(sandbox + "/__admin/plans", "{\"match\": {}, \"runs\": [{\"attempts\": [{\"outcome\": \"hang\"}]}]}");
    assertEquals("cancelled", syncWithPatience(sandbox, 3));
    call(sandbox + "/__admin/requests/verify", "{\"match\": {\"path\": \"/v1/jobs/cancel\"}, \"count\": 1}");
    call(sandbox + "/__admin/verify-clean", "{}");
  }
}
