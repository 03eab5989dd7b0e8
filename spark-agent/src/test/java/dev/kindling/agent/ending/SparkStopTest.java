package dev.kindling.agent.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.GuardLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class SparkStopTest {
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @Test
  void stopShouldPassTheExitCodeOn() {
    List<Integer> codes = new ArrayList<>();

    stop(codes::add, Duration.ofSeconds(20)).stop(1);

    assertThat(codes).containsExactly(1);
    assertThat(stderr.size()).isZero();
  }

  @Test
  void stopShouldComeBackWhenSparkHangs() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);

    stop(code -> awaitQuietly(never), Duration.ofMillis(50)).stop(0);

    assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("Spark did not stop in 0 s");
    never.countDown();
  }

  @Test
  void stopShouldSayNothingWhenThereIsNoSpark() {
    stop(
            code -> {
              throw new NoClassDefFoundError("org/apache/spark/SparkContext$");
            },
            Duration.ofSeconds(20))
        .stop(0);

    assertThat(stderr.size()).isZero();
  }

  @Test
  void stopShouldComeBackWhenSparkThrows() {
    stop(
            code -> {
              throw new IllegalStateException("no bus");
            },
            Duration.ofSeconds(20))
        .stop(0);

    assertThat(stderr.toString(StandardCharsets.UTF_8))
        .contains("Spark failed to stop")
        .contains("no bus");
  }

  @Test
  void ofThisJvmShouldDoNothingWhenNoContextIsActive() {
    SparkStop.ofThisJvm(new GuardLog(stderr)).stop(0);

    assertThat(stderr.size()).isZero();
  }

  private SparkStop stop(IntConsumer action, Duration bound) {
    return new SparkStop(new GuardLog(stderr), action, bound);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
