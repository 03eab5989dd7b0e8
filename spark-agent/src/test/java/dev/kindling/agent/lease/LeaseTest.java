package dev.kindling.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.ManualTicker;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.LeaseReply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final ManualTicker ticker = new ManualTicker();
  private final long granted = ticker.nanoTime();
  private final Lease lease = Lease.granted(ClaimReply.granted(45_000, 10_000), granted);

  @Test
  void grantedShouldRunFromTheMomentItWasAskedFor() {
    assertThat(lease.untilRenewal(granted)).isEqualTo(seconds(10));
    assertThat(lease.untilLost(granted)).isEqualTo(seconds(45));
  }

  @Test
  void answeredShouldRunFromTheMomentItWasSentWhenKept() {
    ticker.advance(Duration.ofSeconds(10));
    long sentAt = ticker.nanoTime();

    Lease renewed = lease.answered(LeaseReply.kept(30_000), sentAt);

    ticker.advance(Duration.ofSeconds(4));
    assertThat(renewed.untilLost(ticker.nanoTime())).isEqualTo(seconds(26));
    assertThat(renewed.untilRenewal(ticker.nanoTime())).isEqualTo(seconds(6));
    assertThat(renewed.trouble()).isNull();
  }

  @Test
  void answeredShouldBeLostAtOnceWhenEnded() {
    Lease ended = lease.answered(LeaseReply.ended("cancelled"), granted);

    assertThat(ended.untilLost(granted)).isZero();
    assertThat(ended.untilRenewal(granted)).isEqualTo(Long.MAX_VALUE);
    assertThat(ended.trouble()).isEqualTo("cancelled");
    assertThat(ended.leaving()).isEqualTo(ended);
  }

  @Test
  void unansweredShouldTryAgainSoonWithoutMoreTime() {
    ticker.advance(Duration.ofSeconds(19));

    Lease waiting = lease.unanswered("HTTP 503", ticker.nanoTime());

    assertThat(waiting.untilRenewal(ticker.nanoTime())).isEqualTo(seconds(2));
    assertThat(waiting.untilLost(ticker.nanoTime())).isEqualTo(seconds(26));
    assertThat(waiting.trouble()).isEqualTo("HTTP 503");
  }

  @Test
  void untilLostShouldBeZeroWhenNotRenewedForTheWholeLease() {
    ticker.advance(Duration.ofSeconds(45));

    assertThat(lease.unanswered("away", ticker.nanoTime()).untilLost(ticker.nanoTime())).isZero();
  }

  @Test
  void hurriedShouldBeDueNow() {
    assertThat(lease.hurried(granted).untilRenewal(granted)).isZero();
  }

  @Test
  void leavingShouldIgnoreRepliesButNotTheTime() {
    Lease leaving = lease.leaving();

    assertThat(leaving.answered(LeaseReply.ended("reported"), granted)).isEqualTo(leaving);
    assertThat(leaving.answered(LeaseReply.kept(90_000), granted)).isEqualTo(leaving);
    assertThat(leaving.untilRenewal(granted)).isEqualTo(Long.MAX_VALUE);
    assertThat(leaving.untilLost(granted)).isEqualTo(seconds(45));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
