package dev.kindling.shipper.checkpoint;

import java.util.Comparator;

/**
 * The place of a rolled file among those of one log: by the time of its last write, and by its name
 * where two were rolled in one tick of the file system's clock. The name alone is no order: Spark
 * makes it from local time, which goes back once a year.
 *
 * @param writtenNanos the last write, in nanoseconds since the epoch
 * @param name the file's name without {@code .gz}
 */
public record RollMark(long writtenNanos, String name) implements Comparable<RollMark> {
  private static final Comparator<RollMark> ORDER =
      Comparator.comparingLong(RollMark::writtenNanos).thenComparing(RollMark::compareNames);

  /** The last write, in milliseconds since the epoch. */
  public long writtenMillis() {
    return writtenNanos / 1_000_000;
  }

  @Override
  public int compareTo(RollMark other) {
    return ORDER.compare(this, other);
  }

  /** Spark puts {@code --} between the parts, the last of which may be a number that grows. */
  private static int compareNames(RollMark one, RollMark other) {
    String[] parts = one.name.split("--", -1);
    String[] others = other.name.split("--", -1);
    for (int i = 0; i < Math.min(parts.length, others.length); i++) {
      int order = comparePart(parts[i], others[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(parts.length, others.length);
  }

  private static int comparePart(String part, String other) {
    boolean numbers = isNumber(part) && isNumber(other);
    return numbers && part.length() != other.length()
        ? Integer.compare(part.length(), other.length())
        : part.compareTo(other);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
