package dev.kindling.kit.log.event;

/**
 * Which line continues which event. The rule is start-of-event matching: on stderr everything up to
 * the next start line belongs to a log line. stdout has no such pattern; there a line continues an
 * event only if it can be nothing else.
 */
final class JoinRules {
  private JoinRules() {}

  static boolean continues(IoStream stream, EventKind open, LineKind line) {
    if (line.isStart()) {
      return false;
    }
    return switch (open) {
      case NONE, OTHER, JSON -> false;
      case HEADER -> line == LineKind.RULER || line == LineKind.BLANK;
      case SPARK, UNCAUGHT ->
          stream == IoStream.STDERR || line == LineKind.TRACE_HEAD || isTracePart(line);
      case TRACE -> isTracePart(line);
      case PYTHON ->
          line == LineKind.INDENTED || line == LineKind.TRACE_PART || line == LineKind.TRACE_HEAD;
      case FATAL -> line == LineKind.HASH || line == LineKind.BLANK;
    };
  }

  /** The kind that an open event has after the line: a Python trace ends with its error line. */
  static EventKind after(EventKind open, LineKind line) {
    return open == EventKind.PYTHON && line == LineKind.TRACE_HEAD ? EventKind.OTHER : open;
  }

  /** Spark puts a blank line before {@code Driver stacktrace:}. */
  private static boolean isTracePart(LineKind line) {
    return line == LineKind.TRACE_PART || line == LineKind.BLANK;
  }
}
