package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.log.Elasticsearch;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.elasticsearch.client.Request;

/** Archived runs in the index {@code kindling-runs}, where the log-shippers put them. */
public final class ElasticsearchRuns implements ArchivedRuns {
  /** The most that an index answers at once unless told otherwise; twice a backfill. */
  private static final int MOST_HITS = 10_000;

  private final Elasticsearch elasticsearch;

  public ElasticsearchRuns(Elasticsearch elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  @Override
  public Future<Optional<Run>> find(String id) {
    Request request =
        new Request(
            "GET", "/kindling-runs/_source/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    request.addParameter("_source_includes", "record");
    return elasticsearch
        .send(request)
        .map(answer -> Optional.of(run(answer)))
        .recover(
            failure ->
                Elasticsearch.status(failure) == 404
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(
                        Problems.unavailable(
                            "There is no such run among the current ones, and Elasticsearch, which"
                                + " has the older ones, does not answer.",
                            failure)));
  }

  @Override
  public Future<Set<String>> succeededDetails(
      String job, String schedule, Instant from, Instant to) {
    Request request = new Request("POST", "/kindling-runs/_search");
    request.addParameter("ignore_unavailable", "true");
    request.addParameter("allow_no_indices", "true");
    request.setJsonEntity(Json.text(query(job, schedule, from, to)));
    return elasticsearch
        .send(request)
        .map(
            answer -> {
              Set<String> details = new HashSet<>();
              answer
                  .at("/hits/hits")
                  .forEach(hit -> details.add(hit.at("/fields/run.origin.detail/0").asText()));
              return details;
            })
        .recover(
            failure ->
                Future.failedFuture(
                    Problems.unavailable(
                        "Elasticsearch, which has the older runs, does not answer, so that nobody"
                            + " knows which instants have succeeded. Try again, or send again=true"
                            + " to run them all.",
                        failure)));
  }

  /** Instants are whole seconds in UTC, so that they sort as text. */
  private static Map<String, Object> query(String job, String schedule, Instant from, Instant to) {
    return Map.of(
        "size",
        MOST_HITS,
        "_source",
        false,
        "fields",
        List.of("run.origin.detail"),
        "query",
        all(
            List.of(
                term("run.state", RunState.SUCCEEDED.name()),
                term("job.name", job),
                Map.of(
                    "range",
                    Map.of(
                        "run.origin.detail", Map.of("gte", from.toString(), "lte", to.toString()))),
                either(
                    all(
                        List.of(
                            term("run.origin.kind", "schedule"),
                            term("run.origin.name", schedule))),
                    all(
                        List.of(
                            term("run.origin.kind", "backfill"),
                            Map.of(
                                "prefix",
                                Map.of("run.origin.name", BackfillSpec.origins(schedule)))))))));
  }

  private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
    return Map.of("bool", Map.of("minimum_should_match", 1, "should", List.of(one, other)));
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, value));
  }

  private static Map<String, Object> all(List<Map<String, Object>> filters) {
    return Map.of("bool", Map.of("filter", filters));
  }

  private static Run run(JsonNode source) {
    return Json.read(Json.bytes(source.path("record")), Run.class);
  }
}
