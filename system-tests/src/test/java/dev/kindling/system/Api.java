package dev.kindling.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The gateway as a user's script sees it. A call that finds nobody, or a gateway that says 503, is
 * made again until a deadline: tests kill gateways.
 */
final class Api {
  static final Set<String> FINAL =
      Set.of("SUCCEEDED", "FAILED", "LOST", "TIMED_OUT", "CANCELLED", "SKIPPED");

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(2))
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Supplier<URI> gateway;

  Api(Supplier<URI> gateway) {
    this.gateway = gateway;
  }

  /** An answer. */
  record Answer(int status, JsonNode body, String location) {
    Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected " + expected + ", got " + status + ": " + body);
      }
      return this;
    }
  }

  Answer put(String path, Object body) {
    return call("PUT", path, Json.text(body), null);
  }

  Answer get(String path) {
    return call("GET", path, null, null);
  }

  Answer delete(String path) {
    return call("DELETE", path, null, null);
  }

  /** Asks for a run; a key of its own makes the call safe to repeat. */
  String run(String job, JsonNode parameters, String key) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.set("parameters", parameters);
    Answer answer = call("POST", "/api/v1/jobs/" + job + "/runs", Json.text(body), key).expect(202);
    return answer.body().path("id").asText();
  }

  Answer post(String path, Object body, String key) {
    return call("POST", path, Json.text(body), key);
  }

  JsonNode runOf(String id) {
    return get("/api/v1/runs/" + id).expect(200).body();
  }

  /** The run once it is as it should be. */
  JsonNode awaitRun(String id, Duration deadline, Predicate<JsonNode> condition) {
    JsonNode[] last = new JsonNode[1];
    boolean met =
        Deadline.poll(
            deadline,
            () -> {
              last[0] = runOf(id);
              return condition.test(last[0]);
            });
    if (!met) {
      throw new AssertionError("after " + deadline + " the run is " + last[0].toPrettyString());
    }
    return last[0];
  }

  /** The run once it has ended. */
  JsonNode awaitEnd(String id, Duration deadline) {
    return awaitRun(id, deadline, run -> FINAL.contains(run.path("state").asText()));
  }

  /** All log lines of a run that fit, page by page. */
  List<JsonNode> logs(String id, String query) {
    List<JsonNode> lines = new ArrayList<>();
    String after = null;
    do {
      String cursor =
          after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
      JsonNode page =
          get("/api/v1/runs/" + id + "/logs?limit=500" + query + cursor).expect(200).body();
      page.path("lines").forEach(lines::add);
      after = page.path("lines").isEmpty() ? null : page.path("next").asText(null);
    } while (after != null);
    return lines;
  }

  private Answer call(String method, String path, String body, String key) {
    Answer[] answer = new Answer[1];
    IOException[] failure = new IOException[1];
    boolean answered =
        Deadline.poll(
            PATIENCE,
            () -> {
              try {
                answer[0] = once(method, path, body, key);
                return answer[0].status() != 503;
              } catch (IOException e) {
                failure[0] = e;
                return false;
              }
            });
    if (!answered && answer[0] == null) {
      throw new UncheckedIOException("the gateway cannot be reached", failure[0]);
    }
    return answer[0];
  }

  private Answer once(String method, String path, String body, String key) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.get() + path))
            .timeout(Duration.ofSeconds(15))
            .header("Accept", "application/json, application/problem+json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode json =
          response.body().length == 0
              ? Json.mapper().createObjectNode()
              : Json.tree(response.body());
      return new Answer(
          response.statusCode(), json, response.headers().firstValue("Location").orElse(null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
