package dev.kindling.model.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clock on the wall of a time zone: spans of plain time, and the changes between them. All
 * times are whole seconds; a local time is counted as if its zone were UTC.
 *
 * <p>Shared by everybody who asks about the zone; thread-safe. It remembers spans that were asked
 * for, since to find one costs ten times as much as all the rest of a question.
 */
final class ZoneClock {
  private static final Map<ZoneId, ZoneClock> KNOWN = new ConcurrentHashMap<>();

  /** Each slot is for 97 days (2^23 s); together they reach eight years. */
  private static final int SLOT_BITS = 23;

  private static final int SLOTS = 32;

  private final ZoneRules rules;

  /** In each slot a span that was found there: all are right, so a race costs only a search. */
  private final Span[] found = new Span[SLOTS];

  ZoneClock(ZoneRules rules) {
    this.rules = rules;
  }

  static ZoneClock of(ZoneId zone) {
    return KNOWN.computeIfAbsent(zone, id -> new ZoneClock(id.getRules()));
  }

  /**
   * A span in which no clock is changed.
   *
   * @param begin its first second; {@link Long#MIN_VALUE} for always
   * @param end the first second after it; {@link Long#MAX_VALUE} for never
   * @param offset what the local time is ahead of UTC, in seconds
   * @param changeBefore by how much the clock was put forward at {@code begin}; negative for back,
   *     0 for none
   * @param changeAfter the same at {@code end}
   */
  record Span(long begin, long end, int offset, int changeBefore, int changeAfter) {
    boolean contains(long second) {
      return begin <= second && second < end;
    }
  }

  /** The span that a second lies in. */
  Span at(long second) {
    int slot = (int) (second >>> SLOT_BITS) & (SLOTS - 1);
    Span span = found[slot];
    if (span == null || !span.contains(second)) {
      span = find(second);
      found[slot] = span;
    }
    return span;
  }

  private Span find(long second) {
    Instant instant = Instant.ofEpochSecond(second);
    ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    return new Span(
        before == null ? Long.MIN_VALUE : before.toEpochSecond(),
        after == null ? Long.MAX_VALUE : after.toEpochSecond(),
        rules.getOffset(instant).getTotalSeconds(),
        before == null ? 0 : (int) before.getDuration().toSeconds(),
        after == null ? 0 : (int) after.getDuration().toSeconds());
  }
}
