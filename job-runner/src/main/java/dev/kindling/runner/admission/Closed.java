package dev.kindling.runner.admission;

/**
 * Why a run may not start now.
 *
 * @param scope for whom else the same gate is closed
 * @param words what the run waits for, with numbers, as the end of "waits for …"
 */
record Closed(Scope scope, String words) {
  /** How far a closed gate reaches. */
  enum Scope {
    /** The other runs of the job wait for the same. */
    JOB,
    /** As for the job; and if it lasts, nobody may overtake. */
    ROOM,
    /** So do all runs of the pool. */
    POOL,
    /** So do all runs. */
    ALL
  }
}
