package dev.kindling.model.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with a trigger that has a shape, as the {@code kindling.trigger-state} table holds
 * it under the trigger's name. Written in one transaction with the requests for its runs.
 *
 * @param revision of the definition that was looked at last
 * @param stop that that revision has stopped by itself; null if it has not
 * @param recent when its last runs were asked for, as far as the storm breaker counts them
 * @param drained the same of runs of events that had waited for the trigger to go on
 * @param waitedUntil what came before this has waited for the trigger to go on; null in states of
 *     old
 * @param unreadFrom the offset on {@code kindling.trigger-matches} from which on nothing of this
 *     trigger has been looked at, since so much waits; null where everything has
 * @param waiting how many events wait, without those
 * @param groups what waits, and for what: the next that is due first, {@link #MOST_GROUPS} at most
 * @param updatedAt when anything of this last changed
 */
public record TriggerState(
    long revision,
    TriggerStop stop,
    List<Instant> recent,
    List<Instant> drained,
    Instant waitedUntil,
    Long unreadFrom,
    int waiting,
    List<WaitingGroup> groups,
    Instant updatedAt) {
  /** How many of the groups are told of. */
  public static final int MOST_GROUPS = 20;

  public TriggerState {
    recent = recent == null ? List.of() : List.copyOf(recent);
    drained = drained == null ? List.of() : List.copyOf(drained);
    groups = groups == null ? List.of() : List.copyOf(groups);
  }

  /** That of a trigger that nothing is known of. */
  public static TriggerState unknown(Instant now) {
    return new TriggerState(0, null, null, null, null, null, 0, null, now);
  }

  /** The same, stopped in a revision. */
  public TriggerState stopped(long inRevision, TriggerStop by) {
    return new TriggerState(
        inRevision, by, recent, drained, waitedUntil, unreadFrom, waiting, List.of(), by.at());
  }

  /** The same, read on. */
  public TriggerState unreadFrom(Long next, Instant now) {
    return new TriggerState(
        revision, stop, recent, drained, waitedUntil, next, waiting, groups, now);
  }

  /** That the trigger as it is defined now has stopped by itself; empty if it has not. */
  public Optional<TriggerStop> stopOf(TriggerDefinition trigger) {
    return Optional.ofNullable(stop)
        .filter(one -> revision == trigger.revision() && !one.at().isBefore(trigger.updatedAt()));
  }

  /**
   * Events that wait together.
   *
   * @param key that they have in common; null where the trigger has none
   * @param events how many
   * @param since when the first of them came
   * @param until by when something is decided at the latest; null where nothing but another event,
   *     or a person, can
   * @param waitingFor what they wait for, a full sentence
   */
  public record WaitingGroup(
      String key, int events, Instant since, Instant until, String waitingFor) {}
}
