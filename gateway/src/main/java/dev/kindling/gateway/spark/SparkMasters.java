package dev.kindling.gateway.spark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the masters of a Spark standalone cluster how it stands with it. On event loops. */
public final class SparkMasters {
  static final String ALIVE = "ALIVE";
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 5_000;

  private final List<URI> masters;
  private final HttpClient client;

  /** What one master told, its {@code /json/} page; or why it told nothing. */
  public record Look(URI master, Optional<JsonNode> page, String problem) {
    String status() {
      return page.map(told -> told.path("status").asText("UNKNOWN")).orElse("UNREACHABLE");
    }
  }

  /**
   * @param masters their web UIs
   */
  public SparkMasters(Vertx vertx, List<URI> masters) {
    this.masters = List.copyOf(masters);
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
  }

  /** Whether anybody told us where they are. */
  boolean areKnown() {
    return !masters.isEmpty();
  }

  /** What each tells now; never fails. */
  Future<List<Look>> look() {
    List<Future<Look>> looks = masters.stream().map(this::look).toList();
    return Future.all(looks).map(done -> looks.stream().map(Future::result).toList());
  }

  /** The page of the one that is ALIVE, if one is. */
  public Future<Optional<JsonNode>> alive() {
    return look()
        .map(
            looks ->
                looks.stream()
                    .filter(look -> look.status().equals(ALIVE))
                    .findFirst()
                    .flatMap(Look::page));
  }

  private Future<Look> look(URI master) {
    RequestOptions page =
        new RequestOptions()
            .setAbsoluteURI(master.resolve("/json/").toString())
            .setTimeout(ANSWER_MILLIS);
    return client
        .request(page)
        .compose(request -> request.send().compose(SparkMasters::json))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .map(told -> new Look(master, Optional.of(told), null))
        .otherwise(
            failure -> new Look(master, Optional.empty(), String.valueOf(failure.getMessage())));
  }

  /** Unknown paths of the UI answer 200 with HTML, so the content type decides. */
  private static Future<JsonNode> json(HttpClientResponse response) {
    String type = response.getHeader("Content-Type");
    if (response.statusCode() != 200 || type == null || !type.contains("json")) {
      return Future.failedFuture(
          "it answers " + response.statusCode() + " " + type + ", which is no master's page");
    }
    return response.body().map(body -> Json.tree(body.getBytes()));
  }
}
