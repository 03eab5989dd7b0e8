package dev.kindling.runner.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Until when each claimed attempt may live without a sign of life. Kept in memory only: a new owner
 * gives every claimed attempt one full lease before it doubts it, which is why nothing is written
 * per renewal.
 *
 * <p>Measured by a monotonic clock, so that a wall clock that is set forward kills nobody. Used on
 * the owner's thread.
 */
public final class LeaseBook {
  private final Duration lease;
  private final LongSupplier nanoTime;
  private final Map<String, Entry> entries = new HashMap<>();

  public LeaseBook(Duration lease, LongSupplier nanoTime) {
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  /** A claim or a sign of life: a full lease from now on. */
  public void renew(String runId, int attempt) {
    entries.put(runId, new Entry(attempt, nanoTime.getAsLong()));
  }

  /** The attempt has ended. */
  public void forget(String runId) {
    entries.remove(runId);
  }

  /** The attempts whose lease has run out; they stay in the book until forgotten. */
  public List<Expired> expired() {
    long now = nanoTime.getAsLong();
    List<Expired> expired = new ArrayList<>();
    entries.forEach(
        (runId, entry) -> {
          if (now - entry.renewedAt > lease.toNanos()) {
            expired.add(new Expired(runId, entry.attempt));
          }
        });
    return expired;
  }

  /** An attempt without a lease. */
  public record Expired(String runId, int attempt) {}

  private record Entry(int attempt, long renewedAt) {}
}
