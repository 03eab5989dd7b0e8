package dev.kindling.model.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The oracle for policies: looks at the wall every second and takes their words literally. It knows
 * nothing of transitions; that a time comes twice it sees by looking for it three hours before and
 * after. Slow and plain; shares no code with {@link CronExpression}.
 */
final class NaiveClock {
  private static final int LONGEST_CHANGE = 3 * 3_600;

  private final Predicate<LocalDateTime> matches;
  private final boolean shift;
  private final boolean first;
  private final boolean second;
  private final ZoneRules rules;

  /**
   * @param shift whether a time that does not exist is due right after the change
   * @param first whether a time that comes twice is due the first time
   * @param second whether it is due the second time
   */
  NaiveClock(
      Predicate<LocalDateTime> matches,
      boolean shift,
      boolean first,
      boolean second,
      ZoneRules rules) {
    this.matches = matches;
    this.shift = shift;
    this.first = first;
    this.second = second;
    this.rules = rules;
  }

  /** Every due second in (from, to]. */
  List<Instant> due(Instant from, Instant to) {
    List<Instant> due = new ArrayList<>();
    for (long at = from.getEpochSecond() + 1; at <= to.getEpochSecond(); at++) {
      if (isDue(at)) {
        due.add(Instant.ofEpochSecond(at));
      }
    }
    return due;
  }

  private boolean isDue(long at) {
    long shows = shows(at);
    if (shift) {
      for (long skipped = shows(at - 1) + 1; skipped < shows; skipped++) {
        if (matches(skipped)) {
          return true;
        }
      }
    }
    if (!matches(shows)) {
      return false;
    }
    boolean comesAgain = isShown(shows, at + 1, at + LONGEST_CHANGE);
    boolean hasBeen = isShown(shows, at - LONGEST_CHANGE, at - 1);
    return (!comesAgain || first) && (!hasBeen || second);
  }

  /** A clock that shows a time within such a span was put back by at most its length. */
  private boolean isShown(long shows, long from, long to) {
    for (long at : new long[] {from, to}) {
      long other = shows - rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
      if (other >= from && other <= to && shows(other) == shows) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(long local) {
    return matches.test(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
  }

  private long shows(long second) {
    return second + rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
  }
}
