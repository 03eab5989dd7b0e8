package dev.kindling.stack;

import java.time.Duration;

/** Hears how a start goes on; called from several threads. */
@FunctionalInterface
public interface StackListener {
  /**
   * A part answers.
   *
   * @param part its name
   * @param took since its start
   * @param where it answers, a URL or {@code host:port}
   */
  void ready(String part, Duration took, String where);

  /** Hears nothing. */
  static StackListener silent() {
    return (part, took, where) -> {};
  }
}
