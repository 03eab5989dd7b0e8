package dev.kindling.scheduler.shape;

/**
 * What one turn of a partition may write, all its triggers together: a transaction that is too
 * large would time out, and again when it is tried again. Something may go beyond it once begun;
 * the rest comes with the next turn.
 */
final class TurnBudget {
  private static final int RECORDS = 2_000;
  private static final int BYTES = 8_000_000;

  private int records = RECORDS;
  private int bytes = BYTES;

  /** Whether anything more may be written. */
  boolean hasRoom() {
    return records > 0 && bytes > 0;
  }

  /** One record is written. */
  void spend(int recordBytes) {
    records--;
    bytes -= recordBytes;
  }
}
