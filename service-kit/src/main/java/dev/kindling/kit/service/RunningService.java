package dev.kindling.kit.service;

import io.vertx.core.Future;

/** A service that is up. */
public interface RunningService {
  /** Its name, such as {@code gateway}. */
  String name();

  /** The port of health and metrics. */
  int managementPort();

  /** The port of the service itself; 0 for one that listens nowhere else. */
  int port();

  /**
   * Stops it in the reverse order of its start; drains what is in flight within bounds. Completes
   * in any case; fails if a part could not be stopped cleanly.
   */
  Future<Void> stop();
}
