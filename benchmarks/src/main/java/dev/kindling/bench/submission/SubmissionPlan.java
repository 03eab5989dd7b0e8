package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Race;

/**
 * How much the submission yardstick measures.
 *
 * @param rounds of each race; the first does not count
 * @param operations of limit and ours in a round of the latency race
 * @param peerOperations of the peer in such a round; each takes seconds
 * @param rateOperations of limit and ours in a round of the rate race
 * @param inFlight in the rate race
 * @param jobs over which ours spreads the runs of the rate race, so that all partitions have work
 * @param judged whether expectations are looked at
 */
public record SubmissionPlan(
    int rounds,
    int operations,
    int peerOperations,
    int rateOperations,
    int inFlight,
    int jobs,
    boolean judged) {

  /** What expectations are judged on; about four minutes. */
  public static SubmissionPlan full() {
    return new SubmissionPlan(Race.ROUNDS, 300, 2, 600, 16, 8, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static SubmissionPlan quick() {
    return new SubmissionPlan(2, 30, 1, 64, 16, 8, false);
  }
}
