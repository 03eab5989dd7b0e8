package dev.kindling.scheduler.shape;

import dev.kindling.kit.expression.EventScope;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.ShapeExpressions;
import dev.kindling.kit.trigger.TriggerMachine;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.model.trigger.TriggerStop;
import dev.kindling.scheduler.shape.ShapeDecision.Fate;
import dev.kindling.scheduler.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs of the events that one trigger's filter has let through, by its shape: dedup, then
 * batch, debounce or join, then throttle, then the storm breaker. Decides without I/O, clock or
 * chance: the same events in the same order, and the same memory, give the same runs.
 *
 * <p>Events that are gathered have to be in memory; those that are complete and only wait for their
 * turn need not. Beyond {@link #MOST_READY} of these it reads no more ({@link TriggerState}'s
 * {@code unreadFrom}), and goes on reading when they have become few.
 */
final class Shaper implements Grouping.Outcome {
  static final int MOST_READY = 10_000;
  static final int MOST_GATHERED = 100_000;
  private static final int MOST_BYTES = 64_000_000;

  /** So many runs fit into a transaction with ease. */
  private static final int MOST_AT_ONCE = 500;

  private static final Duration STATE_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Shaper.class);

  private final Trigger trigger;
  private final TriggerSpec spec;
  private final ShapeExpressions expressions;
  private final ShapeMemory memory;
  private final Grouping grouping;
  private final Optional<Throttling> throttling;
  private final Optional<RunRate> breaker;
  private final Optional<RunRate> drain;
  private final Map<String, TriggerMatch> pending = new LinkedHashMap<>();
  private final List<TriggerMatch> fresh = new ArrayList<>();
  private List<Ready> ready = new ArrayList<>();
  private long bytes;
  private boolean changed;
  private Instant waitedUntil;
  private TriggerStop stop;
  private Long unreadFrom;
  private Instant nextLook = Instant.MIN;
  private Optional<Instant> nextTurn = Optional.empty();
  private ShapeDecision decision = new ShapeDecision();

  Shaper(Trigger trigger, ShapeMemory memory) {
    this.trigger = trigger;
    this.spec = trigger.definition().spec();
    this.expressions = trigger.mapping().shape();
    this.memory = memory;
    TriggerShape shape = spec.shape();
    this.grouping = Grouping.of(shape, expressions, memory);
    this.throttling =
        Optional.ofNullable(shape.throttle()).map(bounds -> new Throttling(bounds, memory));
    Optional<TriggerState> known = memory.state();
    this.breaker = rate(shape, known.map(TriggerState::recent).orElse(List.of()));
    this.drain = rate(shape, known.map(TriggerState::drained).orElse(List.of()));
    this.stop =
        known
            .filter(state -> state.revision() == trigger.definition().revision())
            .map(TriggerState::stop)
            .orElse(null);
    this.unreadFrom = known.map(TriggerState::unreadFrom).orElse(null);
    this.waitedUntil = trigger.definition().updatedAt();
  }

  private static Optional<RunRate> rate(TriggerShape shape, List<Instant> before) {
    return Optional.ofNullable(shape.stormBreaker())
        .map(bounds -> new RunRate(bounds.runs(), bounds.per(), before));
  }

  /** The trigger that this is the shape of. */
  Trigger trigger() {
    return trigger;
  }

  /**
   * An event that the filter has let through.
   *
   * @param offset where it stands on the table
   */
  void take(TriggerMatch match, long offset) {
    if (unreadFrom == null || offset < unreadFrom) {
      take(match);
    }
  }

  private void take(TriggerMatch match) {
    if (pending.putIfAbsent(match.recordKey(), match) == null) {
      fresh.add(match);
      bytes += Matches.bytes(match);
      nextLook = Instant.MIN;
    }
  }

  /** The events that wait, in the order in which they came. */
  Collection<TriggerMatch> pending() {
    return pending.values();
  }

  /** From where on it wants to read on; empty if it has read everything, or has enough. */
  Optional<Long> wantsFrom() {
    boolean held = spec.paused() || stop != null;
    return unreadFrom != null && !held && ready.size() < MOST_READY / 2
        ? Optional.of(unreadFrom)
        : Optional.empty();
  }

  /**
   * It has read on.
   *
   * @param matches those of this trigger from there on
   * @param next where to read on; null if there is nothing more, and what comes is taken again
   */
  void readOn(List<TriggerMatch> matches, Long next) {
    unreadFrom = next;
    nextLook = Instant.MIN;
    for (TriggerMatch match : matches) {
      if (!match.at().isBefore(waitedUntil)) {
        waitedUntil = match.at().plusNanos(1);
      }
      take(match);
    }
  }

  /** When it must be asked at the latest. */
  Instant nextLook() {
    return nextLook;
  }

  /** How many events wait. */
  int waiting() {
    return pending.size();
  }

  /** Whether it has stopped by itself. */
  boolean stopped() {
    return stop != null;
  }

  /**
   * Decides.
   *
   * @param job the trigger's job if it is defined
   * @param position where the table goes on: from there it will read on if it has too much now
   */
  ShapeDecision decide(
      Instant now, Optional<JobDefinition> job, ParameterCheck check, long position) {
    decision = new ShapeDecision();
    nextTurn = Optional.empty();
    List<TriggerMatch> taken = List.copyOf(fresh);
    fresh.clear();
    taken.forEach(this::admit);
    grouping.pass(now, this);
    release(now, job, check);
    memory.pass(now);
    changed |= !taken.isEmpty() || !decision.done().isEmpty();
    for (TriggerMatch event : decision.done()) {
      pending.remove(event.recordKey());
      bytes -= Matches.bytes(event);
    }
    if (unreadFrom == null && (ready.size() > MOST_READY || bytes > MOST_BYTES)) {
      unreadFrom = position;
    }
    Optional<Instant> writeState = keepState(now);
    nextLook =
        Stream.of(grouping.next(), nextTurn, memory.next(), writeState)
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    return decision;
  }

  private void admit(TriggerMatch match) {
    if (spec.discardedUntil() != null && match.at().isBefore(spec.discardedUntil())) {
      decision.end(match, Fate.DISCARDED);
      return;
    }
    try {
      EventScope event = Matches.scope(match);
      if (isRepeated(match, event)) {
        decision.end(match, Fate.DUPLICATE);
        return;
      }
      String key =
          expressions.groupKey().isEmpty() ? null : expressions.groupKey().get().key(event);
      String kind = null;
      if (spec.shape().join() != null) {
        List<String> kinds = expressions.kindsOf(event);
        if (kinds.isEmpty()) {
          decision.refuse(match, "It is of no kind that the trigger joins.");
          return;
        }
        kind = kinds.get(0);
      }
      if (pending.size() - ready.size() > MOST_GATHERED) {
        decision.refuse(
            match,
            "The trigger gathers more than "
                + MOST_GATHERED
                + " events already: gather for a shorter time. Replay it later.");
        return;
      }
      grouping.add(new Waiting(match, key, kind), this);
    } catch (ExpressionException e) {
      decision.refuse(match, e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("the shape of {} failed; the event becomes a dead letter", trigger.name(), e);
      decision.refuse(match, "Shaping failed, which is a fault of ours: " + e);
    }
  }

  /** A dead letter that is replayed is meant, whatever came before. */
  private boolean isRepeated(TriggerMatch match, EventScope event) throws ExpressionException {
    TriggerShape.Dedup dedup = spec.shape().dedup();
    if (dedup == null || match.replayed()) {
      return false;
    }
    String key =
        expressions.dedupKey().isPresent()
            ? expressions.dedupKey().get().key(event)
            : match.isCloudEvent() ? match.source() + "\n" + match.id() : match.recordKey();
    return memory.isRepeated(key, match.recordKey(), match.at(), dedup.window());
  }

  @Override
  public void ready(Ready group) {
    ready.add(group);
  }

  @Override
  public void superseded(Waiting event) {
    decision.end(event.match(), Fate.SUPERSEDED);
  }

  @Override
  public void incomplete(Waiting event, String reason) {
    decision.refuse(event.match(), reason);
  }

  /** Lets those go that may go now, in their order. */
  private void release(Instant now, Optional<JobDefinition> job, ParameterCheck check) {
    Map<String, Integer> places = new HashMap<>();
    Map<String, Instant> full = new HashMap<>();
    List<Ready> rest = new ArrayList<>();
    int left = MOST_AT_ONCE;
    for (Ready group : ready) {
      if (spec.paused() || stop != null) {
        rest.add(group);
      } else if (left == 0) {
        rest.add(group);
        look(now);
      } else {
        String key = throttleKey(group);
        if (key == null) {
          continue;
        }
        Instant until = full.get(key);
        if (until == null && throttling.isPresent()) {
          until = throttling.get().fullUntil(key, now).orElse(null);
        }
        if (until != null) {
          full.put(key, until);
          hold(group, key, places, rest);
          look(until);
        } else if (mayGo(group, now)) {
          fire(group, key, now, job, check);
          left--;
        } else {
          rest.add(group);
        }
      }
    }
    rest.removeIf(Objects::isNull);
    ready = rest;
  }

  /** Null if it has none for this event, which is then refused. */
  private String throttleKey(Ready group) {
    if (expressions.throttleKey().isEmpty()) {
      return "";
    }
    try {
      return expressions.throttleKey().get().key(Matches.scope(group.group().last()));
    } catch (ExpressionException e) {
      refuse(group, e.getMessage());
      return null;
    }
  }

  /** Too early: what the throttle says becomes of it. */
  private void hold(Ready group, String key, Map<String, Integer> places, List<Ready> rest) {
    switch (throttling.orElseThrow().excess()) {
      case WAIT -> rest.add(group);
      case LAST -> {
        Integer before = places.put(key, rest.size());
        rest.add(group);
        if (before != null) {
          end(rest.set(before, null), Fate.SUPERSEDED);
        }
      }
      case DROP -> end(group, Fate.DROPPED);
    }
  }

  /**
   * Whether the storm breaker lets it go. What waited for the trigger's last change, a resume most
   * of all, goes at the rate that the breaker bears, and never makes it trip.
   */
  private boolean mayGo(Ready group, Instant now) {
    if (breaker.isEmpty()) {
      return true;
    }
    boolean waited = group.at().isBefore(waitedUntil);
    RunRate rate = waited ? drain.orElseThrow() : breaker.get();
    Optional<Instant> full = rate.fullUntil(now);
    if (full.isEmpty()) {
      rate.add(now);
      return true;
    }
    if (waited) {
      look(full.get());
    } else {
      TriggerShape.StormBreaker bounds = spec.shape().stormBreaker();
      stop =
          new TriggerStop(
              now,
              "It stopped by itself: there would have been more than "
                  + bounds.runs()
                  + (bounds.runs() == 1 ? " run" : " runs")
                  + " in "
                  + bounds.per()
                  + " (stormBreaker). What has come since waits: resume the trigger to let it go at"
                  + " that rate, or discard what waits.");
      LOG.warn("the trigger {} has stopped: {}", trigger.name(), stop.reason());
    }
    return false;
  }

  private void fire(
      Ready group, String key, Instant now, Optional<JobDefinition> job, ParameterCheck check) {
    TriggerVerdict verdict;
    try {
      verdict =
          TriggerMachine.decide(
              trigger.definition(), trigger.mapping(), group.group(), job, check, now);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("the trigger {} failed; its events become dead letters", trigger.name(), e);
      verdict = new TriggerVerdict.Refused("Deciding failed, which is a fault of ours: " + e);
    }
    if (verdict instanceof TriggerVerdict.Fired fired) {
      throttling.ifPresent(one -> one.add(key, now));
      decision.fire(fired.request(), group.group().events());
    } else if (verdict instanceof TriggerVerdict.Refused refused) {
      refuse(group, refused.reason());
    } else {
      throw new IllegalStateException("no verdict about a group: " + verdict);
    }
  }

  private void refuse(Ready group, String reason) {
    group.group().events().forEach(event -> decision.refuse(event, reason));
  }

  private void end(Ready group, Fate fate) {
    group.group().events().forEach(event -> decision.end(event, fate));
  }

  private void look(Instant at) {
    nextTurn = Optional.of(nextTurn.filter(before -> before.isBefore(at)).orElse(at));
  }

  /**
   * Writes the state where it counts for what is decided next, and else, for who looks at it, once
   * a second at most.
   *
   * @return when it is to be written; empty if it is written, or has not changed
   */
  private Optional<Instant> keepState(Instant now) {
    Optional<TriggerState> before = memory.state();
    boolean counts =
        before
            .map(state -> !counted(state).equals(counted()))
            .orElse(!pending.isEmpty() || stop != null);
    if (!counts && !changed) {
      return Optional.empty();
    }
    Instant due = before.map(state -> state.updatedAt().plus(STATE_EVERY)).orElse(now);
    if (counts || !due.isAfter(now)) {
      memory.write(state(now));
      changed = false;
      return Optional.empty();
    }
    return Optional.of(due);
  }

  private static List<Object> counted(TriggerState state) {
    return Arrays.asList(
        state.revision(), state.recent(), state.drained(), state.stop(), state.unreadFrom());
  }

  private List<Object> counted() {
    return Arrays.asList(
        trigger.definition().revision(), starts(breaker), starts(drain), stop, unreadFrom);
  }

  private static List<Instant> starts(Optional<RunRate> rate) {
    return rate.map(RunRate::starts).orElse(List.of());
  }

  private TriggerState state(Instant now) {
    return new TriggerState(
        trigger.definition().revision(),
        stop,
        starts(breaker),
        starts(drain),
        unreadFrom,
        pending.size(),
        groups(),
        now);
  }

  private List<TriggerState.WaitingGroup> groups() {
    return Stream.concat(
            ready.stream().limit(TriggerState.MOST_GROUPS).map(this::told),
            grouping.waiting().stream())
        .sorted(
            Comparator.comparing(
                TriggerState.WaitingGroup::until, Comparator.nullsLast(Comparator.naturalOrder())))
        .limit(TriggerState.MOST_GROUPS)
        .toList();
  }

  private TriggerState.WaitingGroup told(Ready group) {
    String why;
    if (spec.paused()) {
      why = "The trigger is paused.";
    } else if (stop != null) {
      why = "The trigger has stopped by itself.";
    } else {
      why =
          throttling
              .map(one -> "It waits for its turn: " + one.told() + ".")
              .orElse("It waits for its turn.");
    }
    return new TriggerState.WaitingGroup(
        group.key(), group.group().events().size(), group.since(), null, why);
  }
}
