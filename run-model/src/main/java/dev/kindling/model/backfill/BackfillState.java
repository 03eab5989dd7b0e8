package dev.kindling.model.backfill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * How far a backfill has come, as the {@code kindling.backfill-state} table holds it under the
 * backfill's name. Written in one transaction with the requests for its runs.
 *
 * @param createdAt of the backfill; the state of an earlier one of the same name says nothing
 * @param revision of the definition that was looked at last
 * @param phase never null
 * @param reason why it stopped, a full sentence with the remedy; null if it did not
 * @param next how many of its instants have had their run
 * @param live its runs that have not ended, as far as is known
 * @param succeeded how many have
 * @param failed how many have not
 * @param others how many were cancelled or skipped, or nobody knows how they ended
 * @param failedOfRevision how many have failed under this revision: resuming counts anew
 * @param updatedAt when anything of this last changed
 */
public record BackfillState(
    Instant createdAt,
    long revision,
    BackfillPhase phase,
    String reason,
    int next,
    List<Asked> live,
    int succeeded,
    int failed,
    int others,
    int failedOfRevision,
    Instant updatedAt) {
  public BackfillState {
    live = live == null ? List.of() : List.copyOf(live);
  }

  /**
   * A run that was asked for.
   *
   * @param instant that it stands for
   * @param runId its id
   * @param routingKey of the partition that it lives in, whatever becomes of its job
   * @param at when it was asked for
   */
  public record Asked(Instant instant, String runId, String routingKey, Instant at) {}

  /** Whether nothing is left to do or to wait for. */
  @JsonIgnore
  public boolean isOver() {
    return live.isEmpty() && (phase == BackfillPhase.DONE || phase == BackfillPhase.CANCELLED);
  }
}
