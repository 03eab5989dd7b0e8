package dev.kindling.kit.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Marks the log lines of this thread with a run and its trace, in ECS names, until it is closed.
 * For try-with-resources around a few lines; never across an asynchronous step, since the marks
 * belong to the thread.
 */
public final class LogTrace implements AutoCloseable {
  /** W3C Trace Context, version 00: version-traceid-parentid-flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

  private static final String TRACE_ID = "trace.id";
  private static final String RUN_ID = "run.id";

  private LogTrace() {}

  /**
   * @param traceparent the run's trace context, or null
   * @param runId the run
   */
  public static LogTrace of(String traceparent, String runId) {
    MDC.put(RUN_ID, runId);
    if (traceparent != null) {
      Matcher matcher = TRACEPARENT.matcher(traceparent);
      if (matcher.matches()) {
        MDC.put(TRACE_ID, matcher.group(1));
      }
    }
    return new LogTrace();
  }

  @Override
  public void close() {
    MDC.remove(RUN_ID);
    MDC.remove(TRACE_ID);
  }
}
