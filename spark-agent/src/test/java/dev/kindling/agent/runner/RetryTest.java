package dev.kindling.agent.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final long SEED = 20261121;
  private static final long MINUTE = Duration.ofSeconds(60).toNanos();

  private final ManualTicker ticker = new ManualTicker();
  private final Retry retry = new Retry(ticker, new SplittableRandom(SEED));
  private final long start = ticker.nanoTime();
  private final List<Long> asked = new ArrayList<>();

  @Test
  void untilShouldReturnTheFirstAnswer() {
    Answer<String> answer =
        retry.until(
            MINUTE, time -> asked() < 3 ? new Answer.None<>("no") : new Answer.Given<>("yes"));

    assertThat(answer).isEqualTo(new Answer.Given<>("yes"));
    assertThat(asked).hasSize(3);
  }

  @Test
  void untilShouldGiveUpAtTheBoundWithTheLastReason() {
    Answer<String> answer = retry.until(MINUTE, time -> new Answer.None<>("no " + asked()));

    assertThat(answer).isEqualTo(new Answer.None<>("no " + asked.size()));
    // The last round is the bound's last 200 ms.
    assertThat(ticker.nanoTime() - start).isEqualTo(Duration.ofMillis(59_800).toNanos());
    assertThat(asked).as("seed %d", SEED).hasSizeBetween(14, 30);
  }

  @Test
  void untilShouldLengthenItsPausesUpToFiveSeconds() {
    retry.until(MINUTE, time -> new Answer.None<>("no " + asked()));

    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      pauses.add(asked.get(i) - asked.get(i - 1));
    }
    assertThat(pauses.get(0)).as("seed %d", SEED).isBetween(millis(100), millis(200));
    assertThat(pauses.get(1)).as("seed %d", SEED).isBetween(millis(200), millis(400));
    assertThat(pauses).as("seed %d", SEED).allMatch(pause -> pause <= millis(5_000));
  }

  @Test
  void untilShouldKeepTheBoundWhenEveryQuestionStalls() {
    retry.until(
        MINUTE,
        time -> {
          ticker.advance(time);
          return new Answer.None<>("stalled " + asked());
        });

    assertThat(ticker.nanoTime() - start).isLessThanOrEqualTo(MINUTE);
  }

  @Test
  void untilShouldAskOnceWhenNoTimeIsLeft() {
    retry.until(-1, time -> new Answer.None<>("no " + asked()));

    assertThat(asked).hasSize(1);
  }

  private int asked() {
    asked.add(ticker.nanoTime() - start);
    return asked.size();
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
