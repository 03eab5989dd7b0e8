package dev.kindling.agent;

import java.util.function.Consumer;

/**
 * Where {@link AppWatch}, which Spark creates, finds the guard of its driver: they share a class
 * loader and nothing else. Empty in a driver without a guard. Thread-safe.
 */
final class RunningGuard {
  private static volatile Consumer<String> applications = id -> {};

  private RunningGuard() {}

  /** The guard of this driver wants to know of Spark applications. */
  static void listen(Consumer<String> guard) {
    applications = guard;
  }

  /** A Spark application of this driver has started. */
  static void applicationStarted(String appId) {
    applications.accept(appId);
  }
}
