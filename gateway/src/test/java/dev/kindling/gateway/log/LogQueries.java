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
    return new LogQuery(
        run,
        new LogFilter(
            new LogFilter.Words(text, level, false),
            new LogFilter.Place(source, Optional.empty(), Optional.empty(), Optional.empty()),
            LogFilter.Times.ANY),
        LogOrder.OLDEST_FIRST,
        limit,
        after);
  }
}
