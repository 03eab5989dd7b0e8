package dev.kindling.bench.shipping;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** The number in the first hit of a search; -1 if there is none. */
  int furthest(String search, Pattern number) {
    Matcher found =
        number.matcher(
            ask("POST", "/" + pattern + "/_search?ignore_unavailable=true", search)
                .at("/hits/hits/0/_source/message")
                .asText());
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  /** Reads all documents; hands out the number in each message that has one. */
  void numbers(Pattern number, IntConsumer out) {
    ask("POST", "/" + pattern + "/_refresh", "");
    JsonNode page =
        ask(
            "POST",
            "/" + pattern + "/_search?scroll=1m",
            "{\"size\":10000,\"_source\":[\"message\"],\"sort\":[\"_doc\"]}");
    while (!page.at("/hits/hits").isEmpty()) {
      for (JsonNode hit : page.at("/hits/hits")) {
        Matcher found = number.matcher(hit.at("/_source/message").asText());
        if (found.find()) {
          out.accept(Integer.parseInt(found.group(1)));
        }
      }
      String next =
          "{\"scroll\":\"1m\",\"scroll_id\":\"" + page.path("_scroll_id").asText() + "\"}";
      page = ask("POST", "/_search/scroll", next);
    }
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
        throw new BenchException(
            method
                + " "
                + path
                + " is answered with "
                + answer.statusCode()
                + ": "
                + new String(answer.body(), UTF_8));
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
