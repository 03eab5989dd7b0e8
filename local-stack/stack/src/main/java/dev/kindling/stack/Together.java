package dev.kindling.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs blocking steps at the same time. */
final class Together {
  private Together() {}

  /**
   * Runs each step on a thread of its own and waits for all.
   *
   * @throws RuntimeException that of the first step that failed, with the others suppressed
   */
  static void run(List<Runnable> steps) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Runnable step : steps) {
      running.add(
          CompletableFuture.runAsync(step, task -> new Thread(task, "local stack").start()));
    }
    RuntimeException first = null;
    for (CompletableFuture<Void> one : running) {
      try {
        one.join();
      } catch (CompletionException failure) {
        RuntimeException cause =
            failure.getCause() instanceof RuntimeException known ? known : failure;
        if (first == null) {
          first = cause;
        } else {
          first.addSuppressed(cause);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
