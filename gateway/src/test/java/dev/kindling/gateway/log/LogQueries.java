package dev.kindling.gateway.log;

import java.util.Optional;

/** Makes log queries for tests. */
public final class LogQueries {
  private LogQueries() {}

  /** The oldest lines first. */
  public static LogQuery of(
      String run,
      Optional<String> text,
      Optional<String> level,
      Optional<String> source,
      int limit,
      Optional<LogCursor> after) {
    LogFilter none = LogFilter.NONE;
    return new LogQuery(
        run,
        new LogFilter(
            text,
            level,
            source,
            none.attempt(),
            none.executor(),
            none.from(),
            none.to(),
            none.arrivedSince(),
            none.file(),
            none.offsets(),
            false),
        LogOrder.OLDEST_FIRST,
        limit,
        after);
  }
}
