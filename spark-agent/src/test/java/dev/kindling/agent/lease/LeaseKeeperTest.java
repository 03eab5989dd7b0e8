package dev.kindling.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.GuardLog;
import dev.kindling.agent.Ticker;
import dev.kindling.agent.testing.FakeRunner;
import dev.kindling.agent.testing.ManualTicker;
import dev.kindling.agent.testing.Reaction;
import dev.kindling.agent.testing.Requests;
import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private final ManualTicker ticker = new ManualTicker();
  private final RunnerScript script = RunnerScript.friendly(45_000, 10_000);
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
  private final LeaseKeeper keeper = keeper(ticker, 45_000, 10_000);

  @Test
  void renewIfDueShouldAskOnlyWhenTheTimeHasCome() {
    ticker.advance(Duration.ofMillis(9_999));
    keeper.renewIfDue();
    assertThat(script.renewals).isEmpty();

    ticker.advance(Duration.ofMillis(1));
    keeper.renewIfDue();
    assertThat(script.renewals).containsExactly(Requests.ATTEMPT);
  }

  @Test
  void haltIfLostShouldNeverHaltWhileRenewalsAreAnswered() {
    for (int i = 0; i < 20; i++) {
      ticker.advance(Duration.ofSeconds(10));
      keeper.renewIfDue();
      keeper.haltIfLost();
    }

    assertThat(halts).isEmpty();
    assertThat(script.renewals).hasSize(20);
  }

  @Test
  void haltIfLostShouldHaltWhenTheRunnerWasAwayForAWholeLease() {
    script.onRenewal(Reaction.of(Reaction.Kind.AWAY));
    for (int i = 0; i < 44; i++) {
      ticker.advance(Duration.ofSeconds(1));
      keeper.renewIfDue();
      keeper.haltIfLost();
    }
    assertThat(halts).isEmpty();

    ticker.advance(Duration.ofSeconds(1));
    keeper.haltIfLost();

    assertThat(halts).containsExactly(GuardProtocol.EXIT_LEASE_LOST);
    assertThat(lines())
        .containsExactly(
            "kindling guard: no renewal (AWAY); lease left: 35000 ms",
            "kindling guard: the lease was not renewed in time (AWAY); halting with 76");
  }

  @Test
  void haltIfLostShouldSayWhyWhenTheOwnerEndsTheAttempt() {
    script.onRenewal(Reaction.reply(LeaseReply.ended("the run was\ncancelled")));
    ticker.advance(Duration.ofSeconds(10));

    keeper.renewIfDue();
    keeper.haltIfLost();

    assertThat(halts).containsExactly(GuardProtocol.EXIT_LEASE_LOST);
    assertThat(lines())
        .containsExactly(
            "kindling guard: the job-runner ended this attempt: the run was cancelled;"
                + " halting with 76");
  }

  @Test
  void renewIfDueShouldUseLessThanOnePauseWhenTheEndpointStalls() {
    script.onRenewal(Reaction.of(Reaction.Kind.STALLED));
    ticker.advance(Duration.ofSeconds(10));
    long before = ticker.nanoTime();

    keeper.renewIfDue();

    assertThat(Duration.ofNanos(ticker.nanoTime() - before)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void applicationStartedShouldRenewAtOnceWithTheId() {
    keeper.applicationStarted("app-1");

    keeper.renewIfDue();

    assertThat(script.renewals).singleElement().extracting("appId").isEqualTo("app-1");
    assertThat(keeper.appId()).isEqualTo("app-1");
  }

  @Test
  void renewIfDueShouldTellOfExecutorsOnceTheyAreNewAndUntilItIsAnswered() {
    ExecutorSeen executor = new ExecutorSeen("0", "h", "h:8081");
    keeper.executorAdded(executor);
    script.onRenewal(Reaction.of(Reaction.Kind.AWAY), Reaction.reply(LeaseReply.kept(45_000)));

    for (int i = 0; i < 3; i++) {
      ticker.advance(Duration.ofSeconds(10));
      keeper.renewIfDue();
    }

    assertThat(script.renewals)
        .extracting("executors")
        .containsExactly(List.of(executor), List.of(executor), null);
    assertThat(keeper.executors()).containsExactly(executor);
  }

  @Test
  void executorsShouldBeBounded() {
    for (int i = 0; i < 1_000; i++) {
      keeper.executorAdded(new ExecutorSeen(Integer.toString(i), "h", null));
    }

    assertThat(keeper.executors()).hasSize(100);
  }

  @Test
  void leaveShouldStopRenewalsAndHaltWithTheJobsCodeWhenTheExitHangs() {
    ticker.advance(Duration.ofSeconds(12));

    long left = keeper.leave(0);

    assertThat(Duration.ofNanos(left)).isEqualTo(Duration.ofSeconds(33));
    keeper.renewIfDue();
    keeper.haltIfLost();
    assertThat(script.renewals).isEmpty();
    assertThat(halts).isEmpty();
    ticker.advance(Duration.ofSeconds(33));
    keeper.haltIfLost();
    assertThat(halts).containsExactly(0);
  }

  @Test
  void leaveShouldHaltAsForALostLeaseWhenTheCodeIsUnknown() {
    keeper.leave(GuardProtocol.EXIT_CODE_UNKNOWN);
    ticker.advance(Duration.ofSeconds(45));

    keeper.haltIfLost();

    assertThat(halts).containsExactly(GuardProtocol.EXIT_LEASE_LOST);
  }

  @Test
  void startShouldRenewAndHaltOnThreadsOfItsOwn() throws InterruptedException {
    script.onRenewal(
        Reaction.reply(LeaseReply.kept(60_000)), Reaction.reply(LeaseReply.ended("enough")));

    keeper(Ticker.system(), 60_000, 20).start();

    assertThat(halts.poll(20, TimeUnit.SECONDS)).isEqualTo(GuardProtocol.EXIT_LEASE_LOST);
    assertThat(script.renewals).hasSize(2);
  }

  private LeaseKeeper keeper(Ticker clock, long leaseMillis, long renewalMillis) {
    return new LeaseKeeper(
        new FakeRunner(script, clock),
        clock,
        new GuardLog(stderr),
        halts::add,
        Requests.ATTEMPT,
        Lease.granted(ClaimReply.granted(leaseMillis, renewalMillis), clock.nanoTime()));
  }

  private List<String> lines() {
    return stderr.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
