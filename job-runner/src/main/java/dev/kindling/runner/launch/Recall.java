package dev.kindling.runner.launch;

/**
 * Whether a launch has been given up before it was sent: its run was cancelled, or is somebody
 * else's by now. Thread-safe; the owner of the run calls it back, whoever sends it asks just
 * before. One that has been sent already is not called back by this: its driver is refused at its
 * claim.
 */
public final class Recall {
  private volatile boolean called;

  /** Gives the launch up. */
  public void call() {
    called = true;
  }

  /** Whether it is given up. */
  public boolean isCalled() {
    return called;
  }
}
