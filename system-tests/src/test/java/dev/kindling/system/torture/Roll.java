package dev.kindling.system.torture;

/** What becomes of a log's file meanwhile. */
enum Roll {
  NONE,
  BY_SIZE,
  BY_TIME,
  COMPRESSED,
  /**
   * The worker's cleanup deletes the directory at the end, with bytes in it that nobody has read.
   */
  DIRECTORY_DELETED,
  /** A supervised driver starts again and appends. */
  RELAUNCHED;

  boolean isDriver() {
    return this == NONE || this == RELAUNCHED;
  }
}
