package dev.kindling.model.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The oracle: walks through real time minute by minute and does what the main loop of Debian's
 * cron.c does with its virtual time. Slow and plain; shares no code with {@link CronExpression}.
 */
final class VixieClock {
  private static final long LONGEST_JUMP_MINUTES = 180;

  private final Predicate<LocalDateTime> matches;
  private final boolean wild;
  private final ZoneRules rules;

  VixieClock(Predicate<LocalDateTime> matches, boolean wild, ZoneRules rules) {
    this.matches = matches;
    this.wild = wild;
    this.rules = rules;
  }

  /** Every due instant of the whole minutes in (from, to]. */
  List<Instant> due(Instant from, Instant to) {
    List<Instant> due = new ArrayList<>();
    long virtual = localMinute(from.getEpochSecond());
    for (long second = from.getEpochSecond() + 60; second <= to.getEpochSecond(); second += 60) {
      long local = localMinute(second);
      long passed = local - virtual;
      if (passed > 1 && passed - 1 <= LONGEST_JUMP_MINUTES) {
        boolean skipped = !wild && anyMatch(virtual + 1, local);
        if (skipped || match(local)) {
          due.add(Instant.ofEpochSecond(second));
        }
        virtual = local;
      } else if (passed <= 0 && passed > -LONGEST_JUMP_MINUTES) {
        if (wild && match(local)) {
          due.add(Instant.ofEpochSecond(second));
        }
      } else {
        if (match(local)) {
          due.add(Instant.ofEpochSecond(second));
        }
        virtual = local;
      }
    }
    return due;
  }

  private boolean anyMatch(long from, long to) {
    for (long minute = from; minute <= to; minute++) {
      if (match(minute)) {
        return true;
      }
    }
    return false;
  }

  private boolean match(long localMinute) {
    return matches.test(LocalDateTime.ofEpochSecond(localMinute * 60, 0, ZoneOffset.UTC));
  }

  private long localMinute(long epochSecond) {
    int offset = rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    return Math.floorDiv(epochSecond + offset, 60);
  }
}
