package dev.kindling.scheduler.shape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Counts runs in any span of a certain length: a sliding window, exact. */
final class RunRate {
  private final int most;
  private final Duration per;
  private final ArrayDeque<Instant> starts = new ArrayDeque<>();

  /**
   * @param most so many runs in a span
   * @param before when the runs before were asked for, the oldest first
   */
  RunRate(int most, Duration per, Collection<Instant> before) {
    this.most = most;
    this.per = per;
    starts.addAll(before);
  }

  /** When there may be another run; empty if now. */
  Optional<Instant> fullUntil(Instant now) {
    // A clock that was ahead must not hold runs back until its time has come.
    while (!starts.isEmpty() && starts.peekLast().isAfter(now)) {
      starts.removeLast();
    }
    while (!starts.isEmpty()
        && (starts.size() > most || !starts.peekFirst().plus(per).isAfter(now))) {
      starts.removeFirst();
    }
    return starts.size() < most ? Optional.empty() : Optional.of(starts.peekFirst().plus(per));
  }

  /** There is a run now. */
  void add(Instant now) {
    starts.addLast(now);
  }

  List<Instant> starts() {
    return List.copyOf(starts);
  }
}
