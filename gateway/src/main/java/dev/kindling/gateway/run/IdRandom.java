package dev.kindling.gateway.run;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers for ids, which have to differ and are no secret: a generator for each thread,
 * seeded by one that is better and slower. Thread-safe if that is.
 */
public final class IdRandom implements RandomGenerator {
  private final ThreadLocal<SplittableRandom> ofThread;

  /**
   * @param seeds such as a {@link java.security.SecureRandom}
   */
  public IdRandom(RandomGenerator seeds) {
    this.ofThread = ThreadLocal.withInitial(() -> new SplittableRandom(seeds.nextLong()));
  }

  @Override
  public long nextLong() {
    return ofThread.get().nextLong();
  }
}
