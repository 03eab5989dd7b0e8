package dev.kindling.model.schedule;

import java.time.LocalDate;

/**
 * Days on which nothing is to start.
 *
 * @param from the first one; null only in an invalid spec
 * @param to the last one; never null where {@code from} is not, the same day where a spec says
 *     nothing
 * @param why for people, such as the name of a holiday; may be null
 */
public record ClosedDates(LocalDate from, LocalDate to, String why) {
  public ClosedDates {
    to = to == null ? from : to;
  }

  boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }
}
