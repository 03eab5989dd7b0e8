package dev.kindling.gateway.log;

import io.vertx.core.Future;

/** Where log lines are found. */
public interface LogSearch {
  /**
   * Finds one page.
   *
   * @return completes on the caller's context; fails with a problem of 503 if the store does not
   *     answer, of 400 if it refuses the text
   */
  Future<LogPage> find(LogQuery query);
}
