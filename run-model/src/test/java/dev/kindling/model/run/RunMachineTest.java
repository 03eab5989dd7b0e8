package dev.kindling.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a run's life, each by itself; {@code RunMachineTableTest} crosses all of them. */
class RunMachineTest {

  @Nested
  class Beginning {
    @Test
    void acceptShouldQueueTheRunAtVersionOne() {
      Run run = RunMachine.accept(Life.requested("run-1", Limits.NONE, Life.ONCE), Life.START);

      assertThat(run.state()).isEqualTo(RunState.QUEUED);
      assertThat(run.version()).isEqualTo(1);
      assertThat(run.attempts()).isEmpty();
      assertThat(run.queuedAt()).isEqualTo(Life.START);
    }

    @Test
    void beginShouldWriteTheAttemptDownAndSubmitItOnceDurable() {
      Life life = Life.queued().begins();

      assertThat(life.state()).isEqualTo(RunState.LAUNCHING);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.LAUNCHING);
      assertThat(life.attempt().tokenHash()).isEqualTo(Life.TOKEN_HASH);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Submit(1));
    }

    @Test
    void waitsShouldTellWhatForAndChangeNothingWhenToldTwice() {
      Life life = Life.queued().does(new RunCommand.Waits("a place"));
      Run told = life.run();

      assertThat(told.waitingFor()).isEqualTo("a place");
      assertThat(told.version()).isEqualTo(2);
      assertThat(life.does(new RunCommand.Waits("a place")).run()).isSameAs(told);
    }

    @Test
    void waitingForShouldBeGoneOnceTheRunBegins() {
      assertThat(Life.queued().does(new RunCommand.Waits("a place")).begins().run().waitingFor())
          .isNull();
    }
  }

  @Nested
  class Launching {
    @Test
    void acceptedShouldKeepTheDriverAndItsTime() {
      Life life = Life.launching().after(Duration.ofSeconds(1)).accepted();

      assertThat(life.state()).isEqualTo(RunState.SUBMITTED);
      assertThat(life.attempt().driverId()).isEqualTo(Life.DRIVER);
      assertThat(life.attempt().submittedAt()).isEqualTo(Life.START.plusSeconds(1));
    }

    /** The owner may turn to the answer a little later than it came. */
    @Test
    void acceptedShouldKeepTheTimeOfTheMastersAnswerUnlessThatIsStillToCome() {
      Life early = Life.launching().after(Duration.ofSeconds(2));
      Instant answered = early.now().minusMillis(700);
      early.does(new RunCommand.Accepted(1, Life.DRIVER, answered));
      Life ahead = Life.launching().after(Duration.ofSeconds(2));
      ahead.does(new RunCommand.Accepted(1, Life.DRIVER, ahead.now().plusSeconds(1)));

      assertThat(early.run().attempts().get(0).submittedAt()).isEqualTo(answered);
      assertThat(ahead.run().attempts().get(0).submittedAt()).isEqualTo(ahead.now());
    }

    @Test
    void acceptedShouldChangeNothingWhenTheDriversClaimWasQuicker() {
      Life life = Life.launching().claims();
      Run claimed = life.run();

      assertThat(claimed.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.accepted().run()).isSameAs(claimed);
    }

    @Test
    void acceptedShouldKillTheDriverWhenAnotherOneHoldsTheAttempt() {
      Life life = Life.launching().claims();
      Run claimed = life.run();

      life.does(new RunCommand.Accepted(1, "driver-twin"));

      assertThat(life.run()).isSameAs(claimed);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill("driver-twin"));
    }

    @Test
    void acceptedShouldKillTheDriverWhenItsAttemptWasGivenUp() {
      Life life = Life.launching().does(new RunCommand.Unknown(1, "timeout"));
      Run givenUp = life.run();

      life.does(new RunCommand.Accepted(1, Life.DRIVER));

      assertThat(life.run()).isSameAs(givenUp);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
    }

    @Test
    void acceptedShouldKillTheDriverAndKeepTheReasonWhenTheRunIsBeingCancelled() {
      // given a driver that could not tell its id, cancelled before the master's answer came
      Life life = Life.launching().does(Life.claim(1, Life.TOKEN_HASH, null, 101)).cancelled();
      assertThat(life.decision().effects()).isEmpty();

      life.accepted();

      assertThat(life.state()).isEqualTo(RunState.CANCELLING);
      assertThat(life.run().reason()).isEqualTo("Cancelled by ada: a mistake");
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
    }

    @Test
    void notCreatedShouldTryAgainAfterAPauseWhenItMayHelp() {
      Life life = Life.launching().does(new RunCommand.NotCreated(1, "Not ALIVE.", false));

      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.ABANDONED);
      assertThat(life.run().retryAt()).isEqualTo(Life.START.plusSeconds(1));
      assertThat(life.run().reason()).startsWith("Not ALIVE.");
    }

    @Test
    void notCreatedShouldFailTheRunWhenItNeverWillBe() {
      Life life =
          Life.queued(Limits.NONE, Life.THRICE)
              .begins()
              .does(new RunCommand.NotCreated(1, "Malformed.", true));

      assertThat(life.state()).isEqualTo(RunState.FAILED);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.MISCONFIGURED);
      assertThat(life.run().reason()).isEqualTo("Malformed.");
    }

    @Test
    void unknownShouldAbandonTheAttemptAndRefuseItsDriverLater() {
      Life life = Life.launching().does(new RunCommand.Unknown(1, "Timeout."));
      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.ABANDONED);

      life.does(Life.claim(1, Life.TOKEN_HASH, Life.DRIVER, 101));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.triesAgain().number()).isEqualTo(2);
    }

    @Test
    void unknownAndNotCreatedShouldChangeNothingWhenTheDriverHasClaimed() {
      Life life = Life.launching().claims();
      Run claimed = life.run();

      assertThat(life.does(new RunCommand.Unknown(1, "Timeout.")).run()).isSameAs(claimed);
      assertThat(life.does(new RunCommand.NotCreated(1, "No.", true)).run()).isSameAs(claimed);
    }

    @Test
    void takenOverShouldAbandonTheAttemptWhoseDriverIdNobodyKnows() {
      Life life = Life.launching().does(new RunCommand.TakenOver());

      assertThat(life.attempt().state()).isEqualTo(AttemptState.ABANDONED);
      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.run().reason()).contains("before it learned the driver's id");
    }

    @Test
    void takenOverShouldKeepASubmittedAttempt() {
      Life life = Life.submitted();
      Run before = life.run();

      assertThat(life.does(new RunCommand.TakenOver()).run()).isSameAs(before);
    }

    @Test
    void takenOverShouldGiveAClaimedAttemptOneFullLease() {
      Life life = Life.running();
      Run before = life.run();

      assertThat(life.does(new RunCommand.TakenOver()).run()).isSameAs(before);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.StartLease(1));
    }
  }

  @Nested
  class Claims {
    @Test
    void claimShouldBeGrantedToTheDriverOfTheAttempt() {
      Life life = Life.submitted().claims();

      assertThat(life.decision().granted()).isTrue();
      assertThat(life.decision().effects()).containsExactly(new RunEffect.StartLease(1));
      assertThat(life.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.CLAIMED);
      assertThat(life.attempt().host()).isEqualTo("worker-host");
      assertThat(life.attempt().pid()).isEqualTo(101);
      assertThat(life.attempt().claimedAt()).isEqualTo(life.now());
    }

    @Test
    void claimShouldBeGrantedBeforeTheMasterHasAnswered() {
      Life life = Life.launching().claims();

      assertThat(life.decision().granted()).isTrue();
      assertThat(life.attempt().driverId()).isEqualTo(Life.DRIVER);
      assertThat(life.attempt().submittedAt()).isEqualTo(life.now());
    }

    @Test
    void claimShouldBeGrantedAgainWithoutAChangeWhenTheSameProcessAsksAgain() {
      Life life = Life.running();
      Run claimed = life.run();

      life.claims();

      assertThat(life.decision().granted()).isTrue();
      assertThat(life.run()).isSameAs(claimed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "host", "driver"})
    void claimShouldBeRefusedWhenAnotherProcessHoldsTheAttempt(String what) {
      Life life = Life.running();
      Run claimed = life.run();

      life.does(
          new RunCommand.Claim(
              1,
              Life.TOKEN_HASH,
              what.equals("driver") ? "driver-other" : Life.DRIVER,
              what.equals("host") ? "other-host" : "worker-host",
              what.equals("pid") ? 999 : 101));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().answer()).contains("already granted");
      assertThat(life.run()).isSameAs(claimed);
    }

    @Test
    void claimShouldBeRefusedWhenTheTokenIsNotTheAttempts() {
      Life life = Life.submitted().does(Life.claim(1, RunIds.tokenHash("x"), Life.DRIVER, 101));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().answer()).contains("token");
      assertThat(life.state()).isEqualTo(RunState.SUBMITTED);
    }

    @Test
    void claimShouldBeRefusedWhenAnotherDriverWasAccepted() {
      Life life = Life.submitted().does(Life.claim(1, Life.TOKEN_HASH, "driver-other", 101));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().answer()).contains(Life.DRIVER);
      assertThat(life.state()).isEqualTo(RunState.SUBMITTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void claimShouldBeRefusedWhenItsAttemptIsNotTheCurrentOne(int number) {
      Life life = Life.launching().does(new RunCommand.Unknown(1, "Timeout.")).triesAgain();
      assertThat(life.number()).isEqualTo(2);

      life.does(Life.claim(number, Life.TOKEN_HASH, Life.DRIVER, 101));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().answer()).contains("not the current attempt");
    }

    @Test
    void claimShouldBeRefusedWhenTheRunHasNotBegun() {
      assertThat(Life.queued().claims().decision().granted()).isFalse();
    }

    @Test
    void claimShouldBeRefusedWhenTheAttemptHasEnded() {
      Life life = Life.submitted().cancelled().claims();

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().answer()).contains("has ended");
    }
  }

  @Nested
  class Leases {
    @Test
    void renewShouldStartTheLeaseAnewWithoutAChange() {
      Life life = Life.running();
      Run before = life.run();

      life.does(new RunCommand.Renew(1, Life.TOKEN_HASH, null));

      assertThat(life.decision().granted()).isTrue();
      assertThat(life.decision().effects()).containsExactly(new RunEffect.StartLease(1));
      assertThat(life.run()).isSameAs(before);
    }

    @Test
    void renewShouldKeepTheApplicationsIdOnce() {
      Life life = Life.running().does(new RunCommand.Renew(1, Life.TOKEN_HASH, "app-1"));
      Run named = life.run();

      assertThat(life.attempt().appId()).isEqualTo("app-1");
      assertThat(life.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.does(new RunCommand.Renew(1, Life.TOKEN_HASH, "app-1")).run())
          .isSameAs(named);
    }

    @Test
    void renewShouldNotUndoACancellationWhenItNamesTheApplication() {
      Life life = Life.cancelling().does(new RunCommand.Renew(1, Life.TOKEN_HASH, "app-1"));

      assertThat(life.state()).isEqualTo(RunState.CANCELLING);
      assertThat(life.run().ending()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void renewShouldBeRefusedWithAWrongToken() {
      Life life = Life.running().does(new RunCommand.Renew(1, RunIds.tokenHash("x"), null));

      assertThat(life.decision().granted()).isFalse();
      assertThat(life.decision().effects()).isEmpty();
    }

    @Test
    void renewShouldBeRefusedWhenTheAttemptWasNeverGranted() {
      assertThat(
              Life.submitted()
                  .does(new RunCommand.Renew(1, Life.TOKEN_HASH, null))
                  .decision()
                  .granted())
          .isFalse();
    }

    @Test
    void renewShouldBeRefusedWhenTheAttemptWasReplaced() {
      Life life = Life.running(Limits.NONE, Life.THRICE).leaseExpires().triesAgain();

      life.does(new RunCommand.Renew(1, Life.TOKEN_HASH, null));

      assertThat(life.decision().granted()).isFalse();
    }

    @Test
    void renewShouldBeRefusedOnlyAfterTheGraceWhenTheRunIsBeingCancelled() {
      RunCommand renew = new RunCommand.Renew(1, Life.TOKEN_HASH, null);
      Duration almost = RunMachine.CANCEL_GRACE.minusMillis(1);

      assertThat(Life.cancelling().after(almost).does(renew).decision().granted()).isTrue();
      assertThat(Life.cancelling().after(RunMachine.CANCEL_GRACE).does(renew).decision().granted())
          .isFalse();
    }

    @Test
    void leaseExpiredShouldLoseTheRunAndKillWhatIsLeftWhenNoAttemptFollows() {
      Life life = Life.running().leaseExpires();

      assertThat(life.state()).isEqualTo(RunState.LOST);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.LOST);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
    }

    @Test
    void leaseExpiredShouldBeFollowedByAnAttemptAtOnceWhenOneIsLeft() {
      Life life = Life.running(Limits.NONE, Life.THRICE).leaseExpires();

      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.run().retryAt()).isEqualTo(life.now());
    }

    @Test
    void leaseExpiredShouldChangeNothingWhenTheAttemptWasNotGrantedOrIsAnother() {
      Life submitted = Life.submitted();
      Life running = Life.running();
      Run notGranted = submitted.run();
      Run another = running.run();

      assertThat(submitted.leaseExpires().run()).isSameAs(notGranted);
      assertThat(running.does(new RunCommand.LeaseExpired(2)).run()).isSameAs(another);
    }
  }

  @Nested
  class Ends {
    @Test
    void reportOfZeroShouldSucceed() {
      Life life = Life.running().reports(0);

      assertThat(life.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(life.attempt().outcome()).isEqualTo(Outcome.success(0));
      assertThat(life.run().endedAt()).isEqualTo(life.now());
    }

    @Test
    void reportShouldBeatTheMasterAndTheLease() {
      Life life = Life.running().reports(0);
      Run succeeded = life.run();

      assertThat(life.seen(DriverState.FAILED).run()).isSameAs(succeeded);
      assertThat(life.leaseExpires().run()).isSameAs(succeeded);
    }

    @Test
    void masterShouldBeatTheLease() {
      Life life = Life.running().seen(DriverState.FINISHED);
      Run succeeded = life.run();

      assertThat(succeeded.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(life.leaseExpires().run()).isSameAs(succeeded);
    }

    @Test
    void reportOfAnExceptionShouldNameTheRootCause() {
      Life life = Life.running();
      life.does(
          life.report(1, "org.apache.spark.SparkException", "Job aborted", "java.io.IOException"));

      assertThat(life.state()).isEqualTo(RunState.FAILED);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.EXCEPTION);
      assertThat(life.attempt().outcome().exitCode()).isEqualTo(1);
      assertThat(life.run().reason())
          .isEqualTo("The job failed with java.io.IOException: the root of Job aborted");
    }

    @Test
    void reportShouldBeOutOfMemoryWhenThatIsTheErrorOrItsRoot() {
      Life error = Life.running().reports(1, "java.lang.OutOfMemoryError", "Java heap space");
      Life root = Life.running();
      root.does(root.report(1, "java.lang.Exception", "x", "java.lang.OutOfMemoryError"));

      assertThat(error.attempt().outcome().failureClass()).isEqualTo(FailureClass.OUT_OF_MEMORY);
      assertThat(root.attempt().outcome().failureClass()).isEqualTo(FailureClass.OUT_OF_MEMORY);
    }

    @Test
    void reportOfAMissingMainClassShouldNeverBeTriedAgain() {
      Life life =
          Life.running(Limits.NONE, Life.THRICE)
              .reports(GuardProtocol.EXIT_NO_MAIN_CLASS, "java.lang.ClassNotFoundException", "x.Y");

      assertThat(life.state()).isEqualTo(RunState.FAILED);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.MISCONFIGURED);
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 130, 143})
    void reportOfASignalShouldBeLost(int exitCode) {
      assertThat(Life.running().reports(exitCode, null, "ended by a signal").state())
          .isEqualTo(RunState.LOST);
    }

    @Test
    void reportWithAWrongTokenOrOfAnotherAttemptShouldChangeNothing() {
      Life life = Life.running();
      Run before = life.run();
      RunCommand.Report good = life.report(0, null, null, null);

      assertThat(life.does(new RunCommand.Report(RunIds.tokenHash("x"), good.report())).run())
          .isSameAs(before);
      Life second = Life.running(Limits.NONE, Life.THRICE).leaseExpires().triesAgain();
      Run current = second.run();
      assertThat(second.does(good).run()).isSameAs(current);
    }

    @Test
    void reportShouldKeepTheApplicationsId() {
      Life life = Life.running();
      RunCommand.Report report = life.report(0, null, null, null);
      life.does(
          new RunCommand.Report(
              Life.TOKEN_HASH,
              new dev.kindling.model.guard.FinalReport(
                  report.report().runId(), 1, "token", 0, null, null, null, null, "app-7")));

      assertThat(life.attempt().appId()).isEqualTo("app-7");
    }

    @ParameterizedTest
    @EnumSource(
        value = DriverState.class,
        names = {"ERROR", "RELAUNCHING", "SUBMITTED", "UNKNOWN"})
    void masterShouldProveNothingAboutAGrantedAttemptInThisState(DriverState state) {
      Life life = Life.running();
      Run before = life.run();

      assertThat(life.seen(state, "Worker lost").run()).isSameAs(before);
    }

    @Test
    void driverSeenShouldKeepTheWorkerOnce() {
      Life life = Life.running().seen(DriverState.RUNNING);
      Run placed = life.run();

      assertThat(life.attempt().worker()).isEqualTo("worker-1");
      assertThat(life.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.seen(DriverState.RUNNING).run()).isSameAs(placed);
    }

    @Test
    void driverSeenShouldLoseAGrantedAttemptThatFailedWithoutAWordFromItsGuard() {
      Life life = Life.running().seen(DriverState.FAILED);

      assertThat(life.state()).isEqualTo(RunState.LOST);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.LOST);
    }

    @Test
    void launchingAttemptShouldBeGivenUpWhenNobodyHearsOfItsSubmission() {
      Life life = Life.queued().begins();

      assertThat(life.after(RunMachine.ANSWER_DEADLINE.minusMillis(1)).ticks().state())
          .isEqualTo(RunState.LAUNCHING);
      assertThat(life.after(Duration.ofMillis(1)).ticks().attempt().state())
          .isEqualTo(AttemptState.ABANDONED);
    }

    @Test
    void limitsShouldNotOverflowHoweverLongTheyAre() {
      Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);
      Limits limits = new Limits(absurd, absurd, null, null, null, null);
      RetryPolicy policy = new RetryPolicy(3, absurd, absurd, null, null);

      Life life = Life.running(limits, policy).after(Duration.ofDays(1000)).ticks();

      assertThat(life.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.reports(1, "java.lang.Exception", "x").seen(DriverState.FAILED).state())
          .isEqualTo(RunState.RETRY_WAIT);
    }

    @Test
    void driverSeenShouldLoseAGrantedAttemptThatWasKilledAtTheMaster() {
      assertThat(Life.running().seen(DriverState.KILLED).state()).isEqualTo(RunState.LOST);
    }

    @ParameterizedTest
    @EnumSource(
        value = DriverState.class,
        names = {"FINISHED", "FAILED", "KILLED", "ERROR", "RELAUNCHING"})
    void driverSeenShouldAbandonAnAttemptThatEndedBeforeItsClaim(DriverState state) {
      Life life = Life.submitted().seen(state);

      assertThat(life.attempt().state()).isEqualTo(AttemptState.ABANDONED);
      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
    }

    @Test
    void driverSeenShouldFailForGoodWhenTheJarIsNotThere() {
      Life life =
          Life.queued(Limits.NONE, Life.THRICE)
              .begins()
              .accepted()
              .seen(
                  DriverState.ERROR,
                  "java.io.FileNotFoundException: /nowhere/job.jar\n\tat java.base/...");

      assertThat(life.state()).isEqualTo(RunState.FAILED);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.MISCONFIGURED);
      assertThat(life.run().reason()).contains("/nowhere/job.jar").contains("spark/appResource");
    }

    @Test
    void driverSeenShouldChangeNothingWhenItIsNotTheAttemptsDriver() {
      Life life = Life.running();
      Run before = life.run();

      life.does(new RunCommand.DriverSeen("driver-other", DriverState.FAILED, null, null));

      assertThat(life.run()).isSameAs(before);
    }

    @Test
    void driverUnknownShouldAbandonASubmittedAttemptButNeverAGrantedOne() {
      Life running = Life.running();
      Run before = running.run();

      assertThat(Life.submitted().does(new RunCommand.DriverUnknown(Life.DRIVER)).attempt().state())
          .isEqualTo(AttemptState.ABANDONED);
      assertThat(running.does(new RunCommand.DriverUnknown(Life.DRIVER)).run()).isSameAs(before);
    }
  }

  /** A report comes a moment before the process ends; user code's threads may still run. */
  @Nested
  class ProcessesThatAreAboutToEnd {
    private Life failing() {
      return Life.running(Limits.NONE, Life.THRICE)
          .reports(1, "java.lang.IllegalStateException", "boom");
    }

    @Test
    void reportShouldNotLetARetryBeginWhileTheProcessMayLive() {
      Life life = failing();

      assertThat(life.state()).isEqualTo(RunState.RUNNING);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.CLAIMED);
      assertThat(life.attempt().outcome().failureClass()).isEqualTo(FailureClass.EXCEPTION);
      assertThat(life.run().reason()).contains("boom");
    }

    @Test
    void reportShouldChangeNothingWhenItIsRepeated() {
      Life life = failing();
      Run reported = life.run();

      assertThat(life.reports(1, "java.lang.IllegalStateException", "boom").run())
          .isSameAs(reported);
    }

    @ParameterizedTest
    @EnumSource(
        value = DriverState.class,
        names = {"FAILED", "KILLED", "FINISHED"})
    void driverSeenShouldLetTheRetryBeginWithTheReportedReason(DriverState state) {
      Life life = failing().seen(state);

      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.FAILED);
      assertThat(life.attempt().outcome().exceptionClass())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(life.run().reason()).contains("boom").contains("Attempt 2 of 3 follows");
    }

    @ParameterizedTest
    @EnumSource(
        value = DriverState.class,
        names = {"RUNNING", "ERROR", "SUBMITTED", "RELAUNCHING", "UNKNOWN"})
    void driverSeenShouldNotEndItWhenItProvesNothing(DriverState state) {
      Life life = failing();
      Run reported = life.run();

      assertThat(life.seen(state).run()).isSameAs(reported);
    }

    @Test
    void leaseExpiredShouldLetTheRetryBeginWithTheReportedReason() {
      Life life = failing().leaseExpires();

      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.FAILED);
    }

    @Test
    void acceptedShouldNotForgetWhatWasReportedWhenItComesLast() {
      Life life =
          Life.queued(Limits.NONE, Life.THRICE)
              .begins()
              .does(Life.claim(1, Life.TOKEN_HASH, null, 101))
              .reports(1, "java.lang.IllegalStateException", "boom")
              .accepted();

      assertThat(life.attempt().outcome().exceptionClass())
          .isEqualTo("java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @EnumSource(
        value = DriverState.class,
        names = {"FINISHED", "FAILED"})
    void masterShouldTellTheExitCodeWhenUserCodeEndedTheJvm(DriverState state) {
      Life life =
          Life.running()
              .reports(GuardProtocol.EXIT_CODE_UNKNOWN, null, "System.exit was called at x.Y:1");
      assertThat(life.state()).isEqualTo(RunState.RUNNING);

      life.seen(state);

      assertThat(life.state())
          .isEqualTo(state == DriverState.FINISHED ? RunState.SUCCEEDED : RunState.FAILED);
      if (state == DriverState.FAILED) {
        assertThat(life.run().reason()).contains("System.exit was called at x.Y:1");
      }
    }

    @Test
    void cancelledRunShouldKeepItsReasonWhenItsDriverReportsAnUnknownCode() {
      Life life =
          Life.cancelling().reports(GuardProtocol.EXIT_CODE_UNKNOWN, null, "System.exit at x.Y:1");
      assertThat(life.state()).isEqualTo(RunState.CANCELLING);

      life.seen(DriverState.KILLED);

      assertThat(life.state()).isEqualTo(RunState.CANCELLED);
      assertThat(life.run().reason()).isEqualTo("Cancelled by ada: a mistake");
    }
  }

  @Nested
  class Retries {
    @Test
    void failureShouldWaitWithDoublingPausesUpToTheCap() {
      RetryPolicy policy =
          new RetryPolicy(6, Duration.ofSeconds(10), Duration.ofSeconds(30), null, null);
      Life life = Life.running(Limits.NONE, policy);

      for (long base : List.of(10L, 20L, 30L, 30L, 30L)) {
        life.reports(1, "java.lang.IllegalStateException", "boom").seen(DriverState.FAILED);
        Duration pause = Duration.between(life.now(), life.run().retryAt());
        assertThat(pause.toMillis()).isBetween(base * 800, base * 1_200);
        life.triesAgain().accepted().claims();
      }
      assertThat(life.reports(1, "java.lang.IllegalStateException", "boom").state())
          .isEqualTo(RunState.FAILED);
      assertThat(life.run().attempts()).hasSize(6);
    }

    @Test
    void pausesShouldBeSpreadByTheRunsId() {
      List<Duration> pauses =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(i -> Life.requested("run-" + i, Limits.NONE, Life.THRICE))
              .map(request -> Backoff.beforeAttempt(RunMachine.accept(request, Life.START), 1))
              .distinct()
              .toList();

      assertThat(pauses).hasSizeGreaterThan(25);
    }

    @Test
    void retryShouldNotBeginBeforeItsTime() {
      Life life =
          Life.running(Limits.NONE, Life.THRICE)
              .reports(1, "java.lang.IllegalStateException", "boom")
              .seen(DriverState.FAILED);
      Instant due = life.run().retryAt();

      life.after(Duration.between(life.now(), due).minusMillis(1)).ticks();
      assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
      life.after(Duration.ofMillis(1)).ticks();
      assertThat(life.state()).isEqualTo(RunState.QUEUED);
      assertThat(life.run().queuedAt()).isEqualTo(due);
    }

    @Test
    void abandonedAttemptsShouldNotCountAgainstThePolicy() {
      Life life = Life.launching();
      for (int i = 1; i < Endings.MAX_ABANDONED; i++) {
        life.does(new RunCommand.Unknown(i, "Timeout."));
        assertThat(life.state()).isEqualTo(RunState.RETRY_WAIT);
        life.triesAgain();
      }
      // One attempt is allowed, and after seven abandoned ones it is still to come.
      assertThat(life.accepted().claims().reports(0).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void abandonedAttemptsShouldEndTheRunWhenThereAreTooMany() {
      Life life = Life.queued(Limits.NONE, Life.THRICE).begins();
      for (int i = 1; i < Endings.MAX_ABANDONED; i++) {
        life.does(new RunCommand.Unknown(i, "Timeout.")).triesAgain();
      }
      life.does(new RunCommand.Unknown(Endings.MAX_ABANDONED, "Timeout."));

      assertThat(life.state()).isEqualTo(RunState.FAILED);
      assertThat(life.run().reason()).contains("8 tries").contains("Timeout.");
    }

    @Test
    void abandonedAttemptsShouldPauseLongerEachTimeUpToHalfAMinute() {
      Life life = Life.launching();
      for (long seconds : List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L)) {
        life.does(new RunCommand.Unknown(life.number(), "Timeout."));
        assertThat(Duration.between(life.now(), life.run().retryAt()))
            .isEqualTo(Duration.ofSeconds(seconds));
        life.triesAgain();
      }
    }
  }

  @Nested
  class Cancellations {
    @Test
    void cancelShouldEndARunAtOnceWhileNoDriverIsKnown() {
      Life waiting = Life.launching().does(new RunCommand.Unknown(1, "Timeout."));
      for (Life life : List.of(Life.queued(), Life.launching(), waiting)) {
        life.cancelled();

        assertThat(life.state()).isEqualTo(RunState.CANCELLED);
        assertThat(life.run().reason()).isEqualTo("Cancelled by ada: a mistake");
        assertThat(life.decision().effects()).isEmpty();
      }
    }

    @Test
    void cancelShouldEndASubmittedRunAtOnceAndKillItsDriver() {
      Life life = Life.submitted().cancelled();

      assertThat(life.state()).isEqualTo(RunState.CANCELLED);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
    }

    @Test
    void cancelShouldWaitForTheDriversEndWhenUserCodeRuns() {
      Life life = Life.running().cancelled();

      assertThat(life.state()).isEqualTo(RunState.CANCELLING);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
      assertThat(life.seen(DriverState.KILLED).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void cancelShouldChangeNothingWhenAskedTwice() {
      Life life = Life.cancelling();
      Run before = life.run();

      assertThat(life.cancelled().run()).isSameAs(before);
    }

    @Test
    void cancellingRunShouldBeCancelledHoweverItsDriverEnds() {
      Limits none = Limits.NONE;
      assertThat(Life.running(none, Life.THRICE).cancelled().leaseExpires().state())
          .isEqualTo(RunState.CANCELLED);
      assertThat(Life.running(none, Life.THRICE).cancelled().reports(143).state())
          .isEqualTo(RunState.CANCELLED);
      assertThat(Life.running(none, Life.THRICE).cancelled().seen(DriverState.FAILED).state())
          .isEqualTo(RunState.CANCELLED);
    }

    @Test
    void cancellingRunShouldSucceedWhenItWasDoneBeforeTheKill() {
      assertThat(Life.cancelling().reports(0).state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Nested
  class Deadlines {
    private final Limits limits =
        new Limits(Duration.ofMinutes(10), Duration.ofMinutes(5), null, null, null, null);

    @Test
    void tickShouldTimeAQueuedRunOutAndSayWhatItWaitedFor() {
      Life life =
          Life.queued(limits, Life.ONCE)
              .does(new RunCommand.Waits("a Spark worker"))
              .after(Duration.ofMinutes(5).minusMillis(1))
              .ticks();
      assertThat(life.state()).isEqualTo(RunState.QUEUED);

      life.after(Duration.ofMillis(1)).ticks();

      assertThat(life.state()).isEqualTo(RunState.TIMED_OUT);
      assertThat(life.run().reason()).contains("queueTimeout").contains("a Spark worker");
    }

    @Test
    void tickShouldTimeARunningAttemptOutAndKillItsDriver() {
      Life life =
          Life.running(limits, Life.THRICE).after(Duration.ofMinutes(10).minusMillis(1)).ticks();
      assertThat(life.state()).isEqualTo(RunState.RUNNING);

      life.after(Duration.ofMillis(1)).ticks();

      assertThat(life.state()).isEqualTo(RunState.CANCELLING);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
      assertThat(life.seen(DriverState.KILLED).state()).isEqualTo(RunState.TIMED_OUT);
      assertThat(life.attempt().state()).isEqualTo(AttemptState.TIMED_OUT);
    }

    @Test
    void tickShouldTimeAnAttemptOutAlsoWhenTheMastersAnswerWasLost() {
      Life life = Life.queued(limits, Life.ONCE).begins().claims();

      life.after(Duration.ofMinutes(10)).ticks();

      assertThat(life.state()).isEqualTo(RunState.CANCELLING);
    }

    @Test
    void runThatTimedOutShouldStaySoEvenIfItsDriverGetsDoneInTheLastMoment() {
      assertThat(
              Life.running(limits, Life.ONCE)
                  .after(Duration.ofMinutes(10))
                  .ticks()
                  .reports(0)
                  .state())
          .isEqualTo(RunState.TIMED_OUT);
    }

    @Test
    void tickShouldAbandonADriverThatRunsButNeverClaims() {
      Life life =
          Life.submitted()
              .seen(DriverState.RUNNING)
              .after(RunMachine.CLAIM_DEADLINE.minusMillis(1))
              .ticks();
      assertThat(life.state()).isEqualTo(RunState.SUBMITTED);

      life.after(Duration.ofMillis(1)).ticks();

      assertThat(life.attempt().state()).isEqualTo(AttemptState.ABANDONED);
      assertThat(life.decision().effects()).containsExactly(new RunEffect.Kill(Life.DRIVER));
    }

    @Test
    void tickShouldLeaveADriverThatWaitsAtTheMasterAlone() {
      Life life = Life.submitted().after(RunMachine.CLAIM_DEADLINE.multipliedBy(10)).ticks();

      assertThat(life.state()).isEqualTo(RunState.SUBMITTED);
    }
  }
}
