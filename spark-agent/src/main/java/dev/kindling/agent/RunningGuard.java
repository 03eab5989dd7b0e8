package dev.kindling.agent;

import dev.kindling.model.guard.ExecutorSeen;

/**
 * Where {@link AppWatch}, which Spark creates, finds the guard of its driver: they share a class
 * loader and nothing else. Nobody listens in a driver without a guard. Thread-safe.
 */
final class RunningGuard {
  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void applicationStarted(String appId) {}

        @Override
        public void executorAdded(ExecutorSeen executor) {}
      };

  private static volatile Listener guard = NOBODY;

  private RunningGuard() {}

  /** What a guard wants to know of its driver's Spark application. */
  interface Listener {
    void applicationStarted(String appId);

    void executorAdded(ExecutorSeen executor);
  }

  /** The guard of this driver wants to know. */
  static void listen(Listener listener) {
    guard = listener;
  }

  static void forget() {
    guard = NOBODY;
  }

  static Listener guard() {
    return guard;
  }
}
