package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.model.trigger.TriggerMatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What follows from looking at the events of a trigger; filled by its {@link Shaper}. */
final class ShapeDecision {
  /** A dead letter is about so much longer than the event in it, for its Base64 and its reason. */
  private static final int LETTER_BYTES = 1_000;

  /** What becomes of an event. */
  enum Fate {
    /** It is part of a run. */
    FIRED,
    /** It is a dead letter. */
    REFUSED,
    /** The same has come before. */
    DUPLICATE,
    /** Another one has taken its place. */
    SUPERSEDED,
    /** It came too early for a run. */
    DROPPED,
    /** Somebody did not want it any more. */
    DISCARDED
  }

  /**
   * A run to ask for.
   *
   * @param events that it is made of
   */
  record Fired(TriggerVerdict.Fired run, List<TriggerMatch> events) {}

  /**
   * An event that could not be used.
   *
   * @param reason a full sentence
   */
  record Refused(TriggerMatch event, String reason) {}

  private final TurnBudget budget;
  private final List<Fired> fired = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<TriggerMatch> done = new ArrayList<>();
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);

  ShapeDecision(TurnBudget budget) {
    this.budget = budget;
  }

  void fire(TriggerVerdict.Fired run, List<TriggerMatch> events) {
    budget.spend(run.request().size());
    run.file().ifPresent(file -> budget.spend(file.size()));
    fired.add(new Fired(run, events));
    events.forEach(event -> end(event, Fate.FIRED));
  }

  void refuse(TriggerMatch event, String reason) {
    budget.spend(LETTER_BYTES + reason.length() + Matches.bytes(event) * 4 / 3);
    refused.add(new Refused(event, reason));
    end(event, Fate.REFUSED);
  }

  void end(TriggerMatch event, Fate fate) {
    budget.spend(event.recordKey().length());
    done.add(event);
    fates.merge(fate, 1, Integer::sum);
  }

  /** Whether more may be decided in this turn. */
  boolean hasRoom() {
    return budget.hasRoom();
  }

  /** The runs to ask for. */
  List<Fired> fired() {
    return fired;
  }

  /** The dead letters to write. */
  List<Refused> refused() {
    return refused;
  }

  /** The events that wait no more. */
  List<TriggerMatch> done() {
    return done;
  }

  /** How many events came to which end. */
  Map<Fate, Integer> fates() {
    return fates;
  }
}
