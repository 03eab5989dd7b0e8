package dev.kindling.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> history = new CopyOnWriteArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle(Duration.ofMillis(50));

  private Supplier<Future<?>> says(String words) {
    return () -> {
      history.add(words);
      return Future.succeededFuture();
    };
  }

  private Supplier<Future<?>> fails(String words) {
    return () -> {
      history.add(words);
      return Future.failedFuture(words);
    };
  }

  private void add(String part) {
    lifecycle.add(part, says("+" + part), says("-" + part));
  }

  /** Nothing in these tests may take longer than a few stop bounds. */
  private static Throwable failureOf(Future<?> future) throws Exception {
    return future
        .<Throwable>map(done -> null)
        .otherwise(failure -> failure)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void startShouldStartInOrderAndStopInReverse() throws Exception {
    add("a");
    add("b");
    lifecycle.onStop("c", says("-c"));

    assertThat(failureOf(lifecycle.start())).isNull();
    assertThat(failureOf(lifecycle.stop())).isNull();

    assertThat(history).containsExactly("+a", "+b", "-c", "-b", "-a");
  }

  @Test
  void startShouldWaitForEachPartBeforeTheNext() throws Exception {
    Promise<Void> slow = Promise.promise();
    lifecycle.add("slow", slow::future, says("-slow"));
    add("next");

    Future<Void> started = lifecycle.start();

    assertThat(history).isEmpty();
    slow.complete();
    assertThat(failureOf(started)).isNull();
    assertThat(history).containsExactly("+next");
  }

  @Test
  void startShouldStopWhatHasStartedWhenAPartFails() throws Exception {
    add("a");
    add("b");
    lifecycle.add("bad", fails("+bad"), says("-bad"));
    add("never");

    Throwable failure = failureOf(lifecycle.start());

    assertThat(failure).hasMessage("bad did not start: +bad");
    assertThat(history).containsExactly("+a", "+b", "+bad", "-b", "-a");
  }

  @Test
  void startShouldTakeAnExceptionAsAFailure() throws Exception {
    add("a");
    lifecycle.add(
        "bad",
        () -> {
          throw new IllegalStateException("thrown");
        },
        says("-bad"));

    assertThat(failureOf(lifecycle.start())).hasMessage("bad did not start: thrown");
    assertThat(history).containsExactly("+a", "-a");
  }

  @Test
  void startShouldTellWhyItFailedAlsoWhenTheStopFailsToo() throws Exception {
    lifecycle.add("a", says("+a"), fails("-a"));
    lifecycle.add("bad", fails("+bad"), says("-bad"));

    assertThat(failureOf(lifecycle.start())).hasMessage("bad did not start: +bad");
  }

  @Test
  void stopShouldGoOnWhenAPartFailsAndTellTheFirstFailure() throws Exception {
    add("a");
    lifecycle.add("b", says("+b"), fails("-b"));
    lifecycle.add("c", says("+c"), fails("-c"));
    add("d");
    lifecycle.start();
    history.clear();

    Throwable failure = failureOf(lifecycle.stop());

    assertThat(history).containsExactly("-d", "-c", "-b", "-a");
    assertThat(failure).hasMessage("-c");
  }

  @Test
  void stopShouldGoOnWhenAPartThrows() throws Exception {
    add("a");
    lifecycle.onStop(
        "bad",
        () -> {
          throw new IllegalStateException("thrown");
        });
    lifecycle.start();

    assertThat(failureOf(lifecycle.stop())).hasMessage("thrown");
    assertThat(history).containsExactly("+a", "-a");
  }

  @Test
  void stopShouldGoOnWhenAPartHangs() throws Exception {
    add("a");
    lifecycle.onStop("hangs", () -> Promise.promise().future());
    lifecycle.start();

    assertThat(failureOf(lifecycle.stop())).isNotNull();
    assertThat(history).containsExactly("+a", "-a");
  }

  @Test
  void stopShouldDoNothingWhenNothingHasStarted() throws Exception {
    add("a");

    assertThat(failureOf(lifecycle.stop())).isNull();
    assertThat(history).isEmpty();
  }
}
