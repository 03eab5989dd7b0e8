package dev.kindling.gateway.log;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines of a run by their number, as Livy's clients ask for them. */
public final class LogTails {
  private static final int PAGE = 1_000;

  private final LogSearch search;

  public LogTails(LogSearch search) {
    this.search = search;
  }

  /** The last ones, the oldest of them first. */
  public Future<List<LogLine>> last(String run, int count) {
    return search
        .find(LogQuery.first(run, LogFilter.NONE, LogOrder.NEWEST_FIRST, count))
        .map(
            page -> {
              List<LogLine> lines = new ArrayList<>(page.lines());
              Collections.reverse(lines);
              return lines;
            });
  }

  /**
   * Those behind the first {@code skip}. Reads over these, so that it takes longer for the later.
   */
  public Future<List<LogLine>> from(String run, int skip, int count) {
    return from(
        LogQuery.first(run, LogFilter.NONE, LogOrder.OLDEST_FIRST, PAGE),
        skip,
        count,
        new ArrayList<>());
  }

  private Future<List<LogLine>> from(LogQuery query, int skip, int count, List<LogLine> gathered) {
    return search
        .find(query)
        .compose(
            page -> {
              if (page.missing() != null) {
                // By the end of a file nobody can count from its begin.
                return Future.failedFuture(Problems.unavailable(page.missing().get(0), null));
              }
              page.lines().stream()
                  .skip(skip)
                  .limit(count - gathered.size())
                  .forEach(gathered::add);
              boolean over = page.lines().size() < query.limit();
              return over || gathered.size() == count
                  ? Future.succeededFuture(gathered)
                  : from(
                      query.after(LogCursor.of(page.next())),
                      Math.max(0, skip - page.lines().size()),
                      count,
                      gathered);
            });
  }
}
