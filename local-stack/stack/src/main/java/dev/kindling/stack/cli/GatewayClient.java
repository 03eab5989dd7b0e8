package dev.kindling.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The few calls of the REST API that the demo makes. Blocks the caller. */
final class GatewayClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI gateway;

  GatewayClient(URI gateway) {
    this.gateway = gateway;
  }

  /**
   * Reads something; empty if it is not there (404) or cannot be told just now (503).
   *
   * @throws StackException if the answer is neither 200 nor one of these; the message quotes it
   */
  Optional<JsonNode> find(String path) {
    return send(request(path).GET(), Set.of(404, 503));
  }

  /**
   * @throws StackException if the answer is not 2xx; the message quotes it
   */
  JsonNode put(String path, String body) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)), Set.of())
        .orElseThrow();
  }

  /**
   * @param key makes a repeated request the same request
   * @throws StackException if the answer is not 2xx; the message quotes it
   */
  JsonNode post(String path, String key, String body) {
    return send(
            request(path)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)),
            Set.of())
        .orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json");
  }

  private Optional<JsonNode> send(HttpRequest.Builder builder, Set<Integer> absent) {
    HttpRequest request = builder.build();
    String what = request.method() + " " + request.uri();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (absent.contains(response.statusCode())) {
        return Optional.empty();
      }
      if (!List.of(200, 201, 202).contains(response.statusCode())) {
        throw new StackException(
            what + " answered " + response.statusCode() + ": " + response.body());
      }
      return Optional.of(JSON.readTree(response.body()));
    } catch (IOException failure) {
      throw new StackException(what + " failed: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted", interrupted);
    }
  }
}
