package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;

/**
 * Log lines in the indices behind the alias {@code spark-logs}. Before the first line was shipped
 * there is no index, which is no error.
 */
public final class ElasticsearchLogSearch implements LogSearch {
  private static final String SEARCH = "/spark-logs/_search";

  private final Elasticsearch elasticsearch;
  private final MeterRegistry meters;

  public ElasticsearchLogSearch(Elasticsearch elasticsearch, MeterRegistry meters) {
    this.elasticsearch = elasticsearch;
    this.meters = meters;
  }

  @Override
  public Future<LogPage> find(LogQuery query) {
    Request request = new Request("POST", SEARCH);
    request.addParameter("ignore_unavailable", "true");
    request.addParameter("allow_no_indices", "true");
    // Lines that are missing without a word would be worse than none.
    request.addParameter("allow_partial_search_results", "false");
    request.setJsonEntity(Json.text(LogQueryJson.of(query)));
    Timer.Sample begin = Timer.start(meters);
    return elasticsearch
        .send(request)
        .map(
            answer -> {
              if (answer.path("timed_out").asBoolean()) {
                throw Problems.unavailable("Elasticsearch took too long to find the lines.", null);
              }
              return LogHits.page(answer, query);
            })
        .recover(failure -> Future.failedFuture(problem(failure)))
        .onComplete(
            found ->
                begin.stop(
                    meters.timer(
                        "kindling.gateway.log.searches",
                        "outcome",
                        found.succeeded() ? "found" : "failed")));
  }

  private static ProblemException problem(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known;
    }
    if (failure instanceof ResponseException refused && Elasticsearch.status(refused) == 400) {
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
}
