package dev.kindling.shipper.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a driver's or an application's id tells: when it was registered, and so the index of its
 * documents. Pure; the same whenever a line is sent, so that a replay on another day still meets
 * its own documents.
 */
public final class SparkId {
  private static final Pattern DATED = Pattern.compile("(?:driver|app)-(\\d{14})-.*");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  private SparkId() {}

  /** The index; that of undated logs for an id of another form (driverIdPattern). */
  public static String index(String id) {
    return registered(id)
        .map(time -> LogFamily.SPARK.index(time.toLocalDate()))
        .orElse(LogFamily.SPARK.undated());
  }

  /**
   * When the driver or the application was registered.
   *
   * @param zone the master's zone, in which it makes ids
   */
  public static Optional<Instant> registered(String id, ZoneId zone) {
    return registered(id).map(time -> time.atZone(zone).toInstant());
  }

  private static Optional<LocalDateTime> registered(String id) {
    Matcher dated = DATED.matcher(id);
    if (!dated.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(dated.group(1), STAMP));
    } catch (DateTimeException impossible) {
      return Optional.empty();
    }
  }
}
