package dev.kindling.shipper;

import java.time.Instant;
import java.time.InstantSource;

/** Both clocks of the shipper. Deadlines go by the one that never jumps. */
public interface ShipperClock extends InstantSource {
  /** Milliseconds that never go back; only differences mean something. */
  long monotonicMillis();

  /** The machine's clocks. */
  static ShipperClock system() {
    return new ShipperClock() {
      @Override
      public long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
      }

      @Override
      public Instant instant() {
        return Instant.now();
      }
    };
  }
}
