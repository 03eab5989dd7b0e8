package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The instants of a schedule that are due and not decided.
 *
 * @param last the last ones in their order, as many as may become runs or stand in a fire ledger,
 *     and as many that are excluded; never null
 * @param count how many there are in all; where the scheduler was away for so long that nobody
 *     counts, how many were looked at
 */
record DueInstants(List<Instant> last, long count) {
  /** A week of one a minute; a few milliseconds of work. */
  private static final int MOST_LOOKED_AT = 10_080;

  private static final Duration FIRST_TRY = Duration.ofMinutes(1);
  private static final int WIDER = 8;

  /** Those that are due by now, each at its own moment within the jitter. */
  static DueInstants by(
      Instant now, Schedule schedule, ScheduleState state, Predicate<Instant> isExcluded) {
    Timetable timetable = schedule.timetable();
    return find(
        schedule, state, now, instant -> !timetable.dueAt(instant).isAfter(now), isExcluded);
  }

  /**
   * Those up to the moment in which a schedule was replaced. They are owed, and nobody waits for
   * their share of the jitter any more.
   */
  static DueInstants until(
      Instant replaced, Schedule schedule, ScheduleState state, Predicate<Instant> isExcluded) {
    return find(schedule, state, replaced, instant -> !instant.isAfter(replaced), isExcluded);
  }

  private static DueInstants find(
      Schedule schedule,
      ScheduleState state,
      Instant now,
      Predicate<Instant> isDue,
      Predicate<Instant> isExcluded) {
    int most = Math.max(ScheduleState.LEDGER_LENGTH, schedule.spec().missed().maximum());
    Deque<Instant> excluded = new ArrayDeque<>();
    Deque<Instant> last = new ArrayDeque<>();
    long count = 0;
    Optional<Instant> due = schedule.first(state);
    while (due.isPresent() && isDue.test(due.get())) {
      Instant at = due.get();
      // Those that are excluded must not push out one that may become a run.
      keep(isExcluded.test(at) ? excluded : last, at, most);
      count++;
      due = schedule.timetable().next(count == MOST_LOOKED_AT ? leap(schedule, at, now, most) : at);
    }
    TreeSet<Instant> kept = new TreeSet<>(last);
    kept.addAll(excluded);
    return new DueInstants(List.copyOf(kept), count);
  }

  private static void keep(Deque<Instant> some, Instant at, int most) {
    if (some.size() == most) {
      some.removeFirst();
    }
    some.addLast(at);
  }

  /** Where to go on when nobody counts any more: late enough, and with so many still to come. */
  private static Instant leap(Schedule schedule, Instant at, Instant now, int most) {
    Duration window = schedule.spec().missed().window();
    for (Duration back = FIRST_TRY; ; back = back.multipliedBy(WIDER)) {
      Instant from = now.minus(back.compareTo(window) < 0 ? back : window);
      if (!from.isAfter(at)) {
        return at;
      }
      if (back.compareTo(window) >= 0 || has(schedule.timetable(), from, now, most)) {
        return from;
      }
    }
  }

  private static boolean has(Timetable timetable, Instant from, Instant now, int most) {
    Optional<Instant> at = timetable.next(from);
    for (int found = 1; found < most && at.isPresent(); found++) {
      at = timetable.next(at.get());
    }
    return at.isPresent() && !at.get().isAfter(now);
  }
}
