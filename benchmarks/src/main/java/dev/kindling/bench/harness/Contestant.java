package dev.kindling.bench.harness;

import java.util.List;

/**
 * One way to do the work that is measured. The race calls the steps of a round in order, on one
 * thread, and runs nobody else meanwhile. Only {@link #run} is timed.
 */
public interface Contestant extends AutoCloseable {
  /** As it stands in reports; unique in its race. */
  String name();

  Role role();

  /** The processes that do the work, besides this JVM and the children that it waits for. */
  List<Long> processes();

  /** Those among them that would not run without it; none unless it says so. */
  default List<Long> ownProcesses() {
    return List.of();
  }

  /** Makes everything ready, so that the timed part holds only the work. */
  void prepare(int round);

  /**
   * Does the work of a round.
   *
   * @throws BenchException if an operation did not do what it should
   */
  Timings run(int round);

  /** Takes away all that the round left, so that the next one finds what this one found. */
  void clear(int round);

  /** Lets go of what {@link #prepare} took; after each round, also one that failed anywhere. */
  @Override
  void close();
}
