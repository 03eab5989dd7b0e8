package dev.kindling.agent.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.GuardLog;
import dev.kindling.agent.lease.Lease;
import dev.kindling.agent.lease.LeaseKeeper;
import dev.kindling.agent.runner.Retry;
import dev.kindling.agent.testing.FakeRunner;
import dev.kindling.agent.testing.ManualTicker;
import dev.kindling.agent.testing.Reaction;
import dev.kindling.agent.testing.Requests;
import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.FinalReport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final ManualTicker ticker = new ManualTicker();
  private final RunnerScript script = RunnerScript.friendly(45_000, 10_000);
  private final FakeRunner runner = new FakeRunner(script, ticker);
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final GuardLog log = new GuardLog(stderr);
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          runner,
          ticker,
          log,
          code -> {},
          Requests.ATTEMPT,
          Lease.granted(ClaimReply.granted(45_000, 10_000), ticker.nanoTime()));
  private final Ending ending =
      new Ending(
          runner,
          new Retry(ticker, new SplittableRandom(1)),
          log,
          keeper,
          Requests.ATTEMPT,
          Duration.ofSeconds(30));
  private final long start = ticker.nanoTime();

  @Test
  void sendShouldReportWhatWasDecidedFirst() {
    keeper.applicationStarted("app-1");

    assertThat(ending.decide(Outcome.returned())).isTrue();
    assertThat(ending.decide(Outcome.signalled("SIGTERM", 15))).isFalse();
    ending.send();

    assertThat(script.reports)
        .containsExactly(
            new FinalReport(Requests.RUN_ID, 2, "t0ken", 0, null, null, null, null, "app-1"));
    assertThat(stderr.size()).isZero();
  }

  @Test
  void sendShouldRepeatTheSameReportUntilItIsAnswered() {
    script.onReport(
        Reaction.of(Reaction.Kind.AWAY),
        Reaction.of(Reaction.Kind.NOT_READY),
        Reaction.of(Reaction.Kind.NOT_OWNER),
        Reaction.reply(true));
    ending.decide(Outcome.threw(new IllegalStateException("x")));

    ending.send();

    assertThat(script.reports).hasSize(4);
    assertThat(new HashSet<>(script.reports)).hasSize(1);
  }

  @Test
  void sendShouldGiveUpAfterItsBound() {
    script.onReport(Reaction.of(Reaction.Kind.STALLED));
    ending.decide(Outcome.returned());

    ending.send();

    assertThat(elapsed()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    assertThat(stderr.toString(StandardCharsets.UTF_8))
        .contains("the final report was not answered: STALLED");
  }

  @Test
  void sendShouldGiveUpWithTheLeaseWhenThatIsSooner() {
    script.onReport(Reaction.of(Reaction.Kind.STALLED));
    ending.decide(Outcome.returned());
    ticker.advance(Duration.ofSeconds(40));

    ending.send();

    assertThat(elapsed()).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(45));
  }

  @Test
  void sendShouldStopAskingWhenTheRunnerDoesNotWantIt() {
    script.onReport(Reaction.reply(false));
    ending.decide(Outcome.returned());

    ending.send();

    assertThat(script.reports).hasSize(1);
    assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("did not want the final report");
  }

  @Test
  void onShutdownShouldReportNothingMoreWhenMainHasReported() {
    ending.decide(Outcome.returned());
    ending.send();

    ending.onShutdown();

    assertThat(script.reports).hasSize(1);
  }

  @Test
  void onShutdownShouldReportNoSuccessWhenMainHasNotEnded() {
    // This JVM is not going down, so no thread shows who does it; GuardIT has those that do.
    ending.onShutdown();

    assertThat(script.reports).singleElement().extracting("exitCode").isEqualTo(-1);
    assertThat(ending.decide(Outcome.returned())).isFalse();
  }

  private Duration elapsed() {
    return Duration.ofNanos(ticker.nanoTime() - start);
  }
}
