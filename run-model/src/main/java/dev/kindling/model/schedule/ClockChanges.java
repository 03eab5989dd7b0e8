package dev.kindling.model.schedule;

/**
 * What a schedule does when the clock of its zone is changed. A change of more than three hours is
 * a correction of the calendar (Debian's cron(8)): nothing is made up for, and the new time counts.
 *
 * @param gap never null, {@link Gap#CRON} where a spec says nothing
 * @param overlap never null, {@link Overlap#CRON} where a spec says nothing
 */
public record ClockChanges(Gap gap, Overlap overlap) {
  /** The rule of Debian's cron(8). */
  public static final ClockChanges CRON = new ClockChanges(null, null);

  /** In seconds. */
  private static final int LONGEST = 3 * 3_600;

  public ClockChanges {
    gap = gap == null ? Gap.CRON : gap;
    overlap = overlap == null ? Overlap.CRON : overlap;
  }

  /** Whether a change of so many seconds is one that policies are about. */
  static boolean isUsual(int change) {
    return Math.abs(change) <= LONGEST;
  }
}
