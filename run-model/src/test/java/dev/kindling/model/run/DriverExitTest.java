package dev.kindling.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A driver that is our own child: its exit code is seen. */
class DriverExitTest {
  private static RunCommand exits(int code) {
    return new RunCommand.DriverExited(1, code, "its last line");
  }

  @Test
  void exitWithZeroShouldBeASuccessWhenTheGuardCouldNotSaySo() {
    Life life = Life.running().does(exits(0));

    assertThat(life.run().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void exitShouldGiveTheCodeThatTheGuardCouldNotSee() {
    Life life =
        Life.running().reports(GuardProtocol.EXIT_CODE_UNKNOWN, null, "exit at a.B").does(exits(3));

    assertThat(life.run().state()).isEqualTo(RunState.FAILED);
    Outcome outcome = life.run().attempts().get(0).outcome();
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.failureClass()).isEqualTo(FailureClass.EXIT_CODE);
  }

  @Test
  void exitShouldNotOverruleTheGuardsReport() {
    Life life =
        Life.running(Limits.NONE, Life.THRICE).reports(1, "a.Boom", "boom").does(exits(137));

    assertThat(life.run().state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(life.run().attempts().get(0).outcome().exceptionClass()).isEqualTo("a.Boom");
  }

  @ParameterizedTest
  @CsvSource({"76, could not renew its lease", "137, ran out of memory", "1, without a word"})
  void exitWithoutAReportShouldBeLostAndSayWhatTheCodeMeans(int code, String words) {
    Life life = Life.running().does(exits(code));

    assertThat(life.run().state()).isEqualTo(RunState.LOST);
    assertThat(life.run().reason()).contains(words);
  }

  @Test
  void exitBeforeTheClaimShouldAbandonTheAttemptAndQuoteItsLastLine() {
    Life life = Life.launching().does(exits(101));

    assertThat(life.run().state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(life.run().reason()).contains("101").contains("its last line");
  }

  @Test
  void exitOfACancelledDriverShouldEndTheRunAsCancelled() {
    assertThat(Life.cancelling().does(exits(143)).run().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void exitOfAnAttemptBeforeShouldChangeNothing() {
    Life life = Life.running();

    life.does(new RunCommand.DriverExited(7, 1, null));

    assertThat(life.run().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void renewalShouldRememberTheExecutorsAndKeepThemWhenTheNextOneIsSilent() {
    List<Executor> executors = List.of(new Executor("0", "h", "worker-1"));

    Life life =
        Life.running()
            .does(new RunCommand.Renew(1, Life.TOKEN_HASH, "app-1", executors))
            .does(new RunCommand.Renew(1, Life.TOKEN_HASH, null, null));

    assertThat(life.run().attempts().get(0).executors()).isEqualTo(executors);
    assertThat(life.run().attempts().get(0).appId()).isEqualTo("app-1");
  }

  @Test
  void skipShouldEndARunThatHasNeverStartedAndNoOther() {
    RunCommand skip = new RunCommand.Skip("one is under way");

    assertThat(Life.queued().does(skip).run().state()).isEqualTo(RunState.SKIPPED);
    assertThat(Life.running().does(skip).run().state()).isEqualTo(RunState.RUNNING);
  }
}
