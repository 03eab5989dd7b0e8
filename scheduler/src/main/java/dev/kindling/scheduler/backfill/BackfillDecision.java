package dev.kindling.scheduler.backfill;

import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.run.RunRequest;
import java.util.List;

/**
 * What follows from looking at a backfill.
 *
 * @param state the state to write; the one before where nothing has changed
 * @param requests the runs to ask for, in the same transaction
 * @param cancels the runs to cancel, in the same transaction
 */
record BackfillDecision(BackfillState state, List<SizedRequest> requests, List<Cancelled> cancels) {
  /**
   * A run to cancel.
   *
   * @param routingKey of the partition that it lives in
   */
  record Cancelled(String routingKey, RunRequest.Cancel request) {}

  BackfillDecision {
    requests = List.copyOf(requests);
    cancels = List.copyOf(cancels);
  }
}
