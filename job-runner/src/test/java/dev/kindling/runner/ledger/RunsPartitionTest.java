package dev.kindling.runner.ledger;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Executor;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.run.RunTerms;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.testing.TestRuns;
import dev.kindling.runner.testing.Tools;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owner of a partition of runs, stopped by hand between every two steps. */
class RunsPartitionTest {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private Owner owner = new Owner();

  private static RunCommand.Claim claim(Owner owner, int attempt, String driver) {
    String token = owner.tokenOf("run-1", attempt);
    return new RunCommand.Claim(attempt, RunIds.tokenHash(token), driver, "host", 7);
  }

  private static RunCommand.Report report(Owner owner, int attempt, int exitCode) {
    String token = owner.tokenOf("run-1", attempt);
    return new RunCommand.Report(
        RunIds.tokenHash(token),
        new FinalReport("run-1", attempt, token, exitCode, null, null, null, null, null));
  }

  private static RunRequest.Cancel cancel(String id) {
    return new RunRequest.Cancel(id, "ada", "a mistake", START);
  }

  private Owner launching() {
    owner.does(owner.input(TestRuns.requested("run-1")));
    assertThat(owner.calls()).containsExactly("submit run-1/1");
    return owner;
  }

  private Owner submitted() {
    launching();
    owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));
    return owner;
  }

  private Owner running() {
    submitted();
    assertThat(owner.asks("run-1", claim(owner, 1, "driver-1")).granted()).isTrue();
    return owner;
  }

  @Test
  void runShouldGoTheWholeWayWithAnEventForEachState() {
    running();
    owner.asks("run-1", report(owner, 1, 0));

    assertThat(owner.run("run-1").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(owner.eventsOf("run-1"))
        .containsExactly("queued", "launching", "submitted", "running", "succeeded");
  }

  @Test
  void turnShouldWriteARunOnceHoweverOftenItChangedAndIntoItsOwnPartition() {
    Owner.Turn turn = owner.input(TestRuns.requested("run-1"));

    assertThat(turn.outbox().records())
        .filteredOn(written -> written.topic().equals("kindling.runs"))
        .singleElement()
        .satisfies(
            written -> {
              assertThat(written.partition()).isEqualTo(3);
              assertThat(Json.read(written.value(), Run.class).state())
                  .isEqualTo(RunState.LAUNCHING);
            });
    assertThat(turn.outbox().records())
        .extracting(ProducerRecord::topic)
        .containsOnly("kindling.runs", "kindling.run-events");
  }

  @Nested
  class Crashes {
    @Test
    void requestShouldBeTakenAgainWhenTheOwnerDiesBeforeTheCommit() {
      owner.input(TestRuns.requested("run-1"));

      Owner next = owner.successor();

      assertThat(next.table()).isEmpty();
      assertThat(next.calls()).isEmpty();
      next.does(next.input(TestRuns.requested("run-1")));
      assertThat(next.calls()).containsExactly("submit run-1/1");
    }

    @Test
    void attemptShouldBeAbandonedWhenTheOwnerDiesAfterTheCommitAndBeforeThePost() {
      owner.input(TestRuns.requested("run-1")).commits();

      Owner next = owner.successor();

      assertThat(next.run("run-1").lastAttempt().orElseThrow().state())
          .isEqualTo(AttemptState.ABANDONED);
      assertThat(next.calls()).isEmpty();
      next.does(next.after(PAUSE).ticks());
      assertThat(next.calls()).containsExactly("submit run-1/2");
    }

    @Test
    void driverShouldBeRefusedWhenTheOwnerDiesAfterThePostAndBeforeTheAnswer() {
      launching();

      Owner next = owner.successor();

      assertThat(next.asks("run-1", claim(next, 1, "driver-1")).granted()).isFalse();
      next.does(next.after(PAUSE).ticks());
      assertThat(next.calls()).containsExactly("submit run-1/2");
      assertThat(next.asks("run-1", claim(next, 1, "driver-1")).granted()).isFalse();
      assertThat(next.asks("run-1", claim(next, 2, "driver-2")).granted()).isTrue();
    }

    @Test
    void driverShouldBeKilledWhenTheAnswerReachesTheNextOwner() {
      launching();
      Owner next = owner.successor();

      next.does(next.hears("run-1", new RunCommand.Accepted(1, "driver-1")));

      assertThat(next.calls()).containsExactly("kill driver-1");
      assertThat(next.run("run-1").state()).isEqualTo(RunState.RETRY_WAIT);
    }

    @Test
    void attemptShouldBeAbandonedWhenTheOwnerDiesBeforeTheAnswerIsCommitted() {
      launching();
      owner.hears("run-1", new RunCommand.Accepted(1, "driver-1"));

      Owner next = owner.successor();

      assertThat(next.run("run-1").lastAttempt().orElseThrow().state())
          .isEqualTo(AttemptState.ABANDONED);
    }

    @Test
    void driverShouldGoOnWhenTheOwnerDiesAfterTheAnswerIsCommitted() {
      submitted();

      Owner next = owner.successor();

      assertThat(next.run("run-1").state()).isEqualTo(RunState.SUBMITTED);
      assertThat(next.asks("run-1", claim(next, 1, "driver-1")).granted()).isTrue();
      assertThat(next.calls()).isEmpty();
    }

    @Test
    void claimShouldStillBeFreeWhenTheOwnerDiesBeforeTheGrantIsCommitted() {
      submitted();
      owner.hears("run-1", claim(owner, 1, "driver-1"));

      Owner next = owner.successor();

      assertThat(next.run("run-1").state()).isEqualTo(RunState.SUBMITTED);
      assertThat(next.asks("run-1", claim(next, 1, "driver-1")).granted()).isTrue();
    }

    @Test
    void claimShouldBeGrantedAgainToTheSameProcessWhenTheOwnerDiesBeforeItsAnswer() {
      submitted();
      owner.hears("run-1", claim(owner, 1, "driver-1")).commits();

      Owner next = owner.successor();

      assertThat(next.asks("run-1", claim(next, 1, "driver-1")).granted()).isTrue();
      RunCommand other =
          new RunCommand.Claim(
              1, RunIds.tokenHash(next.tokenOf("run-1", 1)), "driver-1", "host", 8);
      assertThat(next.asks("run-1", other).granted()).isFalse();
    }

    @Test
    void reportShouldBeTakenByTheNextOwner() {
      running();
      owner.hears("run-1", report(owner, 1, 0));

      Owner next = owner.successor();
      next.asks("run-1", report(next, 1, 0));

      assertThat(next.run("run-1").state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void killShouldBeRepeatedWhenTheOwnerDiesBeforeIt() {
      running();
      owner.input(cancel("run-1")).commits();
      assertThat(owner.calls()).isEmpty();

      Owner next = owner.successor();
      next.does(
          next.looks(
              Map.of("driver-1", new DriverOnMaster(DriverState.RUNNING, "worker-1", "guard"))));

      assertThat(next.calls()).containsExactly("kill driver-1");
    }

    @Test
    void newOwnerShouldWaitAWholeLeaseBeforeItDoubtsAnybody() {
      running();
      owner.after(Owner.LEASE);

      Owner next = owner.successor();
      next.does(next.after(Owner.LEASE).ticks());
      assertThat(next.run("run-1").state()).isEqualTo(RunState.RUNNING);
      next.does(next.after(Duration.ofSeconds(1)).ticks());

      assertThat(next.run("run-1").attempts().get(0).state()).isEqualTo(AttemptState.LOST);
      assertThat(next.calls()).contains("kill driver-1", "submit run-1/2");
    }
  }

  @Nested
  class Requests {
    @Test
    void requestShouldBeOneRunHoweverOftenItComes() {
      launching();

      owner.does(owner.input(TestRuns.requested("run-1")));

      assertThat(owner.calls()).isEmpty();
      assertThat(owner.eventsOf("run-1")).containsExactly("queued", "launching");
      assertThat(owner.count("kindling.runs.requests.repeated")).isEqualTo(1);
    }

    @Test
    void requestOfARunThatHasEndedShouldStartNothingAlsoAtTheNextOwner() {
      running();
      owner.asks("run-1", report(owner, 1, 0));

      owner.does(owner.input(TestRuns.requested("run-1")));
      Owner next = owner.successor();
      next.does(next.input(TestRuns.requested("run-1")));

      assertThat(next.calls()).isEmpty();
      assertThat(next.run("run-1").state()).isEqualTo(RunState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "not json",
          "null",
          "{}",
          "{\"type\":\"Nonsense\",\"runId\":\"run-1\"}",
          "{\"type\":\"RunRequested\"}",
          "{\"type\":\"RunRequested\",\"runId\":\"run-1\"}",
          "{\"type\":\"RunRequested\",\"runId\":\"run-1\",\"requestedAt\":\"2026-11-21T08:00:00Z\","
              + "\"job\":{\"name\":\"j\",\"spec\":{}}}",
          "{\"type\":\"RunRequested\",\"runId\":\"run-1\",\"requestedAt\":\"2026-11-21T08:00:00Z\","
              + "\"job\":{\"name\":\"j\",\"spec\":{\"spark\":{\"mainClass\":\"a.B\","
              + "\"appResource\":\"file:/j\",\"properties\":{\"spark.driver.cores\":\"x\"}}}}}",
          "{\"type\":\"CancelRequested\",\"runId\":\"run-1\"}",
        })
    void recordThatIsNoRequestShouldBeCountedAndStopNothing(String value) {
      owner.does(owner.input(value.getBytes(StandardCharsets.UTF_8)));

      assertThat(owner.table()).isEmpty();
      assertThat(owner.count("kindling.runs.requests.refused")).isEqualTo(1);
      launching();
    }

    @Test
    void recordWithoutAValueShouldBeCountedAndStopNothing() {
      owner.does(owner.input((byte[]) null));

      assertThat(owner.count("kindling.runs.requests.refused")).isEqualTo(1);
    }

    @Test
    void requestsBeyondTheJobsLimitShouldWaitAndSayFor() {
      for (int i = 1; i <= 3; i++) {
        owner.does(owner.input(TestRuns.requested("run-" + i, TestRuns.SPARK, 2)));
      }

      assertThat(owner.calls()).containsExactly("submit run-1/1", "submit run-2/1");
      assertThat(owner.run("run-3").state()).isEqualTo(RunState.QUEUED);
      assertThat(owner.run("run-3").waitingFor()).contains("limits/maxConcurrentRuns");

      owner.does(owner.input(cancel("run-1")));
      assertThat(owner.calls()).containsExactly("submit run-3/1");
    }
  }

  @Nested
  class Cancellations {
    @Test
    void cancelShouldBeatThePostsAnswerAndKillTheDriverThatCameOfIt() {
      launching();
      owner.does(owner.input(cancel("run-1")));
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLED);

      owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));

      assertThat(owner.calls()).containsExactly("kill driver-1");
      assertThat(owner.asks("run-1", claim(owner, 1, "driver-1"))).isNull();
    }

    @Test
    void cancelOfASubmittedRunShouldKillAndRefuseItsDriver() {
      submitted();
      owner.does(owner.input(cancel("run-1")));

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLED);
      assertThat(owner.calls()).containsExactly("kill driver-1");
      assertThat(owner.asks("run-1", claim(owner, 1, "driver-1"))).isNull();
    }

    @Test
    void cancelShouldLoseAgainstAReportThatCameFirst() {
      running();
      owner.asks("run-1", report(owner, 1, 0));
      owner.does(owner.input(cancel("run-1")));

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void cancelOfARunningRunShouldKillAgainEveryFewSecondsUntilItIsGone() {
      running();
      owner.does(owner.input(cancel("run-1")));
      assertThat(owner.calls()).containsExactly("kill driver-1");
      Map<String, DriverOnMaster> still =
          Map.of("driver-1", new DriverOnMaster(DriverState.RUNNING, "worker-1", "guard"));

      owner.does(owner.looks(still));
      owner.does(owner.after(Duration.ofSeconds(1)).looks(still));
      assertThat(owner.calls()).containsExactly("kill driver-1");
      owner.does(owner.after(Duration.ofSeconds(5)).looks(still));
      assertThat(owner.calls()).containsExactly("kill driver-1");

      owner.does(
          owner.looks(
              Map.of("driver-1", new DriverOnMaster(DriverState.KILLED, "worker-1", "guard"))));
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void cancelOfARunThatNobodyKnowsShouldChangeNothing() {
      owner.does(owner.input(cancel("run-9")));

      assertThat(owner.table()).isEmpty();
    }

    @Test
    void queuedRunShouldNeverStartWhenCancelAndRequestComeTogether() {
      owner.does(owner.input(TestRuns.requested("run-1", TestRuns.SPARK, 1)));
      owner.does(owner.input(TestRuns.requested("run-2", TestRuns.SPARK, 1)));
      owner.calls();

      owner.does(owner.input(cancel("run-2")));
      owner.does(owner.input(cancel("run-1")));

      assertThat(owner.calls()).isEmpty();
      assertThat(owner.eventsOf("run-2")).containsExactly("queued", "cancelled");
    }
  }

  @Nested
  class Looks {
    @Test
    void driverThatThePageDoesNotShowShouldBeAskedAboutOnlyAfterAWhile() {
      submitted();
      owner.does(owner.after(Duration.ofSeconds(5)).looks(Map.of()));
      assertThat(owner.calls()).isEmpty();

      owner.does(owner.after(Duration.ofSeconds(1)).looks(Map.of()));
      owner.does(owner.after(Duration.ofSeconds(1)).looks(Map.of()));
      assertThat(owner.calls()).as("not with every look").containsExactly("ask driver-1");
    }

    @Test
    void driverInErrorShouldBeAskedAboutForTheReason() {
      submitted();
      owner.does(
          owner.looks(
              Map.of("driver-1", new DriverOnMaster(DriverState.ERROR, "worker-1", "guard"))));

      assertThat(owner.calls()).containsExactly("ask driver-1");
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.SUBMITTED);
    }

    @Test
    void errorShouldChangeNothingOnceTheDriverHasClaimed() {
      running();
      owner.does(
          owner.looks(
              Map.of("driver-1", new DriverOnMaster(DriverState.ERROR, "worker-1", "guard"))));

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.RUNNING);
      assertThat(owner.calls()).isEmpty();
    }

    @Test
    void driversOfOthersShouldBeLeftAlone() {
      running();
      owner.does(
          owner.looks(
              Map.of(
                  "driver-1", new DriverOnMaster(DriverState.RUNNING, "worker-1", "guard"),
                  "driver-9", new DriverOnMaster(DriverState.RUNNING, "worker-1", "other"))));

      assertThat(owner.calls()).isEmpty();
      assertThat(owner.run("run-1").lastAttempt().orElseThrow().worker()).isEqualTo("worker-1");
    }
  }

  @Nested
  class Leases {
    @Test
    void renewalShouldKeepTheRunAndSilenceShouldEndIt() {
      running();
      RunCommand renew = new RunCommand.Renew(1, RunIds.tokenHash(owner.tokenOf("run-1", 1)), null);
      for (int i = 0; i < 10; i++) {
        owner.after(Owner.LEASE.minusSeconds(1));
        assertThat(owner.asks("run-1", renew).granted()).isTrue();
      }
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.RUNNING);

      owner.does(owner.after(Owner.LEASE.plusSeconds(1)).ticks());

      assertThat(owner.run("run-1").lastAttempt().orElseThrow().state())
          .isEqualTo(AttemptState.LAUNCHING);
      assertThat(owner.run("run-1").attempts().get(0).state()).isEqualTo(AttemptState.LOST);
      assertThat(owner.asks("run-1", renew).granted()).isFalse();
    }
  }

  @Nested
  class Proofs {
    /** Only a commit shows that nobody else has taken the partition over meanwhile. */
    @Test
    void guardShouldBeAnsweredOnlyAfterACommitAlsoWhenNothingChanged() {
      running();
      String hash = RunIds.tokenHash(owner.tokenOf("run-1", 1));
      for (RunCommand question :
          List.of(
              new RunCommand.Renew(1, hash, null),
              claim(owner, 1, "driver-1"),
              new RunCommand.Renew(2, hash, null),
              new RunCommand.Claim(2, hash, "driver-2", "host", 8),
              new RunCommand.Report(
                  hash, new FinalReport("run-1", 2, "x", 0, null, null, null, null, null)))) {
        Owner.Turn turn = owner.hears("run-1", question);

        assertThat(turn.outbox().records()).as("%s", question).isEmpty();
        assertThat(turn.outbox().mustCommit()).as("%s", question).isTrue();
      }
      assertThat(owner.hears("run-9", claim(owner, 1, "driver-1")).outbox().mustCommit()).isTrue();
    }

    @Test
    void turnWithoutAGuardAndWithoutAChangeShouldNeedNoCommit() {
      running();

      assertThat(owner.ticks().outbox().mustCommit()).isFalse();
      assertThat(owner.looks(Map.of()).outbox().mustCommit()).isFalse();
    }
  }

  @Nested
  class Restores {
    @Test
    void restoreShouldRefuseARunOfANewerKindling() {
      launching();
      String newer =
          new String(owner.table().get("run-1"), StandardCharsets.UTF_8)
              .replace("\"schema\":1", "\"schema\":2");
      owner.table().put("run-1", newer.getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> owner.successor())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("newer Kindling");
    }

    @Test
    void restoreShouldForgetARunThatWasDeleted() {
      running();
      owner.asks("run-1", report(owner, 1, 0));
      owner.table().put("run-1", null);

      Owner next = owner.successor();
      next.does(next.input(TestRuns.requested("run-1")));

      assertThat(next.calls()).containsExactly("submit run-1/1");
    }

    @Test
    void restoreShouldReadAnEndedRunByItsHeadersAndRememberIt() {
      running();
      owner.asks("run-1", report(owner, 1, 0));
      // What stands in the value does not matter then.
      owner.table().put("run-1", "not looked at".getBytes(StandardCharsets.UTF_8));

      Owner next = owner.successor();
      next.does(next.input(TestRuns.requested("run-1")));

      assertThat(next.calls()).isEmpty();
      assertThat(next.count("kindling.runs.requests.repeated")).isEqualTo(1);
    }

    @Test
    void takeoverShouldSayInItsFirstTransactionWhereTheOwnerIs() {
      assertThat(owner.announcements()).containsExactly("http://runner-1:8490");
      assertThat(owner.successor().announcements()).containsExactly("http://runner-1:8490");
    }
  }

  @Nested
  class Conflicts {
    private void asks(String id, OnConflict rule) {
      owner.does(owner.input(TestRuns.conflicting(id, 1, rule)));
    }

    @Test
    void runShouldWaitWhenTheJobSaysQueue() {
      asks("run-1", OnConflict.QUEUE);
      asks("run-2", OnConflict.QUEUE);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
      assertThat(owner.run("run-2").waitingFor()).contains("1 of 1");
    }

    @Test
    void runShouldBeSkippedWithTheNumbersWhenTheJobSaysSkip() {
      asks("run-1", OnConflict.SKIP);
      asks("run-2", OnConflict.SKIP);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.SKIPPED);
      assertThat(owner.run("run-2").reason()).contains("1 of 1").contains("onConflict");
      assertThat(owner.eventsOf("run-2")).containsExactly("queued", "skipped");
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.LAUNCHING);
    }

    @Test
    void runThatWaitsForARetryShouldCountAsUnfinished() {
      asks("run-1", OnConflict.SKIP);
      owner.does(owner.hears("run-1", new RunCommand.Unknown(1, "timeout")));
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.RETRY_WAIT);

      asks("run-2", OnConflict.SKIP);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void oldestShouldBeCancelledAndTheNewRunStartOnceItIsGoneWhenTheJobSaysReplace() {
      asks("run-1", OnConflict.REPLACE);
      owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));
      owner.asks("run-1", claim(owner, 1, "driver-1"));
      owner.calls();

      asks("run-2", OnConflict.REPLACE);

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLING);
      assertThat(owner.run("run-1").reason()).contains("replaced by run run-2");
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
      assertThat(owner.calls()).containsExactly("kill driver-1");
      owner.does(
          owner.hears(
              "run-1", new RunCommand.DriverSeen("driver-1", DriverState.KILLED, null, null)));
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLED);
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.LAUNCHING);
    }

    @Test
    void replaceShouldCancelAQueuedRunAtOnce() {
      owner.does(
          owner.hears(
              new RunnerCommand.RulesSeen(
                  new AdmissionRules(Map.of(), Map.of("all", "maintenance")))));
      asks("run-1", OnConflict.REPLACE);
      asks("run-2", OnConflict.REPLACE);

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLED);
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
      assertThat(owner.run("run-2").waitingFor()).contains("maintenance");
    }
  }

  @Nested
  class RunsOfOneSchedule {
    private void asks(String id, OnConflict rule) {
      owner.does(owner.input(TestRuns.scheduled(id, "nightly", new RunTerms(rule, null, null))));
      owner.after(Duration.ofSeconds(1));
    }

    @Test
    void runShouldStartBesideAnotherWhenNobodySaysOtherwise() {
      asks("run-1", null);
      asks("run-2", null);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.LAUNCHING);
    }

    @Test
    void runsShouldComeOneAfterTheOtherWhenTheScheduleSaysQueue() {
      asks("run-1", OnConflict.QUEUE);
      asks("run-2", OnConflict.QUEUE);
      asks("run-3", OnConflict.QUEUE);

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.LAUNCHING);
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
      assertThat(owner.run("run-3").waitingFor())
          .isEqualTo("the end of run run-1, which is before it (whenRunning)");
      owner.does(owner.input(new RunRequest.Cancel("run-1", null, null, owner.now())));
      owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));
      owner.does(
          owner.hears(
              "run-1", new RunCommand.DriverSeen("driver-1", DriverState.KILLED, null, null)));
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.LAUNCHING);
      assertThat(owner.run("run-3").waitingFor()).contains("run-2");
    }

    @Test
    void runShouldWaitForOneThatWasAskedForBeforeTheScheduleSaidQueue() {
      asks("run-1", null);
      asks("run-2", OnConflict.QUEUE);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void lineShouldBeTheSameAfterATakeover() {
      asks("run-1", OnConflict.QUEUE);
      asks("run-2", OnConflict.QUEUE);

      assertThat(owner.successor().run("run-2").state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void runsOfTheJobThatComeFromElsewhereShouldNotWaitInTheLine() {
      asks("run-1", OnConflict.QUEUE);
      asks("run-2", OnConflict.QUEUE);
      owner.does(owner.input(TestRuns.requested("run-3")));
      owner.does(
          owner.input(
              TestRuns.scheduled("run-4", "hourly", new RunTerms(OnConflict.QUEUE, null, null))));

      assertThat(owner.run("run-3").state()).isEqualTo(RunState.LAUNCHING);
      assertThat(owner.run("run-4").state()).isEqualTo(RunState.LAUNCHING);
    }

    @Test
    void runShouldBeSkippedWhenTheScheduleSaysSkip() {
      asks("run-1", OnConflict.SKIP);
      asks("run-2", OnConflict.SKIP);

      assertThat(owner.run("run-2").state()).isEqualTo(RunState.SKIPPED);
      assertThat(owner.run("run-2").reason())
          .isEqualTo("Run run-1, which is before it, has not ended (whenRunning is skip).");
    }

    @Test
    void runBeforeShouldBeCancelledAndTheNextStartOnceItIsGoneWhenTheScheduleSaysReplace() {
      asks("run-1", OnConflict.REPLACE);
      owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));
      owner.asks("run-1", claim(owner, 1, "driver-1"));
      asks("run-2", OnConflict.REPLACE);

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLING);
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
      owner.does(
          owner.hears(
              "run-1", new RunCommand.DriverSeen("driver-1", DriverState.KILLED, null, null)));
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.LAUNCHING);
    }

    @Test
    void runShouldTakeThePlaceOfTheOneThatItReplacesAlsoWhenTheJobSkipsConflicts() {
      RunRequest.Requested first = TestRuns.conflicting("run-1", 1, OnConflict.SKIP);
      RunRequest.Requested second = TestRuns.conflicting("run-2", 1, OnConflict.SKIP);
      RunTerms replace = new RunTerms(OnConflict.REPLACE, null, null);
      owner.does(owner.input(TestRuns.scheduled(first, "nightly", replace)));
      owner.does(owner.hears("run-1", new RunCommand.Accepted(1, "driver-1")));
      owner.asks("run-1", claim(owner, 1, "driver-1"));

      owner.does(owner.input(TestRuns.scheduled(second, "nightly", replace)));

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.CANCELLING);
      assertThat(owner.run("run-2").state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void runShouldBeSkippedWhenItIsReadOnlyAfterItsStartingDeadline() {
      owner.does(
          owner.input(
              TestRuns.scheduled(
                  "run-1", "nightly", new RunTerms(null, owner.now().minusSeconds(1), null))));

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.SKIPPED);
      assertThat(owner.calls()).isEmpty();
    }

    @Test
    void runOfLowerPriorityShouldLetTheOthersOfItsJobGoFirst() {
      owner.does(
          owner.hears(
              new RunnerCommand.RulesSeen(
                  new AdmissionRules(Map.of(), Map.of("all", "maintenance")))));
      owner.does(
          owner.input(TestRuns.scheduled("run-1", "backfill", new RunTerms(null, null, -10))));
      owner.does(owner.input(TestRuns.requested("run-2")));
      owner.calls();

      owner.does(owner.hears(new RunnerCommand.RulesSeen(AdmissionRules.NONE)));

      assertThat(owner.calls()).containsExactly("submit run-2/1", "submit run-1/1");
    }

    @Test
    void runShouldBeSkippedWhenItsStartingDeadlineIsOver() {
      owner.does(
          owner.hears(
              new RunnerCommand.RulesSeen(
                  new AdmissionRules(Map.of(), Map.of("all", "maintenance")))));
      owner.does(
          owner.input(
              TestRuns.scheduled(
                  "run-1",
                  "nightly",
                  new RunTerms(null, owner.now().plus(Duration.ofMinutes(5)), null))));
      owner.does(owner.after(Duration.ofMinutes(4)).ticks());
      assertThat(owner.run("run-1").state()).isEqualTo(RunState.QUEUED);

      owner.does(owner.after(Duration.ofMinutes(1)).ticks());

      assertThat(owner.run("run-1").state()).isEqualTo(RunState.SKIPPED);
      assertThat(owner.run("run-1").reason())
          .startsWith("It had to start by ")
          .endsWith(
              "and still waited for the end of the hold all: nothing starts now (maintenance).");
    }
  }

  @Nested
  class Retention {
    /** Ends so many runs of a job that keeps one. */
    private void ends(int count) {
      for (int i = 1; i <= count; i++) {
        String id = "run-" + i;
        owner.does(owner.input(TestRuns.keeping(id, 1)));
        owner.does(owner.hears(id, new RunCommand.Accepted(1, "driver-" + i)));
        owner.asks(
            id,
            new RunCommand.Claim(
                1, RunIds.tokenHash(owner.tokenOf(id, 1)), "driver-" + i, "host", 7));
        owner.asks(
            id,
            new RunCommand.Report(
                RunIds.tokenHash(owner.tokenOf(id, 1)),
                new FinalReport(id, 1, "t", 0, null, null, null, null, null)));
        assertThat(owner.run(id).state()).isEqualTo(RunState.SUCCEEDED);
        owner.after(Duration.ofSeconds(1));
      }
    }

    private List<String> leaves(long archived) {
      Owner.Turn turn = owner.hears(new RunnerCommand.Archived(archived));
      turn.commits().acts();
      return turn.outbox().records().stream()
          .filter(written -> written.topic().equals("kindling.runs"))
          .filter(written -> written.value() == null)
          .map(ProducerRecord::key)
          .toList();
    }

    @Test
    void runShouldStayWhileItIsNotArchived() {
      ends(3);
      owner.after(Duration.ofDays(2));

      assertThat(leaves(-1)).isEmpty();
      assertThat(leaves(0)).isEmpty();
    }

    @Test
    void runShouldStayWhileSomebodyMayStillMeanItByARepeatedRequest() {
      ends(3);
      owner.after(Tools.KEPT.minusMinutes(1));

      assertThat(leaves(owner.endOfRuns())).isEmpty();
    }

    @Test
    void archivedRunsBeyondTheJobsHistoryShouldLeaveTheOldestFirst() {
      ends(3);
      owner.after(Duration.ofDays(2));

      assertThat(leaves(owner.endOfRuns())).containsExactly("run-1", "run-2");
      assertThat(leaves(owner.endOfRuns())).as("once").isEmpty();
    }

    @Test
    void lastRunsShouldLeaveWhenTheyAreTooOld() {
      ends(2);
      owner.after(Duration.ofDays(31));

      assertThat(leaves(owner.endOfRuns())).containsExactly("run-1", "run-2");
    }

    @Test
    void newOwnerShouldGoOnWhereTheOneBeforeStopped() {
      ends(3);
      owner = owner.successor();
      owner.after(Duration.ofDays(2));

      assertThat(leaves(owner.endOfRuns())).containsExactly("run-1", "run-2");
    }
  }

  @Test
  void strayShouldBeReportedAndKilledOnlyByTheOwner() {
    Owner.Turn turn = owner.hears(new RunnerCommand.Stray("driver-9", "worker-1"));

    assertThat(owner.calls()).as("nothing before the commit").isEmpty();
    turn.commits().acts();
    assertThat(owner.calls()).containsExactly("kill driver-9");
    assertThat(turn.outbox().records())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.topic()).isEqualTo("kindling.run-events");
              assertThat(Json.tree(event.value()).path("type").asText())
                  .isEqualTo("dev.kindling.driver.stray-killed.v1");
            });
  }

  @Test
  void executorsShouldBeNamedByTheirWorkersIds() {
    running();
    owner.does(
        owner.looks(
            new ClusterView(
                "ALIVE",
                null,
                List.of(new ClusterView.WorkerSlots("worker-7", 4, 4096, "10.0.0.7:8081")),
                Map.of(),
                null,
                TestRuns.START)));

    owner.asks(
        "run-1",
        new RunCommand.Renew(
            1,
            RunIds.tokenHash(owner.tokenOf("run-1", 1)),
            "app-1",
            List.of(
                new Executor("0", "10.0.0.7", "10.0.0.7:8081"),
                new Executor("1", "10.0.0.8", "10.0.0.8:8081"))));

    assertThat(owner.run("run-1").attempts().get(0).executors())
        .extracting(Executor::worker)
        .containsExactly("worker-7", "10.0.0.8:8081");
  }
}
