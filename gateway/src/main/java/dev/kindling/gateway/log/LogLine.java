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
  /** What was thrown; any part may be null. */
  public record Thrown(String type, String message, String stackTrace) {}
}
