package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import dev.kindling.model.trigger.TriggerStop;
import dev.kindling.scheduler.shape.ShapeDecision.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the events go that are complete, as fast as throttle and storm breaker bear. Pure, but for
 * what it remembers.
 */
final class Release {
  /** What becomes of events whose turn it is. */
  interface Runs {
    /**
     * They become a run, or dead letters.
     *
     * @return whether it is a run
     */
    boolean make(Ready group);
  }

  private final TriggerShape shape;
  private final boolean paused;
  private final Optional<Throttling> throttling;
  private final Optional<RunRate> breaker;
  private final Optional<RunRate> drain;
  private List<Ready> ready = new ArrayList<>();
  private int events;
  private Instant waitedUntil;
  private TriggerStop stop;
  private Optional<Instant> next = Optional.empty();

  /**
   * @param known the state of the trigger
   * @param stop that it has stopped by itself; null if it has not
   * @param changed when the trigger was changed: what came before has waited for that
   */
  Release(
      TriggerShape shape,
      boolean paused,
      ShapeMemory memory,
      Optional<TriggerState> known,
      TriggerStop stop,
      Instant changed) {
    this.shape = shape;
    this.paused = paused;
    this.throttling =
        Optional.ofNullable(shape.throttle()).map(bounds -> new Throttling(bounds, memory));
    this.breaker = rate(shape, known.map(TriggerState::recent).orElse(List.of()));
    this.drain = rate(shape, known.map(TriggerState::drained).orElse(List.of()));
    this.stop = stop;
    this.waitedUntil =
        known
            .map(TriggerState::waitedUntil)
            .filter(until -> until.isAfter(changed))
            .orElse(changed);
  }

  private static Optional<RunRate> rate(TriggerShape shape, List<Instant> before) {
    return Optional.ofNullable(shape.stormBreaker())
        .map(bounds -> new RunRate(bounds.runs(), bounds.per(), before));
  }

  void add(Ready group) {
    ready.add(group);
    events += group.size();
  }

  /** How many events wait for their turn. */
  int events() {
    return events;
  }

  /** Whether nothing goes at all. */
  boolean isHeld() {
    return paused || stop != null;
  }

  /** That the trigger has stopped by itself; null if it has not. */
  TriggerStop stop() {
    return stop;
  }

  void stop(Instant now, String reason) {
    stop = new TriggerStop(now, "It stopped by itself: " + reason);
  }

  /** What came before this has waited long, and is no storm. */
  void waitedUntil(Instant until) {
    waitedUntil = until.isAfter(waitedUntil) ? until : waitedUntil;
  }

  Instant waitedUntil() {
    return waitedUntil;
  }

  List<Instant> recent() {
    return breaker.map(RunRate::starts).orElse(List.of());
  }

  List<Instant> drained() {
    return drain.map(RunRate::starts).orElse(List.of());
  }

  /** When {@link #pass} has something to say again; empty if only an event or a person can. */
  Optional<Instant> next() {
    return next;
  }

  /** It is now: lets those go that may, in their order. */
  void pass(Instant now, Runs runs, ShapeDecision decision) {
    next = Optional.empty();
    Map<String, Integer> places = new HashMap<>();
    Map<String, Instant> full = new HashMap<>();
    List<Ready> rest = new ArrayList<>();
    for (Ready group : ready) {
      if (isHeld()) {
        rest.add(group);
      } else if (!decision.hasRoom()) {
        rest.add(group);
        look(now);
      } else {
        Instant until = full.get(group.throttleKey());
        if (until == null && throttling.isPresent()) {
          until = throttling.get().fullUntil(group.throttleKey(), now).orElse(null);
        }
        if (until != null) {
          full.put(group.throttleKey(), until);
          hold(group, places, rest, decision);
          look(until);
        } else if (mayGo(group, now)) {
          go(group, now, runs);
        } else {
          rest.add(group);
        }
      }
    }
    rest.removeIf(Objects::isNull);
    ready = rest;
    events = ready.stream().mapToInt(Ready::size).sum();
  }

  /** Too early: what the throttle says becomes of it. */
  private void hold(
      Ready group, Map<String, Integer> places, List<Ready> rest, ShapeDecision decision) {
    switch (shape.throttle().excess()) {
      case WAIT -> rest.add(group);
      case LAST -> {
        Integer before = places.put(group.throttleKey(), rest.size());
        rest.add(group);
        if (before != null) {
          end(rest.set(before, null), Fate.SUPERSEDED, decision);
        }
      }
      case DROP -> end(group, Fate.DROPPED, decision);
    }
  }

  private static void end(Ready group, Fate fate, ShapeDecision decision) {
    group.group().events().forEach(event -> decision.end(event, fate));
  }

  /**
   * Whether the storm breaker lets it go. What waited for the trigger's last change, a resume most
   * of all, goes at the rate that the breaker bears, and never makes it trip.
   */
  private boolean mayGo(Ready group, Instant now) {
    Optional<Instant> full = rateOf(group).flatMap(rate -> rate.fullUntil(now));
    if (full.isEmpty()) {
      return true;
    }
    if (hasWaited(group)) {
      look(full.get());
    } else {
      TriggerShape.StormBreaker bounds = shape.stormBreaker();
      stop(
          now,
          "there would have been more than "
              + counted(bounds.runs())
              + " in "
              + bounds.per()
              + " (stormBreaker). What has come since waits: resume the trigger to let it go at"
              + " that rate, or discard what waits.");
    }
    return false;
  }

  private void go(Ready group, Instant now, Runs runs) {
    if (runs.make(group)) {
      throttling.ifPresent(one -> one.add(group.throttleKey(), now));
      rateOf(group).ifPresent(rate -> rate.add(now));
    }
  }

  private boolean hasWaited(Ready group) {
    return group.at().isBefore(waitedUntil);
  }

  private Optional<RunRate> rateOf(Ready group) {
    return hasWaited(group) ? drain : breaker;
  }

  private void look(Instant at) {
    next = Optional.of(next.filter(before -> before.isBefore(at)).orElse(at));
  }

  /** Some of what waits for its turn, and why. */
  Stream<WaitingGroup> waiting() {
    String why =
        paused
            ? "The trigger is paused."
            : stop != null
                ? "The trigger has stopped by itself."
                : throttling
                    .map(one -> "It waits for its turn: " + one.told() + ".")
                    .orElse("It waits for its turn.");
    return ready.stream()
        .limit(TriggerState.MOST_GROUPS)
        .map(group -> new WaitingGroup(group.key(), group.size(), group.since(), null, why));
  }

  static String counted(int runs) {
    return runs + (runs == 1 ? " run" : " runs");
  }
}
