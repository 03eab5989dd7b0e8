package dev.kindling.gateway.log;

import java.util.Optional;

/**
 * Which log lines of a run somebody wants.
 *
 * @param runId the run
 * @param filter which of them
 * @param order how they follow each other
 * @param limit how many at most
 * @param after where the page before ended
 */
public record LogQuery(
    String runId, LogFilter filter, LogOrder order, int limit, Optional<LogCursor> after) {
  /** The first page. */
  static LogQuery first(String runId, LogFilter filter, LogOrder order, int limit) {
    return new LogQuery(runId, filter, order, limit, Optional.empty());
  }

  /** The page behind a place. */
  LogQuery after(LogCursor cursor) {
    return new LogQuery(runId, filter, order, limit, Optional.of(cursor));
  }
}
