package dev.kindling.kit.log.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Spark's plain pattern: {@code yy/MM/dd HH:mm:ss LEVEL logger: message}, then the stack trace.
 * Source: Spark 4.0.0, {@code log4j2-defaults.properties}. Also with milliseconds behind the time,
 * and the thread in brackets before the logger, as many change it.
 */
final class PlainLine {
  private static final int STAMP_LENGTH = 17;
  private static final int MILLIS_LENGTH = 4;

  private final ZoneId zone;

  /** Most lines have the second of the line before. Whole or not at all for every thread. */
  private Second last = new Second("-", null);

  PlainLine(ZoneId zone) {
    this.zone = zone;
  }

  /** Parses a text whose first line has the pattern. */
  ParsedEvent parse(String text) {
    boolean hasMillis = text.charAt(STAMP_LENGTH) != ' ';
    int levelStart = STAMP_LENGTH + 1 + (hasMillis ? MILLIS_LENGTH : 0);
    int levelEnd = text.indexOf(' ', levelStart);
    if (levelEnd < 0) {
      return ParsedEvent.ofMessage(text);
    }
    int loggerStart = skipBlanks(text, levelEnd);
    String thread = null;
    if (text.startsWith("[", loggerStart)) {
      int threadEnd = text.indexOf("] ", loggerStart);
      if (threadEnd < 0) {
        return ParsedEvent.ofMessage(text);
      }
      thread = text.substring(loggerStart + 1, threadEnd);
      loggerStart = threadEnd + 2;
    }
    int loggerEnd = text.indexOf(':', loggerStart);
    if (loggerEnd < 0) {
      return ParsedEvent.ofMessage(text);
    }
    loggerEnd = colonBeforeBlank(text, loggerEnd);
    String level = text.substring(levelStart, levelEnd);
    String logger = text.substring(loggerStart, loggerEnd);
    String rest = text.substring(Math.min(loggerEnd + 2, text.length()));
    Instant time = time(text, hasMillis);
    Optional<StackTraces.Found> found = StackTraces.find(rest);
    if (found.isEmpty()) {
      return new ParsedEvent(time, level, logger, thread, rest, null, null, Map.of());
    }
    String message = withoutTrace(rest, found.get());
    ErrorPart error = found.get().error();
    return new ParsedEvent(time, level, logger, thread, message, error, null, Map.of());
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
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

  private static String withoutTrace(String rest, StackTraces.Found found) {
    int lineEnd = rest.indexOf('\n', found.start());
    boolean ownLine = found.start() == 0 || rest.charAt(found.start() - 1) == '\n';
    int end = ownLine ? found.start() : lineEnd < 0 ? rest.length() : lineEnd;
    String before = rest.substring(0, end).strip();
    return before.isEmpty() ? found.error().type() : before;
  }

  private Instant time(String text, boolean hasMillis) {
    Second second = last;
    if (!text.startsWith(second.stamp())) {
      second = new Second(text.substring(0, STAMP_LENGTH), second(text));
      last = second;
    }
    Instant time = second.time();
    if (time == null || !hasMillis) {
      return time;
    }
    int millis = number(text, STAMP_LENGTH + 1) * 10 + (text.charAt(STAMP_LENGTH + 3) - '0');
    return millis < 0 || millis > 999 ? time : time.plusMillis(millis);
  }

  private Instant second(String text) {
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

  /**
   * @param stamp as printed
   * @param time what it means; null if nothing
   */
  private record Second(String stamp, Instant time) {}
}
