package dev.kindling.gateway.backfill;

import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillPhase;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.backfill.BackfillState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backfill as the API shows it: what it is to do and how far it has come.
 *
 * @param reason why it stopped by itself; null if it did not
 * @param first the first of its instants
 * @param last the last one
 * @param total how many they are
 * @param asked how many have had their run
 * @param live the runs that have not ended
 */
record BackfillDocument(
    String name,
    long revision,
    String schedule,
    String job,
    BackfillPhase phase,
    String reason,
    Instant first,
    Instant last,
    int total,
    int asked,
    int succeeded,
    int failed,
    int others,
    List<BackfillState.Asked> live,
    int concurrency,
    int priority,
    Integer stopAfterFailures,
    Instant updatedAt,
    String updatedBy) {

  /** As it is, or as it was just written and no scheduler has looked at it yet. */
  static BackfillDocument of(BackfillDefinition backfill, Optional<BackfillState> state) {
    BackfillSpec spec = backfill.spec();
    Optional<BackfillState> current = state.filter(one -> one.revision() == backfill.revision());
    return new BackfillDocument(
        backfill.name(),
        backfill.revision(),
        spec.schedule(),
        spec.job(),
        current.map(BackfillState::phase).orElse(written(spec)),
        current.map(BackfillState::reason).orElse(null),
        spec.instants().get(0),
        spec.instants().get(spec.instants().size() - 1),
        spec.instants().size(),
        state.map(BackfillState::next).orElse(0),
        state.map(BackfillState::succeeded).orElse(0),
        state.map(BackfillState::failed).orElse(0),
        state.map(BackfillState::others).orElse(0),
        state.map(BackfillState::live).orElse(List.of()),
        spec.concurrency(),
        spec.priority(),
        spec.stopAfterFailures(),
        backfill.updatedAt(),
        backfill.updatedBy());
  }

  private static BackfillPhase written(BackfillSpec spec) {
    return spec.cancelled()
        ? BackfillPhase.CANCELLED
        : spec.paused() ? BackfillPhase.PAUSED : BackfillPhase.RUNNING;
  }
}
