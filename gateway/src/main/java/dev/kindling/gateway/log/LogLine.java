package dev.kindling.gateway.log;

/**
 * One line, or one event of several lines, as the API shows it; the schema {@code LogLine} of the
 * contract. All but time and message may be null.
 */
public record LogLine(
    String timestamp,
    String level,
    String logger,
    String thread,
    String message,
    String source,
    String stream,
    Long attempt,
    String driverId,
    String appId,
    String executorId,
    String workerId,
    String file,
    Long offset,
    Thrown error) {
  /** Nothing but a place, to compare lines with. */
  public static LogLine at(String file, Long offset) {
    return new LogLine(
        null, null, null, null, "", null, null, null, null, null, null, null, file, offset, null);
  }

  /** What was thrown; any part may be null. */
  public record Thrown(String type, String message, String stackTrace) {}
}
