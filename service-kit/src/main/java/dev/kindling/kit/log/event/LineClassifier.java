package dev.kindling.kit.log.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells the kind of a line from its bytes. A pure function of the line; works on bytes, so invalid
 * UTF-8 does not matter, and looks at its first 2,048 bytes only.
 *
 * <p>Sources of the rules: Spark 4.0.0's {@code log4j2-defaults.properties} ({@code %d{yy/MM/dd
 * HH:mm:ss} %p %c{1}: %m%n%ex}) and {@code SparkLayout.json}, the ECS logging specification (whose
 * first key is {@code @timestamp}), the headers of {@code DriverRunner} and {@code ExecutorRunner},
 * and the JVM rules of Fluent Bit's {@code java} multi-line parser.
 */
final class LineClassifier {
  private static final int LOOK_BYTES = 2_048;
  private static final int RULER_LENGTH = 40;
  private static final List<byte[]> JSON = List.of(ascii("{\"ts\":"), ascii("{\"@timestamp\":"));
  private static final List<byte[]> HEADERS =
      List.of(ascii("Launch Command: "), ascii("Spark Executor Command: "));
  private static final List<byte[]> NOTICES =
      List.of(
          ascii("WARNING: "),
          ascii("Using Spark's "),
          ascii("SLF4J: "),
          ascii("SLF4J("),
          ascii("OpenJDK "),
          // Our own guard inside the driver: one line each, never part of what stands before.
          ascii("kindling guard: "));
  private static final byte[] UNCAUGHT = ascii("Exception in thread \"");
  private static final byte[] FATAL = ascii("# A fatal error has been detected");
  private static final byte[] PYTHON = ascii("Traceback (most recent call last):");
  private static final List<byte[]> TRACE_PARTS =
      List.of(ascii("Caused by:"), ascii("Suppressed:"), ascii("Driver stacktrace:"));
  private static final List<byte[]> FRAMES =
      List.of(ascii("at "), ascii("eval at "), ascii("Caused by:"), ascii("Suppressed:"));
  private static final List<byte[]> LEVELS =
      List.of(
          ascii("TRACE "),
          ascii("DEBUG "),
          ascii("INFO "),
          ascii("WARN "),
          ascii("ERROR "),
          ascii("FATAL "));
  private static final String STAMP = "dd/dd/dd dd:dd:dd";
  private static final int MILLIS_LENGTH = 4;
  private static final Pattern OMITTED =
      Pattern.compile("\\.\\.\\. \\d+ (more|common frames omitted)");
  private static final Pattern TRACE_HEAD = Pattern.compile("(?:Exception|Error|Throwable)(?::|$)");
  private static final String NESTED = "nested exception is:";

  private LineClassifier() {}

  static LineKind classify(byte[] bytes, int from, int to) {
    int end = Math.min(trimEnd(bytes, from, to), from + LOOK_BYTES);
    if (from == end) {
      return LineKind.BLANK;
    }
    byte first = bytes[from];
    if (first >= '0' && first <= '9') {
      return isStamped(bytes, from, end) ? LineKind.STAMPED : unstamped(bytes, from, end);
    }
    if (first == '{') {
      return startsWithAny(bytes, from, end, JSON) ? LineKind.JSON : unstamped(bytes, from, end);
    }
    if (first == '#') {
      return startsWith(bytes, from, end, FATAL) ? LineKind.FATAL : LineKind.HASH;
    }
    if (first == ' ' || first == '\t') {
      return indented(bytes, from, end);
    }
    return unstamped(bytes, from, end);
  }

  private static LineKind unstamped(byte[] bytes, int from, int end) {
    if (startsWithAny(bytes, from, end, HEADERS)) {
      return LineKind.HEADER;
    }
    if (startsWith(bytes, from, end, UNCAUGHT)) {
      return LineKind.UNCAUGHT;
    }
    if (startsWithAny(bytes, from, end, NOTICES)) {
      return LineKind.NOTICE;
    }
    if (startsWith(bytes, from, end, PYTHON)) {
      return LineKind.PYTHON_HEAD;
    }
    if (startsWithAny(bytes, from, end, TRACE_PARTS)) {
      return LineKind.TRACE_PART;
    }
    if (isRuler(bytes, from, end)) {
      return LineKind.RULER;
    }
    String text = new String(bytes, from, end - from, ISO_8859_1);
    if (text.contains(NESTED) || OMITTED.matcher(text).lookingAt()) {
      return LineKind.TRACE_PART;
    }
    return TRACE_HEAD.matcher(text).find() ? LineKind.TRACE_HEAD : LineKind.PLAIN;
  }

  private static LineKind indented(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    if (at == end) {
      return LineKind.BLANK;
    }
    if (startsWithAny(bytes, at, end, FRAMES)) {
      return LineKind.TRACE_PART;
    }
    if (bytes[at] == '.') {
      String text = new String(bytes, at, end - at, ISO_8859_1);
      return OMITTED.matcher(text).lookingAt() ? LineKind.TRACE_PART : LineKind.INDENTED;
    }
    return LineKind.INDENTED;
  }

  /**
   * {@code yy/MM/dd HH:mm:ss LEVEL logger: }, the logger without white space. Many add milliseconds
   * to the time, and the thread in brackets before the logger.
   */
  private static boolean isStamped(byte[] bytes, int from, int end) {
    int at = from + STAMP.length();
    if (end <= at || !isTime(bytes, from)) {
      return false;
    }
    if (bytes[at] == '.' || bytes[at] == ',') {
      at += MILLIS_LENGTH;
    }
    if (at >= end || bytes[at] != ' ') {
      return false;
    }
    for (byte[] level : LEVELS) {
      if (startsWith(bytes, at + 1, end, level)) {
        return isLogger(bytes, behindThread(bytes, at + 1 + level.length, end), end);
      }
    }
    return false;
  }

  private static boolean isTime(byte[] bytes, int from) {
    for (int i = 0; i < STAMP.length(); i++) {
      byte seen = bytes[from + i];
      char wanted = STAMP.charAt(i);
      if (wanted == 'd' ? seen < '0' || seen > '9' : seen != wanted) {
        return false;
      }
    }
    return true;
  }

  /** Where the logger begins: behind the blanks that fill up a level, and the thread. */
  private static int behindThread(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    if (at < end && bytes[at] == '[') {
      while (at + 1 < end && (bytes[at] != ']' || bytes[at + 1] != ' ')) {
        at++;
      }
      at += 2;
    }
    return at;
  }

  private static boolean isLogger(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ' ' && bytes[at] != '\t') {
      at++;
    }
    // An empty message leaves "logger: " whose last blank may have been trimmed.
    return at - from >= 2 && bytes[at - 1] == ':';
  }

  private static boolean isRuler(byte[] bytes, int from, int end) {
    if (end - from != RULER_LENGTH) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] != '=') {
        return false;
      }
    }
    return true;
  }

  private static int trimEnd(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  private static boolean startsWithAny(byte[] bytes, int from, int end, List<byte[]> prefixes) {
    for (byte[] prefix : prefixes) {
      if (startsWith(bytes, from, end, prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int from, int end, byte[] prefix) {
    if (end - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
