package dev.kindling.gateway.log;

import java.util.Optional;

/**
 * Which log lines of a run somebody wants.
 *
 * @param runId the run
 * @param text words that each line must have
 * @param level at least this level, in lower case
 * @param source {@code driver} or {@code executor}
 * @param limit how many at most
 * @param after where the page before ended
 */
public record LogQuery(
    String runId,
    Optional<String> text,
    Optional<String> level,
    Optional<String> source,
    int limit,
    Optional<LogCursor> after) {}
