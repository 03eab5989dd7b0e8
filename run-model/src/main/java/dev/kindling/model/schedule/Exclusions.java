package dev.kindling.model.schedule;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Times at which a schedule is not to start anything.
 *
 * @param calendars names of calendars that are shared with other schedules; never null
 * @param dates days; never null
 * @param weekly hours of each week; never null
 */
public record Exclusions(
    List<String> calendars, List<ClosedDates> dates, List<ClosedHours> weekly) {
  /** None. */
  public static final Exclusions NONE = new Exclusions(null, null, null);

  public Exclusions {
    calendars = calendars == null ? List.of() : List.copyOf(calendars);
    dates = dates == null ? List.of() : List.copyOf(dates);
    weekly = weekly == null ? List.of() : List.copyOf(weekly);
  }

  /**
   * Why this local time is excluded, as the end of "it is excluded: …"; empty if it is not. As long
   * as a calendar is missing, everything is: whoever named it wanted some times to be passed over,
   * and nobody knows which.
   *
   * @param shared finds a calendar by its name
   */
  public Optional<String> reason(
      LocalDateTime time, Function<String, Optional<CalendarSpec>> shared) {
    for (String calendar : calendars) {
      Optional<CalendarSpec> found = shared.apply(calendar);
      if (found.isEmpty()) {
        return Optional.of(
            "the calendar \""
                + calendar
                + "\" is not defined; define it, or take it out of exclude");
      }
      Optional<String> reason = found.get().reason(time);
      if (reason.isPresent()) {
        return Optional.of("calendar " + calendar + ", " + reason.get());
      }
    }
    return reason(dates, weekly, time);
  }

  static Optional<String> reason(
      List<ClosedDates> dates, List<ClosedHours> weekly, LocalDateTime time) {
    for (ClosedDates closed : dates) {
      if (closed.contains(time.toLocalDate())) {
        return Optional.of(time.toLocalDate() + why(closed.why()));
      }
    }
    for (ClosedHours closed : weekly) {
      if (closed.contains(time)) {
        return Optional.of(
            closed.days() + " " + closed.from() + " to " + closed.to() + why(closed.why()));
      }
    }
    return Optional.empty();
  }

  private static String why(String why) {
    return why == null || why.isBlank() ? "" : " (" + why + ")";
  }
}
