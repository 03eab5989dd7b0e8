package dev.kindling.model.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.RetryPolicy;
import dev.kindling.model.job.SparkSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * One run in the hands of a test: it says what happens to the run in the words of the launch
 * protocol, keeps the clock, and remembers the last decision.
 */
final class Life {
  static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  static final String TOKEN_HASH = RunIds.tokenHash("token");
  static final String DRIVER = "driver-20261121080000-0001";
  static final RetryPolicy ONCE = RetryPolicy.once();
  static final RetryPolicy THRICE =
      new RetryPolicy(3, Duration.ofSeconds(10), Duration.ofMinutes(1), null, null);

  private Run run;
  private Decision last;
  private Instant now = START;

  private Life(Run run) {
    this.run = run;
  }

  static Life queued() {
    return queued(Limits.NONE, ONCE);
  }

  static Life queued(Limits limits, RetryPolicy retry) {
    return new Life(RunMachine.accept(requested("run-1", limits, retry), START));
  }

  static Life launching() {
    return queued().begins();
  }

  static Life submitted() {
    return launching().accepted();
  }

  static Life running() {
    return submitted().claims();
  }

  static Life running(Limits limits, RetryPolicy retry) {
    return queued(limits, retry).begins().accepted().claims();
  }

  static Life cancelling() {
    return running().cancelled();
  }

  static RunRequest.Requested requested(String id, Limits limits, RetryPolicy retry) {
    SparkSpec spark = new SparkSpec("com.example.Main", "file:/job.jar", null, null, null);
    JobSpec spec = new JobSpec(null, null, null, spark, null, null, limits, retry, null);
    return new RunRequest.Requested(
        id,
        new JobDefinition("word-count", 1, spec, START, "tester"),
        JsonNodeFactory.instance.objectNode(),
        Origin.first(Origin.Kind.API, null, null, "tester"),
        null,
        START);
  }

  // ---- what happens to it

  Life does(RunCommand command) {
    last = RunMachine.decide(run, command, now);
    run = last.run();
    return this;
  }

  Life after(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  Life begins() {
    return does(new RunCommand.Begin(TOKEN_HASH));
  }

  Life accepted() {
    return does(new RunCommand.Accepted(number(), driver()));
  }

  Life claims() {
    return does(claim(number(), TOKEN_HASH, driver(), 100 + number()));
  }

  Life reports(int exitCode) {
    return reports(exitCode, null, null);
  }

  Life reports(int exitCode, String exceptionClass, String message) {
    return does(report(exitCode, exceptionClass, message, null));
  }

  Life seen(DriverState state) {
    return seen(state, null);
  }

  Life seen(DriverState state, String message) {
    return does(new RunCommand.DriverSeen(driver(), state, "worker-1", message));
  }

  Life leaseExpires() {
    return does(new RunCommand.LeaseExpired(number()));
  }

  Life cancelled() {
    return does(
        new RunCommand.CancelAsked(new RunRequest.Cancel("run-1", "ada", "a mistake", now)));
  }

  Life ticks() {
    return does(new RunCommand.Tick());
  }

  /** The pause before the next attempt passes, and the attempt begins. */
  Life triesAgain() {
    now = run.retryAt();
    return ticks().begins();
  }

  // ---- what a test may say

  RunCommand.Report report(
      int exitCode, String exceptionClass, String message, String rootCauseClass) {
    return new RunCommand.Report(
        TOKEN_HASH,
        new FinalReport(
            "run-1",
            number(),
            "token",
            exitCode,
            exceptionClass,
            message,
            rootCauseClass,
            rootCauseClass == null ? null : "the root of " + message,
            null));
  }

  static RunCommand.Claim claim(int attempt, String tokenHash, String driverId, long pid) {
    return new RunCommand.Claim(attempt, tokenHash, driverId, "worker-host", pid);
  }

  // ---- what became of it

  Run run() {
    return run;
  }

  Decision decision() {
    return last;
  }

  Instant now() {
    return now;
  }

  RunState state() {
    return run.state();
  }

  Attempt attempt() {
    return run.lastAttempt().orElseThrow();
  }

  int number() {
    return Math.max(1, run.attempts().size());
  }

  /** Each attempt has a driver of its own. */
  String driver() {
    return number() == 1 ? DRIVER : DRIVER + "-of-attempt-" + number();
  }
}
