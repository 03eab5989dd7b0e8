package dev.kindling.agent.runner;

/**
 * What came back from the job-runner: a reply of its owner, or nothing that counts as one.
 *
 * @param <T> what the owner replies with
 */
public sealed interface Answer<T> {
  /**
   * The owner of the run has spoken; asking again would not change it.
   *
   * @param reply never null
   */
  record Given<T>(T reply) implements Answer<T> {}

  /**
   * Nobody has spoken for the owner: unreachable, too slow, not ready (503), not the owner (421),
   * or not understood. The same question may be asked again.
   *
   * @param why for the driver's log, on one line; never null
   */
  record None<T>(String why) implements Answer<T> {}
}
