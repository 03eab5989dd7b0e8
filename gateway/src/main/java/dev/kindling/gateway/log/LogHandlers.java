package dev.kindling.gateway.log;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Serves the log lines of runs. */
public final class LogHandlers {
  private static final int DEFAULT_LIMIT = 200;
  private static final int LARGEST_LIMIT = 1_000;
  private static final int LONGEST_TEXT = 1_000;

  private final Function<String, Future<Boolean>> isKnownRun;
  private final LogSearch search;

  /**
   * @param isKnownRun whether there is, or was, a run of that id
   */
  public LogHandlers(Function<String, Future<Boolean>> isKnownRun, LogSearch search) {
    this.isKnownRun = isKnownRun;
    this.search = search;
  }

  public Future<Answer> search(Call call) {
    Query query = new Query(call);
    Optional<String> text = query.text("q", LONGEST_TEXT);
    Optional<String> level = query.oneOf("level", LogLevels.ALL);
    Optional<String> source = query.oneOf("source", List.of("driver", "executor"));
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    Optional<LogCursor> after =
        query.parsed("after", "must be the \"next\" of an earlier page.", LogCursor::of);
    query.end();
    String id = call.path("id");
    return isKnownRun
        .apply(id)
        .compose(
            known ->
                known
                    ? search.find(new LogQuery(id, text, level, source, limit, after))
                    : Future.failedFuture(Problems.notFound("There is no run " + id + ".")))
        .map(Answer::ok);
  }
}
