package dev.kindling.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.MemoryGrowth;
import dev.kindling.model.job.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which failures are followed by another attempt, and what that one gets. */
class RetryRulesTest {
  private static final String OUT_OF_MEMORY = OutOfMemoryError.class.getName();

  private static Life running(List<FailureClass> on, MemoryGrowth memory) {
    RetryPolicy policy =
        new RetryPolicy(5, Duration.ofSeconds(10), Duration.ofMinutes(1), on, memory);
    return Life.running(Limits.NONE, policy);
  }

  /** The driver reports, its process ends, the pause passes and the next attempt begins. */
  private static Life fails(Life life, String exceptionClass, String message) {
    life.reports(1, exceptionClass, message).seen(DriverState.FAILED);
    return life.run().state() == RunState.RETRY_WAIT
        ? life.after(Duration.ofMinutes(2)).does(new RunCommand.Tick()).begins()
        : life;
  }

  @Test
  void failureShouldEndTheRunWhenItsClassIsNotAmongThoseToRetry() {
    Life life = running(List.of(FailureClass.LOST), null);

    fails(life, "java.io.IOException", "no route");

    assertThat(life.run().state()).isEqualTo(RunState.FAILED);
    assertThat(life.run().attempts()).hasSize(1);
  }

  @Test
  void lostAttemptShouldBeFollowedAtOnceWhenItsClassIsAmongThoseToRetry() {
    Life life = running(List.of(FailureClass.LOST), null).leaseExpires();

    assertThat(life.run().state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(life.run().retryAt()).isEqualTo(Life.START);
  }

  @Test
  void nextAttemptShouldHaveMoreMemoryForTheDriverWhenTheDriverRanOutOfIt() {
    Life life = running(null, null);

    fails(life, OUT_OF_MEMORY, "Java heap space");

    assertThat(memory(life)).isEqualTo(new Memory(1536, null));
    assertThat(life.run().attempts().get(0).outcome().failureClass())
        .isEqualTo(FailureClass.OUT_OF_MEMORY);
    claimAndFail(life, OUT_OF_MEMORY, "Java heap space");
    assertThat(memory(life)).isEqualTo(new Memory(2048, null));
    claimAndFail(life, OUT_OF_MEMORY, "Java heap space");
    assertThat(memory(life)).as("the cap").isEqualTo(new Memory(2048, null));
  }

  @Test
  void nextAttemptShouldHaveMoreMemoryForExecutorsWhenAnExecutorRanOutOfIt() {
    Life life = running(null, new MemoryGrowth(200, "8g"));

    fails(
        life,
        "org.apache.spark.SparkException",
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
            + " failure: ExecutorLostFailure (executor 3 exited caused by one of the running"
            + " tasks) Reason: Command exited with code 52");

    assertThat(memory(life)).isEqualTo(new Memory(null, 2048));
  }

  @Test
  void memoryOnceRaisedShouldStayWhenTheNextAttemptFailsOfSomethingElse() {
    Life life = running(null, null);
    fails(life, OUT_OF_MEMORY, "Java heap space");

    claimAndFail(life, "java.io.IOException", "no route");

    assertThat(memory(life)).isEqualTo(new Memory(1536, null));
  }

  @Test
  void ordinaryExceptionThatOnlyQuotesAnOutOfMemoryErrorShouldNotCountAsOne() {
    Life life = running(null, null);

    fails(life, "java.io.IOException", "the log says java.lang.OutOfMemoryError");

    assertThat(memory(life)).isNull();
  }

  @Test
  void missingSecretShouldEndTheRunWithoutAnotherAttempt() {
    Life life = running(null, null);

    life.does(
        new RunCommand.Report(
            Life.TOKEN_HASH,
            new FinalReport("run-1", 1, "t", 79, "x.NoSecret", "no secret db", null, null, null)));

    assertThat(life.run().state()).isEqualTo(RunState.FAILED);
    assertThat(life.run().reason()).contains("no secret db");
  }

  @Test
  void driverThatEndedItselfForItsWorkerIsGoneShouldBeLostAndWaitForItsLease() {
    Life life =
        running(null, null)
            .reports(
                GuardProtocol.EXIT_CODE_UNKNOWN,
                null,
                "System.exit was called at org.apache.spark.deploy.worker.WorkerWatcher.exitNonZero")
            .seen(DriverState.ERROR);

    assertThat(life.run().state()).as("its process may still run").isEqualTo(RunState.RUNNING);
    life.leaseExpires();
    assertThat(life.run().state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(life.run().attempts().get(0).outcome().failureClass()).isEqualTo(FailureClass.LOST);
    assertThat(life.run().reason()).contains("worker of the driver is gone");
  }

  private static void claimAndFail(Life life, String exceptionClass, String message) {
    life.accepted().claims();
    fails(life, exceptionClass, message);
  }

  private static Memory memory(Life life) {
    return life.run().lastAttempt().orElseThrow().memory();
  }
}
