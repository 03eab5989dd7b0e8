package dev.kindling.agent.ending;

import dev.kindling.agent.GuardLog;
import dev.kindling.agent.lease.LeaseKeeper;
import dev.kindling.agent.runner.Answer;
import dev.kindling.agent.runner.Retry;
import dev.kindling.agent.runner.RunnerApi;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver's last word: decided once, by the main thread when main ended or by the shutdown hook
 * when the JVM ends under it, whichever is first, and then sent with this one content until it is
 * answered. Thread-safe.
 */
public final class Ending {
  private final RunnerApi api;
  private final Retry retry;
  private final GuardLog log;
  private final LeaseKeeper keeper;
  private final LeaseRequest attempt;
  private final Duration bound;
  private final AtomicReference<FinalReport> decided = new AtomicReference<>();
  private final CountDownLatch sent = new CountDownLatch(1);

  /**
   * Nothing is decided yet.
   *
   * @param attempt the run, attempt and token to report for
   * @param bound how long to try to report
   */
  public Ending(
      RunnerApi api,
      Retry retry,
      GuardLog log,
      LeaseKeeper keeper,
      LeaseRequest attempt,
      Duration bound) {
    this.api = api;
    this.retry = retry;
    this.log = log;
    this.keeper = keeper;
    this.attempt = attempt;
    this.bound = bound;
  }

  /** Settles what will be reported; false when somebody did before, who then also sends it. */
  public boolean decide(Outcome outcome) {
    return decided.compareAndSet(
        null,
        new FinalReport(
            attempt.runId(),
            attempt.attempt(),
            attempt.token(),
            outcome.exitCode(),
            outcome.exceptionClass(),
            outcome.message(),
            outcome.rootCauseClass(),
            outcome.rootCauseMessage(),
            keeper.appId(),
            keeper.executors()));
  }

  /**
   * Sends what was decided, until it is answered, the bound is reached, or the lease is over: after
   * that the owner does not wait for it any more. Blocks; never throws.
   */
  public void send() {
    try {
      FinalReport report = decided.get();
      // No renewal crosses the report: its answer would be that the attempt has ended.
      long lease = keeper.leave(report.exitCode());
      Answer<Boolean> answer =
          retry.until(Math.min(bound.toNanos(), lease), time -> report(report, time));
      if (answer instanceof Answer.None<Boolean> none) {
        log.line("the final report was not answered: " + none.why());
      } else if (answer instanceof Answer.Given<Boolean> given && !given.reply()) {
        log.line("the job-runner did not want the final report: this attempt is over for it");
      }
    } finally {
      sent.countDown();
    }
  }

  /** Called by the shutdown hook, in a JVM that is going down for whatever reason. */
  public void onShutdown() {
    if (decide(ShutdownCause.ofThisJvm())) {
      send();
    } else {
      awaitSent();
    }
  }

  /** The main thread is still at it: the JVM must not be gone before. The lease is the bound. */
  private void awaitSent() {
    try {
      sent.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      // Somebody wants the hook to end: the report goes unsent and the master's state decides.
    }
  }

  private Answer<Boolean> report(FinalReport report, Duration time) {
    try {
      return api.report(report, time);
    } catch (Throwable e) {
      // For one, out of memory, which is then what the report is about: try again.
      return new Answer.None<>(e.toString());
    }
  }
}
