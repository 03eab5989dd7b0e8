package dev.kindling.kit.log.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;

/**
 * Spark's plain pattern: {@code yy/MM/dd HH:mm:ss LEVEL logger: message}, then the stack trace.
 * Source: Spark 4.0.0, {@code log4j2-defaults.properties}.
 */
final class PlainLine {
  private static final int STAMP_LENGTH = 17;

  private final ZoneId zone;

  PlainLine(ZoneId zone) {
    this.zone = zone;
  }

  /** Parses a text whose first line has the pattern. */
  ParsedEvent parse(String text) {
    int levelEnd = text.indexOf(' ', STAMP_LENGTH + 1);
    int loggerEnd = text.indexOf(':', Math.max(levelEnd, 0));
    if (levelEnd < 0 || loggerEnd < 0) {
      return ParsedEvent.ofMessage(text);
    }
    loggerEnd = colonBeforeBlank(text, loggerEnd);
    String level = text.substring(STAMP_LENGTH + 1, levelEnd);
    String logger = text.substring(levelEnd + 1, loggerEnd);
    String rest = text.substring(Math.min(loggerEnd + 2, text.length()));
    return StackTraces.find(rest)
        .map(found -> withError(time(text), level, logger, rest, found))
        .orElseGet(() -> new ParsedEvent(time(text), level, logger, rest, null, null, Map.of()));
  }

  /** A logger may hold colons, as {@code a::b}; its end is the colon before a blank. */
  private static int colonBeforeBlank(String text, int firstColon) {
    int colon = firstColon;
    while (colon + 1 < text.length() && !Character.isWhitespace(text.charAt(colon + 1))) {
      int next = text.indexOf(':', colon + 1);
      if (next < 0) {
        return firstColon;
      }
      colon = next;
    }
    return colon;
  }

  private static ParsedEvent withError(
      Instant time, String level, String logger, String rest, StackTraces.Found found) {
    int lineEnd = rest.indexOf('\n', found.start());
    boolean ownLine = found.start() == 0 || rest.charAt(found.start() - 1) == '\n';
    int end = ownLine ? found.start() : lineEnd < 0 ? rest.length() : lineEnd;
    String before = rest.substring(0, end).strip();
    String message = before.isEmpty() ? found.error().type() : before;
    return new ParsedEvent(time, level, logger, message, found.error(), null, Map.of());
  }

  private Instant time(String text) {
    try {
      return LocalDateTime.of(
              2000 + number(text, 0),
              number(text, 3),
              number(text, 6),
              number(text, 9),
              number(text, 12),
              number(text, 15))
          .atZone(zone)
          .toInstant();
    } catch (DateTimeException impossible) {
      return null;
    }
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + (text.charAt(at + 1) - '0');
  }
}
