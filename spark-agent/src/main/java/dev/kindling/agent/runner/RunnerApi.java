package dev.kindling.agent.runner;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.time.Duration;

/**
 * The job-runner as a guard sees it. Every method asks once (each known instance at most once),
 * waits for the answer at most as long as it is told, and never throws: what goes wrong is {@link
 * Answer.None}. Thread-safe. The contract test holds the real one and the tests' fake to this.
 */
public interface RunnerApi {
  /** Asks to be the attempt. A reply is final in both directions. */
  Answer<ClaimReply> claim(ClaimRequest request, Duration timeout);

  /** Gives a sign of life. */
  Answer<LeaseReply> renew(LeaseRequest request, Duration timeout);

  /**
   * Tells how the driver ends. The reply is true when the report was taken, and false when the
   * attempt is no longer this driver's to report.
   */
  Answer<Boolean> report(FinalReport report, Duration timeout);
}
