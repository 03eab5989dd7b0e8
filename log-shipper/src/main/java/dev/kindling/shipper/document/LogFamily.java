package dev.kindling.shipper.document;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Logs that are kept together: an index for each day, and one alias for all of them. */
public enum LogFamily {
  /** Of drivers and executors. */
  SPARK("spark-logs"),
  /** Of Kindling's own services. */
  SERVICES("kindling-logs");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final String alias;

  LogFamily(String alias) {
    this.alias = alias;
  }

  /** The family of an index; empty if it is none of ours. */
  public static Optional<LogFamily> of(String index) {
    return Arrays.stream(values()).filter(family -> index.startsWith(family.prefix())).findFirst();
  }

  /** The aliases of all, under which everything is found. */
  public static List<String> aliases() {
    return Arrays.stream(values()).map(LogFamily::alias).toList();
  }

  /** The name under which all of its indices are searched. */
  public String alias() {
    return alias;
  }

  /** What the names of its indices begin with. */
  public String prefix() {
    return alias + "-";
  }

  public String index(LocalDate day) {
    return prefix() + DAY.format(day);
  }

  /** The index of what has no day. */
  public String undated() {
    return prefix() + "undated";
  }

  /** The index of what the others refuse. */
  public String deadLetters() {
    return prefix() + "dead-letters";
  }

  /** The day of an index; empty for one that has none. */
  public Optional<LocalDate> day(String index) {
    if (!index.startsWith(prefix())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(index.substring(prefix().length()), DAY));
    } catch (DateTimeException another) {
      return Optional.empty();
    }
  }
}
