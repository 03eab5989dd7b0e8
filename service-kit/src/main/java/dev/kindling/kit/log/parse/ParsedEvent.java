package dev.kindling.kit.log.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;

/**
 * What an event says. Only the message is always there; the rest is null where the event does not
 * tell.
 *
 * @param time when it happened, by its own stamp
 * @param level Spark's level in capitals
 * @param logger the logger's name as printed
 * @param thread the thread's name as printed
 * @param message the text without the fields above and without the stack trace; never null
 * @param error the exception, null without one
 * @param traceId the trace that the line names
 * @param context further keys of a structured line, never null
 */
public record ParsedEvent(
    Instant time,
    String level,
    String logger,
    String thread,
    String message,
    ErrorPart error,
    String traceId,
    Map<String, String> context) {
  /** An event of which nothing is understood; what is no UTF-8 in it is replaced. */
  public static ParsedEvent ofText(byte[] bytes) {
    return ofMessage(new String(bytes, UTF_8));
  }

  static ParsedEvent ofMessage(String message) {
    return new ParsedEvent(null, null, null, null, message, null, null, Map.of());
  }

  static ParsedEvent ofError(String level, String message, ErrorPart error) {
    return new ParsedEvent(null, level, null, null, message, error, null, Map.of());
  }
}
