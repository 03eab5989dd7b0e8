package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what another thread will bring. */
final class Promises {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Promises() {}

  /**
   * @throws BenchException if it fails, or does not come within a minute
   */
  static <T> T await(CompletableFuture<T> promise, String what) {
    try {
      return promise.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while waiting for " + what, interrupted);
    } catch (ExecutionException failure) {
      throw new BenchException(
          what + " failed: " + failure.getCause().getMessage(), failure.getCause());
    } catch (TimeoutException late) {
      throw new BenchException(what + " did not come in " + DEADLINE.toSeconds() + " s", late);
    }
  }
}
