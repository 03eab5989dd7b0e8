package dev.kindling.scheduler.shape;

import dev.kindling.kit.expression.EventScope;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.trigger.EventGroup;
import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.ShapeExpressions;
import dev.kindling.kit.trigger.TriggerMachine;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.scheduler.shape.ShapeDecision.Fate;
import dev.kindling.scheduler.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs of the events that one trigger's filter has let through, by its shape: dedup, then
 * batch, debounce or join, then throttle, then the storm breaker. Decides without I/O, clock or
 * chance: the same events in the same order, and the same memory, give the same runs.
 *
 * <p>Events that are gathered have to be in memory; those that only wait for their turn need not.
 * Beyond {@link #MOST_HELD} of these it reads no more ({@link TriggerState}'s {@code unreadFrom}),
 * and goes on when they have become few. Until it has read everything, it is no later for windows
 * than the last event that it has read: what belongs into them may be among the others.
 */
final class Shaper implements Grouping.Outcome {
  static final int MOST_HELD = 10_000;
  static final int MOST_GATHERED = 50_000;
  private static final int MOST_HELD_BYTES = 8_000_000;
  private static final int MOST_GATHERED_BYTES = 32_000_000;

  /** As long as dead letters are. */
  private static final Duration LETTERS_ARE_KEPT = Duration.ofDays(30);

  private static final Duration STATE_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Shaper.class);

  private final Trigger trigger;
  private final TriggerSpec spec;
  private final ShapeExpressions expressions;
  private final ShapeMemory memory;
  private final Grouping grouping;
  private final Release release;
  private final Map<String, Taken> pending = new LinkedHashMap<>();
  private final ArrayDeque<Taken> fresh = new ArrayDeque<>();
  private int gathered;
  private long bytes;
  private boolean changed;
  private Long unreadFrom;
  private Instant lastTaken = Instant.MIN;
  private Instant nextLook = Instant.MIN;
  private ShapeDecision decision = new ShapeDecision(new TurnBudget());

  Shaper(Trigger trigger, ShapeMemory memory) {
    this.trigger = trigger;
    this.spec = trigger.definition().spec();
    this.expressions = trigger.mapping().shape();
    this.memory = memory;
    this.grouping = Grouping.of(spec.shape(), expressions, memory);
    Optional<TriggerState> known = memory.state();
    this.unreadFrom = known.map(TriggerState::unreadFrom).orElse(null);
    this.release =
        new Release(
            spec.shape(),
            spec.paused(),
            memory,
            known,
            known.flatMap(state -> state.stopOf(trigger.definition())).orElse(null),
            trigger.definition().updatedAt());
  }

  /** The trigger that this is the shape of. */
  Trigger trigger() {
    return trigger;
  }

  /** An event that the filter has let through. */
  void take(Taken event) {
    if (unreadFrom == null || event.offset() < unreadFrom) {
      read(event);
    }
  }

  private void read(Taken event) {
    Instant at = event.match().at();
    lastTaken = at.isAfter(lastTaken) ? at : lastTaken;
    if (pending.putIfAbsent(event.match().recordKey(), event) == null) {
      fresh.add(event);
      bytes += event.bytes();
      nextLook = Instant.MIN;
    }
  }

  /** The events that wait, in the order in which they came. */
  Collection<Taken> pending() {
    return pending.values();
  }

  /** From where on it wants to read on; empty if it has read everything, or has enough. */
  Optional<Long> wantsFrom() {
    return unreadFrom != null
            && !release.isHeld()
            && held() < MOST_HELD / 2
            // An open batch does not count: only what is read on can end it.
            && bytes - gatheredBytes() < MOST_HELD_BYTES / 2
        ? Optional.of(unreadFrom)
        : Optional.empty();
  }

  private int held() {
    return release.events() + fresh.size();
  }

  /**
   * It has read on.
   *
   * @param events those of this trigger from there on
   * @param next where to read on; null if there is nothing more, and what comes is taken again
   */
  void readOn(List<Taken> events, Long next) {
    unreadFrom = next;
    nextLook = Instant.MIN;
    for (Taken event : events) {
      release.waitedUntil(event.match().at().plusNanos(1));
      read(event);
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
    return release.stop() != null;
  }

  /**
   * Decides.
   *
   * @param job the trigger's job if it is defined
   * @param position where the table goes on: from there it will read on if it has too much now
   * @param budget what may be written yet in this turn
   */
  ShapeDecision decide(
      Instant now,
      Optional<JobDefinition> job,
      ParameterCheck check,
      long position,
      TurnBudget budget) {
    decision = new ShapeDecision(budget);
    boolean stoppedBefore = stopped();
    admitAll(now);
    if (fresh.isEmpty()) {
      grouping.pass(readUntil(now), this);
      memory.pass(readUntil(now));
    }
    release.pass(now, group -> make(group.group(), now, job, check), decision);
    for (TriggerMatch event : decision.done()) {
      bytes -= pending.remove(event.recordKey()).bytes();
      if (event.letter() != null) {
        memory.endLetter(event.letter(), now.plus(LETTERS_ARE_KEPT));
      }
    }
    changed |= !decision.done().isEmpty();
    if (unreadFrom == null
        && (held() > MOST_HELD || (held() > 0 && bytes > MOST_HELD_BYTES + gatheredBytes()))) {
      unreadFrom = position;
    }
    if (stopped() && !stoppedBefore) {
      LOG.warn("the trigger {} has stopped: {}", trigger.name(), release.stop().reason());
    }
    Optional<Instant> writeState = keepState(now);
    nextLook = fresh.isEmpty() || stopped() ? next(writeState) : now;
    return decision;
  }

  /** A rough share: events are about equally long. */
  private long gatheredBytes() {
    return pending.isEmpty() ? 0 : bytes * gathered / pending.size();
  }

  /** It is no later than this for windows. */
  private Instant readUntil(Instant now) {
    return unreadFrom != null && lastTaken.isBefore(now) ? lastTaken : now;
  }

  private Instant next(Optional<Instant> writeState) {
    Optional<Instant> never = Optional.empty();
    boolean all = unreadFrom == null;
    return Stream.of(
            all ? grouping.next() : never, all ? memory.next() : never, release.next(), writeState)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private void admitAll(Instant now) {
    while (!fresh.isEmpty() && decision.hasRoom()) {
      Taken event = fresh.peekFirst();
      Instant at = event.match().at();
      memory.pass(at.isBefore(now) ? at : now);
      if (spec.shape().dedup() != null && memory.isFull()) {
        if (!stopped()) {
          release.stop(
              now,
              "it would have to remember more than "
                  + ShapeMemory.MOST_KEYS
                  + " keys (dedup). What has come since waits: give dedup a shorter window, or"
                  + " resume the trigger when the window is over.");
        }
        return;
      }
      fresh.removeFirst();
      changed = true;
      admit(event);
    }
  }

  private void admit(Taken event) {
    TriggerMatch match = event.match();
    if (isDiscarded(match)) {
      decision.end(match, Fate.DISCARDED);
      return;
    }
    try {
      EventScope scope = Matches.scope(match);
      if (isRepeated(event, scope)) {
        decision.end(match, Fate.DUPLICATE);
        return;
      }
      String kind = null;
      if (spec.shape().join() != null) {
        Optional<String> found = expressions.kindOf(scope);
        if (found.isEmpty()) {
          decision.refuse(match, "It is of no kind that the trigger joins.");
          return;
        }
        kind = found.get();
      }
      if (gathered >= MOST_GATHERED || gatheredBytes() > MOST_GATHERED_BYTES) {
        decision.refuse(
            match,
            "The trigger gathers "
                + gathered
                + " events already, which is all that it can: gather for a shorter time. Replay it"
                + " later.");
        return;
      }
      Waiting waiting =
          new Waiting(
              event,
              expressions.groupKey().isEmpty() ? null : expressions.groupKey().get().key(scope),
              kind,
              expressions.throttleKey().isEmpty()
                  ? ""
                  : expressions.throttleKey().get().key(scope));
      gathered++;
      grouping.add(waiting, this);
    } catch (ExpressionException e) {
      decision.refuse(match, e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("the shape of {} failed; the event becomes a dead letter", trigger.name(), e);
      decision.refuse(match, "Shaping failed, which is a fault of ours: " + e);
    }
  }

  /** Nothing is discarded that comes after somebody said so. */
  private boolean isDiscarded(TriggerMatch match) {
    Instant until = spec.discardedUntil();
    return until != null
        && match.at().isBefore(until)
        && match.at().isBefore(trigger.definition().updatedAt());
  }

  /**
   * Whether the same has come before. A dead letter that is replayed is meant, whatever came
   * before; but once.
   */
  private boolean isRepeated(Taken event, EventScope scope) throws ExpressionException {
    TriggerMatch match = event.match();
    if (match.letter() != null) {
      return memory.hasEnded(match.letter());
    }
    TriggerShape.Dedup dedup = spec.shape().dedup();
    if (dedup == null) {
      return false;
    }
    String key =
        expressions.dedupKey().isPresent()
            ? expressions.dedupKey().get().key(scope)
            : match.isCloudEvent() ? match.source() + "\n" + match.id() : match.recordKey();
    return memory.isRepeated(key, event, match.at().plus(dedup.window()));
  }

  @Override
  public void ready(Ready group) {
    gathered -= group.size();
    release.add(group);
  }

  @Override
  public void superseded(Waiting event) {
    gathered--;
    decision.end(event.match(), Fate.SUPERSEDED);
  }

  @Override
  public void incomplete(Waiting event, String reason) {
    gathered--;
    decision.refuse(event.match(), reason);
  }

  @Override
  public boolean hasRoom() {
    return decision.hasRoom();
  }

  /** A batch that is too large for one request is two. */
  private boolean make(
      EventGroup group, Instant now, Optional<JobDefinition> job, ParameterCheck check) {
    TriggerVerdict verdict;
    try {
      verdict =
          TriggerMachine.decide(trigger.definition(), trigger.mapping(), group, job, check, now);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("the trigger {} failed for {} events", trigger.name(), group.events().size(), e);
      verdict =
          new TriggerVerdict.Refused(
              "Deciding failed, which is a fault of ours: " + e, e instanceof OutOfMemoryError);
    }
    if (verdict instanceof TriggerVerdict.Fired fired) {
      decision.fire(fired, group.events());
      return true;
    }
    if (!(verdict instanceof TriggerVerdict.Refused refused)) {
      throw new IllegalStateException("no verdict about a group: " + verdict);
    }
    int half = group.events().size() / 2;
    if (refused.tooLarge() && half > 0 && spec.shape().batch() != null) {
      boolean first = make(group.part(0, half), now, job, check);
      return make(group.part(half, group.events().size()), now, job, check) || first;
    }
    group.events().forEach(event -> decision.refuse(event, refused.reason()));
    return false;
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
            .orElse(!pending.isEmpty() || stopped());
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
        state.revision(),
        state.recent(),
        state.drained(),
        state.waitedUntil(),
        state.stop(),
        state.unreadFrom());
  }

  private List<Object> counted() {
    return Arrays.asList(
        trigger.definition().revision(),
        release.recent(),
        release.drained(),
        release.waitedUntil(),
        release.stop(),
        unreadFrom);
  }

  private TriggerState state(Instant now) {
    return new TriggerState(
        trigger.definition().revision(),
        release.stop(),
        release.recent(),
        release.drained(),
        release.waitedUntil(),
        unreadFrom,
        pending.size(),
        groups(),
        now);
  }

  private List<TriggerState.WaitingGroup> groups() {
    return Stream.concat(release.waiting(), grouping.waiting().stream())
        .sorted(
            Comparator.comparing(
                TriggerState.WaitingGroup::until, Comparator.nullsLast(Comparator.naturalOrder())))
        .limit(TriggerState.MOST_GROUPS)
        .toList();
  }
}
