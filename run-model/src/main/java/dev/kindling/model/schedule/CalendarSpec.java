package dev.kindling.model.schedule;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What a person writes about times at which schedules that name this calendar start nothing, such
 * as the holidays of a country. Its dates and hours are those of each schedule's own zone.
 *
 * @param description for people, may be null
 * @param dates days; never null
 * @param weekly hours of each week; never null
 */
public record CalendarSpec(String description, List<ClosedDates> dates, List<ClosedHours> weekly) {
  public CalendarSpec {
    dates = dates == null ? List.of() : List.copyOf(dates);
    weekly = weekly == null ? List.of() : List.copyOf(weekly);
  }

  /** Why this local time is excluded; empty if it is not. */
  Optional<String> reason(LocalDateTime time) {
    return Exclusions.reason(dates, weekly, time);
  }
}
