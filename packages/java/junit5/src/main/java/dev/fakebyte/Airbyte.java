package dev.fakebyte;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.net.URLEncoder;
import java.util.stream.Collectors;

/**
 * One sandbox: data, ids, clock, plans, faults and request log are shared with nobody. The operations of the control
 * API are methods of {@link Control}; a refused one throws {@link ControlException}.
 */
public final class Airbyte extends Control {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String USER = "airbyte";
  private static final String CLIENT_ID = "00000000-0000-4000-8000-00000000c11d";

  private final String url;
  private final String name;

  Airbyte(String serverUrl, String name) {
    this.name = name;
    this.url = serverUrl + "/sandboxes/" + name;
  }

  /** The sandbox's name. */
  public String name() {
    return name;
  }

  /** Where this Airbyte is: clients add /api/v1 or /api/public/v1. */
  public String url() {
    return url;
  }

  public String configUrl() {
    return url + "/api/v1";
  }

  public String publicUrl() {
    return url + "/api/public/v1";
  }

  /** A user that leads to this sandbox whatever the address. */
  public String username() {
    return USER + "+" + name;
  }

  public String password() {
    return "password";
  }

  /** Client credentials that do the same for the public API. */
  public String clientId() {
    return CLIENT_ID + "+" + name;
  }

  public String clientSecret() {
    return "airbyte-secret";
  }

  /** The Authorization header of {@link #username} and {@link #password}. */
  public String authorization() {
    byte[] pair = (username() + ":" + password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** What the jobs of connections of that name do next; * stands for any run of characters. */
  public Plan plan(String connection) {
    return plan(Map.of("connectionName", connection));
  }

  /** The same for the jobs that a PlanMatch fits: Map.of("configType", "sync"). */
  public Plan plan(Map<String, ?> match) {
    return new Plan(this, match);
  }

  /** The clock stands still; polling a job that waits for time takes it to the next event. */
  public void skip() {
    setClock(Map.of("mode", "skip"));
  }

  /** Lives through that span: everything that falls due on the way happens, in order. */
  public void advance(Duration span) {
    advanceClock(Map.of("seconds", span.toMillis() / 1000.0));
  }

  /** Loads a fixture, all of it or nothing. */
  public void fixture(Path file) throws IOException {
    loadFixture(JSON.readTree(file.toFile()));
  }

  /** The next `times` requests of that path are carried out, and the connection breaks before they hear of it. */
  public void losesTheAnswer(String path, int times) {
    addFault(Map.of("match", Map.of("path", path), "times", times, "phase", "after", "connection",
        "CONNECTION_RESET_BY_PEER"));
  }

  /** AssertionError, with the nearest misses, where that path was not asked `times` times. */
  public void verify(String path, int times) {
    verify(Map.of("match", Map.of("path", path), "count", times));
  }

  /** AssertionError where a RequestVerification does not hold: count, atLeast, atMost, sequence. */
  public void verify(Map<String, ?> verification) {
    asserted(() -> verifyRequests(verification));
  }

  /** AssertionError with the sandbox's problems, but for those whose codes are allowed. */
  public void assertClean(String... allow) {
    asserted(() -> verifyClean(Map.of("allow", List.of(allow))));
  }

  private static void asserted(Runnable call) {
    try {
      call.run();
    } catch (ControlException refused) {
      if (refused.status() != 422) {
        throw refused;
      }
      throw new AssertionError(refused.reason());
    }
  }

  /** What is known of a failed test: its problems, and where the file with all its requests and jobs is. */
  String explain() throws IOException {
    Path trace = Path.of(System.getProperty("java.io.tmpdir"), name + ".html");
    Files.writeString(trace, getTrace().asText());
    return listProblems(Map.of("format", "text")).asText() + "\nevery request and job of this test: " + trace;
  }

  void delete() {
    deleteSandbox(name);
  }

  @Override
  protected JsonNode call(String method, String path, Object body, Map<String, String> query) {
    try {
      HttpResponse<String> reply = CLIENT.send(request(method, path, body, query), HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() >= 300) {
        throw new ControlException(method + " " + path, reply.statusCode(), messageOf(reply.body()));
      }
      boolean json = reply.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return json ? JSON.readTree(reply.body()) : JSON.getNodeFactory().textNode(reply.body());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + method + " " + path, error);
    }
  }

  private HttpRequest request(String method, String path, Object body, Map<String, String> query) throws IOException {
    String asked = query.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    HttpRequest.BodyPublisher content = body == null
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    return HttpRequest.newBuilder(URI.create(url + path + (asked.isEmpty() ? "" : "?" + asked)))
        .header("Authorization", authorization())
        .header("Content-Type", "application/json")
        .method(method, content)
        .build();
  }

  private static String messageOf(String text) {
    try {
      JsonNode said = JSON.readTree(text);
      StringBuilder message = new StringBuilder(said.path("message").asText(text));
      for (JsonNode wrong : said.path("validationErrors")) {
        String line = wrong.path("propertyPath").asText() + ": " + wrong.path("message").asText();
        if (message.indexOf(line) < 0) {
          message.append('\n').append(line);
        }
      }
      return message.toString();
    } catch (IOException error) {
      return text;
    }
  }

  /** A sandbox's name for any text: readable, another for each text, at most 64 characters. */
  static String sandboxName(String text) {
    String readable = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    if (readable.equals(text) && text.length() <= 64) {
      return text;
    }
    String tail = readable.substring(Math.max(0, readable.length() - 55));
    return (tail + "-" + sum(text).substring(0, 8)).replaceAll("^[-.]+", "");
  }

  private static String sum(String text) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return String.format("%064x", new BigInteger(1, sum));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException("a JDK has SHA-256", error);
    }
  }

  /** What jobs do next. Each call adds to it and is in force at once; the last job's part repeats. */
  public static final class Plan {
    private final Airbyte airbyte;
    private final Map<String, ?> match;
    private final List<Object> runs = new ArrayList<>();
    private String id;

    private Plan(Airbyte airbyte, Map<String, ?> match) {
      this.airbyte = airbyte;
      this.match = match;
    }

    /** The next `times` jobs, in the control API's own words: a PlanRun. */
    public Plan run(Map<String, ?> run, int times) {
      for (int i = 0; i < times; i++) {
        runs.add(run);
      }
      Map<String, Object> body = new HashMap<>(Map.of("match", match, "runs", runs));
      if (id != null) {
        body.put("id", id);
      }
      id = airbyte.addPlan(body).get("id").asText();
      return this;
    }

    /** The next `times` jobs fail, each attempt of theirs, with a failure of that name, such as "oom". */
    public Plan failsWith(String failure, int times) {
      return run(Map.of("attempts", List.of(Map.of("outcome", "failed", "failure", failure))), times);
    }

    /** The next job, and those after it, succeed. */
    public Plan thenSucceeds() {
      return run(Map.of("attempts", List.of(Map.of("outcome", "succeeded"))), 1);
    }

    /** The next job never ends, until it is cancelled. */
    public Plan hangs() {
      return run(Map.of("attempts", List.of(Map.of("outcome", "hang"))), 1);
    }

    /** The next job waits before its first attempt until openGate(). */
    public Plan waitsAt(String gate) {
      return run(Map.of("gate", gate), 1);
    }
  }
}
