package dev.kindling.agent;

import dev.kindling.agent.environment.DriverIdentity;
import dev.kindling.agent.environment.GuardEnvironment;
import dev.kindling.agent.lease.Lease;
import dev.kindling.agent.runner.Answer;
import dev.kindling.agent.runner.Retry;
import dev.kindling.agent.runner.RunnerApi;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the job-runner to be the attempt, before any user code. Used once, by the main thread. The
 * same request is repeated until it is answered, so the owner may see it twice from one process.
 */
final class Claiming {
  private final GuardEnvironment environment;
  private final DriverIdentity identity;
  private final RunnerApi api;
  private final Ticker ticker;
  private final Retry retry;
  private final GuardLog log;
  private long sentAt;

  Claiming(
      GuardEnvironment environment,
      DriverIdentity identity,
      RunnerApi api,
      Ticker ticker,
      Retry retry,
      GuardLog log) {
    this.environment = environment;
    this.identity = identity;
    this.api = api;
    this.ticker = ticker;
    this.retry = retry;
    this.log = log;
  }

  /** Blocks until granted, refused or given up; without a lease, the log says why. */
  Optional<Lease> claim() {
    ClaimRequest request =
        new ClaimRequest(
            environment.runId(),
            environment.attempt(),
            environment.token(),
            identity.driverId(),
            identity.host(),
            identity.pid());
    Answer<ClaimReply> answer =
        retry.until(environment.claimBound().toNanos(), time -> ask(request, time));
    if (answer instanceof Answer.Given<ClaimReply> given) {
      if (given.reply().granted()) {
        return Optional.of(Lease.granted(given.reply(), sentAt));
      }
      log.line("the claim was refused, user code does not run: " + given.reply().reason());
    } else if (answer instanceof Answer.None<ClaimReply> none) {
      log.line(
          "no job-runner answered the claim within "
              + environment.claimBound()
              + ", user code does not run: "
              + none.why());
    }
    return Optional.empty();
  }

  private Answer<ClaimReply> ask(ClaimRequest request, Duration time) {
    sentAt = ticker.nanoTime();
    return api.claim(request, time);
  }
}
