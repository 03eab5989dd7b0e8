package dev.kindling.agent.environment;

import dev.kindling.model.guard.GuardProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What the job-runner told this driver through its environment. Immutable and complete: it exists
 * only if {@link EnvironmentReader} found no problem.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param partition the run's, from 0: who owns the run follows from it
 * @param token the attempt's secret, never null
 * @param runnerUrls where to claim, in the order to try; never empty
 * @param mainClass the user's main class, never null
 * @param claimBound how long to look for a runner that answers the claim
 * @param reportBound how long to look for a runner that takes the final report
 */
public record GuardEnvironment(
    String runId,
    int attempt,
    int partition,
    String token,
    List<URI> runnerUrls,
    String mainClass,
    Duration claimBound,
    Duration reportBound) {
  /** Optional: ISO-8601 duration, default {@link #DEFAULT_CLAIM_BOUND}. */
  public static final String CLAIM_BOUND = "KINDLING_CLAIM_BOUND";

  /** Optional: ISO-8601 duration, default {@link #DEFAULT_REPORT_BOUND}. */
  public static final String REPORT_BOUND = "KINDLING_REPORT_BOUND";

  public static final Duration DEFAULT_CLAIM_BOUND = Duration.ofSeconds(60);
  public static final Duration DEFAULT_REPORT_BOUND = Duration.ofSeconds(30);

  public GuardEnvironment {
    runnerUrls = List.copyOf(runnerUrls);
  }

  /** Names the run for people; the token is a secret and stays out. */
  @Override
  public String toString() {
    return "run "
        + runId
        + " attempt "
        + attempt
        + " ("
        + GuardProtocol.ENV_MAIN_CLASS
        + "="
        + mainClass
        + ")";
  }
}
