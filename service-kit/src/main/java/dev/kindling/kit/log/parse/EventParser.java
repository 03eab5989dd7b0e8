package dev.kindling.kit.log.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.kit.log.event.RawEvent;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Turns the bytes of an event into its fields. Pure, and never fails: what it does not understand
 * is the message. Invalid UTF-8 becomes the replacement character.
 */
public final class EventParser {
  private final PlainLine plain;
  private final JsonLine json = new JsonLine();

  /**
   * @param zone the zone of Spark's plain time stamps, which name none
   */
  public EventParser(ZoneId zone) {
    this.plain = new PlainLine(zone);
  }

  public ParsedEvent parse(RawEvent event) {
    String text = text(event.bytes());
    if (event.isContinuation()) {
      return ParsedEvent.ofMessage(text);
    }
    return switch (event.kind()) {
      case SPARK -> plain.parse(text);
      case JSON -> json.parse(text).orElseGet(() -> ParsedEvent.ofMessage(text));
      case HEADER -> ParsedEvent.ofMessage(SecretRedactor.redact(text));
      case UNCAUGHT -> trace(text, "ERROR");
      case FATAL -> ParsedEvent.ofError("FATAL", text, null);
      case TRACE, PYTHON, OTHER, NONE -> trace(text, null);
    };
  }

  private static ParsedEvent trace(String text, String level) {
    Optional<StackTraces.Found> found = StackTraces.find(text);
    if (found.isEmpty()) {
      return ParsedEvent.ofError(level, text, null);
    }
    return ParsedEvent.ofError(level, firstLine(text), found.get().error());
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing();
  }

  private static String text(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return new String(bytes, 0, end, UTF_8);
  }
}
