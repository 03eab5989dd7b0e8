package dev.kindling.runner.launch;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * The Spark master's submission server. Three verbs and no idempotency: every accepted POST is a
 * new driver, which is why the launch protocol around it exists.
 */
public interface SubmissionApi {
  /** Asks for a driver, once. Never fails: what is not known is a result too. */
  Future<LaunchResult> create(DriverSubmission submission);

  /** Asks the master to kill a driver; completes with its words. Fails if it does not answer. */
  Future<String> kill(String driverId);

  /** Asks about a driver; empty if the master's answer means nothing now (it is not ALIVE). */
  Future<Optional<DriverStatus>> status(String driverId);
}
