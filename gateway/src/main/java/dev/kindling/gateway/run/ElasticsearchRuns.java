package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.log.Elasticsearch;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.elasticsearch.client.Request;

/** Archived runs in the index {@code kindling-runs}, where the log-shippers put them. */
public final class ElasticsearchRuns implements ArchivedRuns {
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

  private static Run run(JsonNode source) {
    return Json.read(Json.bytes(source.path("record")), Run.class);
  }
}
