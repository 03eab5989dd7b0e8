package dev.kindling.model.schedule;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The fields of a cron expression, in their order, with their bounds: those of crontab(5), and
 * seconds before them.
 */
enum CronField {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
  /** 0 and 7 are both Sunday. */
  DAY_OF_WEEK("day of week", 0, 7, "sun mon tue wed thu fri sat");

  private final String title;
  private final int least;
  private final int most;

  /** Of three letters each, with a blank between them; empty where only numbers will do. */
  private final String names;

  CronField(String title, int least, int most, String names) {
    this.title = title;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  String title() {
    return title;
  }

  int least() {
    return least;
  }

  /** The last value that stands for itself: 7 is only another name for Sunday. */
  int last() {
    return this == DAY_OF_WEEK ? 6 : most;
  }

  /** The greatest value that may be written. */
  int most() {
    return most;
  }

  /** The value of a three-letter name, whatever its case. */
  OptionalInt named(String text) {
    int index = List.of(names.split(" ")).indexOf(text.toLowerCase(Locale.ROOT));
    return text.isEmpty() || index < 0 ? OptionalInt.empty() : OptionalInt.of(index + least);
  }

  /** What may stand here, for a message. */
  String allowed() {
    return least
        + " to "
        + most
        + (names.isEmpty()
            ? ""
            : " or " + names.substring(0, 3) + " to " + names.substring(names.length() - 3));
  }
}
