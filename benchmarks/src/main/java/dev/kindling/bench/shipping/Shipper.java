package dev.kindling.bench.shipping;

import java.nio.file.Path;

/** A program that carries a growing file into an index. One thread. */
interface Shipper extends AutoCloseable {
  /** As it stands in reports. */
  String name();

  /** What it fills; empty and ready after {@link #start}. */
  SearchIndex index();

  /**
   * Starts it on a new, empty log of which it knows nothing, with an empty index, or finds that it
   * runs.
   *
   * @return the file to append to
   */
  Path start();

  /** SIGKILL. */
  void kill();

  /** Starts it once more after a kill, on the same file and with what it has kept. */
  void restart();

  /** Ends the round: the log is taken away. What can go on running does. */
  void rest();

  long pid();

  @Override
  void close();
}
