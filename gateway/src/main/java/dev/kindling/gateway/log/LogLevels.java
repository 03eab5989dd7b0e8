package dev.kindling.gateway.log;

import java.util.List;

/** The levels of Log4j 2, which Spark logs with, in lower case as the index has them. */
public final class LogLevels {
  /** From the least to the most severe. */
  static final List<String> ALL = List.of("trace", "debug", "info", "warn", "error", "fatal");

  private LogLevels() {}

  /** The level and all that are more severe. */
  public static List<String> atLeast(String level) {
    return ALL.subList(ALL.indexOf(level), ALL.size());
  }
}
