package dev.kindling.kit.log.parse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the exception in the text of an event. Pure. */
final class StackTraces {
  private static final Pattern FRAME =
      Pattern.compile("(?m)^[ \\t]*(?:at (?=\\S+\\()|Caused by: |\\.\\.\\. \\d+ (?:more|common))");

  private static final String PLACE = "(?m)(?:^|(?<=: )|(?<=\" ))";
  private static final String PACKAGE = "((?:[a-zA-Z_$][\\w$]*\\.)+[A-Z_$][\\w$]*";
  private static final String MESSAGE = ")(?:: (.*))?$";

  /** The usual names, at the start of a line or behind a colon in a message of the scheduler. */
  private static final Pattern HEAD =
      Pattern.compile(PLACE + PACKAGE + "(?:Exception|Error|Throwable|Failure)" + MESSAGE);

  /** Any class name, where nothing has a usual name. */
  private static final Pattern ANY_HEAD = Pattern.compile(PLACE + PACKAGE + MESSAGE);

  private static final Pattern PYTHON_END =
      Pattern.compile("(?m)^([\\w.]+(?:Error|Exception|Exit|Interrupt))(?:: (.*))?$");

  private static final String PYTHON_START = "Traceback (most recent call last):";

  private StackTraces() {}

  /** A trace with the place where it begins, or empty if the text has none. */
  static Optional<Found> find(String text) {
    if (text.indexOf('\n') < 0 && !mayBeFrame(text)) { // nearly every event ends here
      return Optional.empty();
    }
    Matcher frame = FRAME.matcher(text);
    if (frame.find()) {
      return javaTrace(text, frame.start());
    }
    int python = text.indexOf(PYTHON_START);
    return python >= 0 ? pythonTrace(text, python) : Optional.empty();
  }

  /** Whether one line alone may be a part of a trace. */
  private static boolean mayBeFrame(String line) {
    int at = 0;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    return line.startsWith("at ", at)
        || line.startsWith("Caused by: ", at)
        || line.startsWith("... ", at);
  }

  private static Optional<Found> javaTrace(String text, int firstFrame) {
    Matcher head = HEAD.matcher(text).region(0, firstFrame);
    if (!head.find()) {
      head = ANY_HEAD.matcher(text).region(0, firstFrame);
      if (!head.find()) {
        return Optional.empty();
      }
    }
    int start = head.start(1);
    String type = head.group(1);
    int messageStart = head.start(2);
    String message = messageStart < 0 ? null : text.substring(messageStart, firstFrame).strip();
    return Optional.of(new Found(start, new ErrorPart(type, message, text.substring(start))));
  }

  private static Optional<Found> pythonTrace(String text, int start) {
    Matcher end = PYTHON_END.matcher(text).region(start, text.length());
    if (!end.find()) {
      return Optional.empty();
    }
    ErrorPart error = new ErrorPart(end.group(1), end.group(2), text.substring(start));
    return Optional.of(new Found(start, error));
  }

  /**
   * @param start where the trace begins in the text
   * @param error what it says
   */
  record Found(int start, ErrorPart error) {}
}
