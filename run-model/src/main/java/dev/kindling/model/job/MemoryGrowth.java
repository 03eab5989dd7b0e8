package dev.kindling.model.job;

/**
 * How the memory of a driver or of its executors grows from an attempt that ran out of it to the
 * next.
 *
 * @param percent what the next attempt gets of what the last one had, from 100; never null
 * @param max what it never exceeds, such as {@code 8g}; null for twice what the job asks for
 */
public record MemoryGrowth(Integer percent, String max) {
  private static final int DEFAULT_PERCENT = 150;

  public MemoryGrowth {
    percent = percent == null ? Integer.valueOf(DEFAULT_PERCENT) : percent;
  }

  /**
   * The next size.
   *
   * @param asked what the job asks for, in MiB
   * @param last what the attempt had that ran out of memory, in MiB
   * @return in MiB, never less than {@code last}
   */
  public int next(int asked, int last) {
    long cap = max == null ? 2L * asked : MemorySize.mebibytes(max);
    long grown = Math.min(cap, (long) last * percent / 100);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(last, grown));
  }
}
