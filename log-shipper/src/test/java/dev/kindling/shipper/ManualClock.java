package dev.kindling.shipper;

import java.time.Instant;

/** A clock that moves when it is told to. */
public final class ManualClock implements ShipperClock {
  private static final Instant START = Instant.parse("2026-11-20T23:00:00Z");

  private long millis;

  public void advance(long by) {
    millis += by;
  }

  @Override
  public long monotonicMillis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return START.plusMillis(millis);
  }
}
