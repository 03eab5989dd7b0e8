package dev.kindling.bench.harness;

/** What a run of a yardstick says, and what the process that ran it ends with. */
public enum Verdict {
  /** Every expectation is met. */
  MET(0),
  /** One at least is not. */
  MISSED(1),
  /** The machine drifted: the figures mean nothing, whatever they are. */
  VOID(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
