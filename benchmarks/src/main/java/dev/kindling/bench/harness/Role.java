package dev.kindling.bench.harness;

/** What a contestant is to the others. */
public enum Role {
  /** The least that any solution must do. */
  LIMIT,
  /** Kindling. */
  OURS,
  /** What people use today. */
  PEER
}
