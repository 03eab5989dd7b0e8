package dev.kindling.model.schedule;

import dev.kindling.model.schedule.ZoneClock.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instants of a schedule: its expressions on the clock of its zone, between its bounds.
 * Immutable and pure.
 */
public final class Timetable {
  private static final int MOST_ZONES = 1_000;
  private static final Map<String, ZoneId> ZONES = new ConcurrentHashMap<>();

  private final String name;
  private final List<CronExpression> expressions;
  private final ZoneId zone;
  private final ZoneClock clock;
  private final ClockChanges changes;
  private final long first;
  private final long last;
  private final Duration jitter;

  private Timetable(String name, ScheduleSpec spec, ZoneClock clock) {
    this.name = name;
    this.expressions = spec.cron().stream().map(text -> CronExpression.parse(text, name)).toList();
    this.zone = zone(spec.timeZone());
    this.clock = clock;
    this.changes = spec.clockChanges();
    this.first = spec.start() == null ? Long.MIN_VALUE : roundedUp(spec.start());
    this.last = spec.end() == null ? Long.MAX_VALUE : spec.end().getEpochSecond();
    this.jitter = spec.jitter() == null ? Duration.ZERO : spec.jitter();
  }

  /**
   * The timetable of a valid spec.
   *
   * @param name of the schedule; empty where it has none yet
   * @throws RuntimeException if the spec never passed its check
   */
  public static Timetable of(String name, ScheduleSpec spec) {
    return of(name, spec, ZoneClock.of(zone(spec.timeZone())));
  }

  static Timetable of(String name, ScheduleSpec spec, ZoneClock clock) {
    return new Timetable(name, spec, clock);
  }

  /** The rules of UTC would be made anew for each schedule. */
  private static ZoneId zone(String name) {
    ZoneId known = ZONES.get(name);
    if (known != null) {
      return known;
    }
    ZoneId zone = ZoneId.of(name);
    if (ZONES.size() < MOST_ZONES) {
      ZONES.put(name, zone);
    }
    return zone;
  }

  private static long roundedUp(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  /**
   * The first instant after this one.
   *
   * @return a whole second; empty if there is none
   */
  public Optional<Instant> next(Instant after) {
    return next(after, OptionalInt.empty());
  }

  /**
   * The first instant after one that was decided, perhaps by older rules of the zone. When the
   * rules changed in hindsight, the clock shows a time that it has shown before; fixed times up to
   * it are not due once more.
   *
   * @param offsetThen what the zone was ahead of UTC at {@code after}, in seconds, by the rules
   *     that were known when it was decided; empty if nobody knows
   */
  public Optional<Instant> next(Instant after, OptionalInt offsetThen) {
    long from = Math.max(after.getEpochSecond(), first == Long.MIN_VALUE ? first : first - 1);
    int shownBefore =
        offsetThen.isPresent()
            ? Math.max(0, offsetThen.getAsInt() - offset(after.getEpochSecond()))
            : 0;
    long earliest = Long.MAX_VALUE;
    for (CronExpression expression : expressions) {
      long since =
          expression.isFixed() ? Math.max(from, after.getEpochSecond() + shownBefore) : from;
      OptionalLong next = expression.rhythm().next(since, clock, changes);
      earliest = Math.min(earliest, next.orElse(Long.MAX_VALUE));
    }
    return earliest == Long.MAX_VALUE || earliest > last
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(earliest));
  }

  /** What the zone is ahead of UTC at this instant, in seconds. */
  public int offsetAt(Instant instant) {
    return offset(instant.getEpochSecond());
  }

  private int offset(long second) {
    return clock.at(second).offset();
  }

  /** When an instant is due: itself, or later by its share of the jitter. */
  public Instant dueAt(Instant instant) {
    if (jitter.isZero()) {
      return instant;
    }
    int share = new Spread(name + '@' + instant).pick((int) Math.max(1, jitter.toMillis()));
    return instant.plusMillis(share);
  }

  /** What the clock on the wall shows. */
  public LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.ofTotalSeconds(offsetAt(instant)));
  }

  /** An instant on the clock of the zone. */
  public ZonedDateTime at(Instant instant) {
    return instant.atZone(zone);
  }

  /** What a change of the clock has to do with an instant, as a sentence; empty if nothing. */
  public Optional<String> remark(Instant instant) {
    long second = instant.getEpochSecond();
    Span span = clock.at(second);
    LocalDateTime shows = local(instant);
    if (second == span.begin() && span.changeBefore() > 0) {
      return Optional.of(
          "The clock is put forward from "
              + shows.minusSeconds(span.changeBefore()).toLocalTime()
              + " to "
              + shows.toLocalTime()
              + "; times in between do not exist.");
    }
    if (span.changeAfter() < 0 && second >= span.end() + span.changeAfter()) {
      return Optional.of(shows.toLocalTime() + " comes twice on that day; this is the first time.");
    }
    if (span.changeBefore() < 0 && second < span.begin() - span.changeBefore()) {
      return Optional.of(
          shows.toLocalTime() + " comes twice on that day; this is the second time.");
    }
    return Optional.empty();
  }
}
