package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpHost;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/**
 * Log lines in the indices behind the alias {@code spark-logs}, by the low-level REST client: the
 * one request that is made here needs no model of the whole API. Before the first line was shipped
 * there is no index, which is no error.
 */
public final class ElasticsearchLogSearch implements LogSearch, AutoCloseable {
  private static final String SEARCH = "/spark-logs/_search";
  private static final int CONNECT_MS = 2_000;
  private static final int ANSWER_MS = 10_000;

  private final Vertx vertx;
  private final RestClient client;
  private final MeterRegistry meters;

  public ElasticsearchLogSearch(Vertx vertx, URI url, MeterRegistry meters) {
    this.vertx = vertx;
    this.meters = meters;
    this.client =
        RestClient.builder(HttpHost.create(url.toString()))
            .setCompressionEnabled(true)
            .setRequestConfigCallback(
                config -> config.setConnectTimeout(CONNECT_MS).setSocketTimeout(ANSWER_MS))
            .build();
  }

  @Override
  public Future<LogPage> find(LogQuery query) {
    Request request = new Request("POST", SEARCH);
    request.addParameter("ignore_unavailable", "true");
    request.addParameter("allow_no_indices", "true");
    request.setJsonEntity(Json.text(LogQueryJson.of(query)));
    Timer.Sample begin = Timer.start(meters);
    return send(request)
        .map(answer -> LogHits.page(answer, query))
        .recover(failure -> Future.failedFuture(problem(failure)))
        .onComplete(
            found ->
                begin.stop(
                    meters.timer(
                        "kindling.gateway.log.searches",
                        "outcome",
                        found.succeeded() ? "found" : "failed")));
  }

  private Future<JsonNode> send(Request request) {
    CompletableFuture<JsonNode> answered = new CompletableFuture<>();
    client.performRequestAsync(
        request,
        new ResponseListener() {
          @Override
          public void onSuccess(Response response) {
            try {
              answered.complete(Json.tree(EntityUtils.toByteArray(response.getEntity())));
            } catch (IOException | UncheckedIOException e) {
              answered.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(Exception failure) {
            answered.completeExceptionally(failure);
          }
        });
    return Future.fromCompletionStage(answered, vertx.getOrCreateContext());
  }

  private static ProblemException problem(Throwable failure) {
    if (failure instanceof ResponseException refused
        && refused.getResponse().getStatusLine().getStatusCode() == 400) {
      return Problems.invalid(
          "q", "is a query that Elasticsearch does not take" + reason(refused) + " Simplify it.");
    }
    return Problems.unavailable(
        "Elasticsearch does not answer, so there are no log lines now. Everything else works.",
        failure);
  }

  private static String reason(ResponseException refused) {
    try {
      JsonNode error = Json.tree(EntityUtils.toByteArray(refused.getResponse().getEntity()));
      String reason = error.at("/error/root_cause/0/reason").asText("");
      return reason.isEmpty() ? "." : ": " + reason + ".";
    } catch (IOException | UncheckedIOException e) {
      return ".";
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
