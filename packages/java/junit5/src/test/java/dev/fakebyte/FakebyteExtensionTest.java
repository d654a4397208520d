package dev.fakebyte;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakebyteExtensionTest {
  @RegisterExtension
  static final FakebyteExtension FAKEBYTE = new FakebyteExtension("--fixture", System.getenv("FIXTURE"));

  private static final String ORDERS = "c0000000-0000-4000-8000-000000000003";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static JsonNode job(Airbyte airbyte, String path, Map<String, ?> body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(airbyte.configUrl() + path))
        .header("Authorization", airbyte.authorization())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
        .build();
    HttpResponse<String> reply = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), reply.body());
    return JSON.readTree(reply.body()).path("job");
  }

  /** The code under test. */
  private static String syncUntilItWorks(Airbyte airbyte, int tries) throws Exception {
    String status = "";
    for (; tries > 0 && !status.equals("succeeded"); tries--) {
      JsonNode job = job(airbyte, "/connections/sync", Map.of("connectionId", ORDERS));
      while (List.of("pending", "running", "incomplete").contains(job.path("status").asText())) {
        job = job(airbyte, "/jobs/get", Map.of("id", job.path("id").asLong()));
      }
      status = job.path("status").asText();
    }
    return status;
  }

  @Test
  void mySyncFailsTwiceThenSucceeds(Airbyte airbyte) throws Exception {
    airbyte.skip();
    airbyte.plan(Map.of("connectionId", ORDERS)).failsWith("oom", 2).thenSucceeds();
    assertEquals("succeeded", syncUntilItWorks(airbyte, 3));
    airbyte.verify("/v1/connections/sync", 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void eachTestHasItsOwn(String name, Airbyte airbyte) {
    airbyte.verify(Map.of("match", Map.of("path", "/v1/connections/sync"), "atMost", 0));
    airbyte.assertClean();
  }

  @Test
  void aFailingVerifySaysWhatWasNear(Airbyte airbyte) throws Exception {
    airbyte.skip();
    syncUntilItWorks(airbyte, 1);
    AssertionError error = assertThrows(AssertionError.class, () -> airbyte.verify("/v1/connections/sync", 2));
    assertTrue(error.getMessage().contains("/v1/connections/sync"), error.getMessage());
  }

  @Test
  void anyTextNamesASandbox() {
    assertEquals("plain", Airbyte.sandboxName("plain"));
    assertNotEquals(Airbyte.sandboxName("a b"), Airbyte.sandboxName("a_b c"));
    assertTrue(Airbyte.sandboxName("é/".repeat(100)).length() <= 64);
  }
}
