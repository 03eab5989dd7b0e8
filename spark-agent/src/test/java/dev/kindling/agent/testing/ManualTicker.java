package dev.kindling.agent.testing;

import dev.kindling.agent.Ticker;
import java.time.Duration;

/** A clock that stands still until it is told to move, or until somebody sleeps. Thread-safe. */
public final class ManualTicker implements Ticker {
  // Close to the overflow on purpose: only differences of readings may be used.
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void sleep(long nanos) {
    now += nanos;
  }

  /** Lets so much time pass. */
  public void advance(Duration time) {
    sleep(time.toNanos());
  }
}
