package dev.kindling.kit.log.event;

import java.util.Locale;

/** Which of the two output files of a Spark process. log4j writes to stderr by default. */
public enum IoStream {
  STDOUT,
  STDERR;

  /** The file's name in the work directory, and the value of the field {@code log.iostream}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
