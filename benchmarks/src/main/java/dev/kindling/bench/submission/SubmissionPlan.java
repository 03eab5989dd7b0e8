package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Race;

/**
 * How much the submission yardstick measures.
 *
 * @param warmUps rounds of {@code warmUpOperations} of limit and ours before the races
 * @param warmUpOperations in each
 * @param rounds of each race; the first does not count
 * @param operations of limit and ours in a round of the latency race
 * @param peerOperations of each peer in such a round; each takes seconds
 * @param rateOperations of limit and ours in a round of the rate race
 * @param peerRateOperations of Livy in such a round, all of them at once
 * @param inFlight of limit and ours in the rate race
 * @param jobs over which ours spreads the runs of the rate race, so that all partitions have work
 * @param judged whether expectations are looked at
 */
public record SubmissionPlan(
    int warmUps,
    int warmUpOperations,
    int rounds,
    int operations,
    int peerOperations,
    int rateOperations,
    int peerRateOperations,
    int inFlight,
    int jobs,
    boolean judged) {

  /** What expectations are judged on; about eight minutes. */
  public static SubmissionPlan full() {
    return new SubmissionPlan(8, 4_000, Race.ROUNDS, 300, 2, 2_000, 8, 16, 8, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static SubmissionPlan quick() {
    return new SubmissionPlan(1, 16, 2, 10, 1, 32, 2, 16, 8, false);
  }
}
