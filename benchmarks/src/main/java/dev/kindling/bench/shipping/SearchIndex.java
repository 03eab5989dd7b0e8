package dev.kindling.bench.shipping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What the contestants fill, seen from outside. Blocks. */
final class SearchIndex {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final URI server;
  private final String pattern;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param pattern the name of an index, or a pattern of names
   */
  SearchIndex(URI server, String pattern) {
    this.server = server;
    this.pattern = pattern;
  }

  String pattern() {
    return pattern;
  }

  URI server() {
    return server;
  }

  /** Documents that were indexed and acknowledged so far, whether they can be found yet or not. */
  long indexed() {
    return ask(
            "GET",
            "/" + pattern + "/_stats/indexing?filter_path=_all.primaries.indexing.index_total",
            null)
        .at("/_all/primaries/indexing/index_total")
        .asLong();
  }

  /** Makes it with the mapping of the yardsticks of peers: time, application, place, text. */
  void create() {
    ask(
        "PUT",
        "/" + pattern,
        "{\"settings\":{\"index\":{\"number_of_shards\":1,\"number_of_replicas\":0,"
            + "\"refresh_interval\":\"1s\"}},\"mappings\":{\"dynamic\":false,\"properties\":{"
            + "\"@timestamp\":{\"type\":\"date\"},\"app\":{\"type\":\"keyword\"},"
            + "\"offset\":{\"type\":\"long\"},\"message\":{\"type\":\"text\"}}}}");
  }

  /** Takes it away, if it is there. */
  void delete() {
    ask("GET", "/_alias", null)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.matches(pattern.replace("*", ".*"))) {
                ask("DELETE", "/" + name, null);
              }
            });
  }

  /**
   * Sends a request.
   *
   * @param body null for none
   * @return the answer; of a search in an index that is not there, an empty one
   * @throws BenchException if it is refused
   */
  JsonNode ask(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(BOUND)
            .header("content-type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() == 404) {
        return Json.mapper().createObjectNode();
      }
      if (answer.statusCode() >= 300) {
        throw new BenchException(method + " " + path + " is answered with " + answer.statusCode());
      }
      return Json.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new BenchException("Elasticsearch does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
