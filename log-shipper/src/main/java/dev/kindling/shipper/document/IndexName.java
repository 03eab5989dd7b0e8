package dev.kindling.shipper.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The index of a process's documents, from the date in its driver's or application's id. Pure; the
 * same whenever a line is sent, so that a replay on another day still meets its own documents.
 */
public final class IndexName {
  public static final String ALIAS = "spark-logs";
  public static final String PREFIX = "spark-logs-";
  public static final String DEAD_LETTERS = "spark-logs-dead-letters";

  /** For ids that were given another form ({@code spark.deploy.driverIdPattern}). */
  private static final String UNDATED = PREFIX + "undated";

  private static final Pattern DATED = Pattern.compile("(?:driver|app)-(\\d{14})-.*");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private IndexName() {}

  public static String of(String ownerId) {
    Matcher dated = DATED.matcher(ownerId);
    if (!dated.matches()) {
      return UNDATED;
    }
    String stamp = dated.group(1);
    return PREFIX
        + stamp.substring(0, 4)
        + "."
        + stamp.substring(4, 6)
        + "."
        + stamp.substring(6, 8);
  }

  /** The day of an index; empty for one that has none. */
  public static Optional<LocalDate> day(String index) {
    if (!index.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(index.substring(PREFIX.length()), DAY));
    } catch (DateTimeException another) {
      return Optional.empty();
    }
  }

  /**
   * When the driver or the application was registered, by its id.
   *
   * @param zone the master's zone, in which it makes ids
   */
  public static Optional<Instant> registered(String ownerId, ZoneId zone) {
    Matcher dated = DATED.matcher(ownerId);
    if (!dated.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(dated.group(1), STAMP).atZone(zone).toInstant());
    } catch (DateTimeException impossible) {
      return Optional.empty();
    }
  }
}
