package dev.kindling.stack.process;

/** What becomes of a command's own children when the command dies alone. */
public enum Orphans {
  /**
   * They live on until the process is closed (or this JVM dies). A Spark worker that is killed
   * leaves its drivers behind for a while; tests of faults must be able to see that.
   */
  STAY,
  /** They are ended at once. */
  END
}
