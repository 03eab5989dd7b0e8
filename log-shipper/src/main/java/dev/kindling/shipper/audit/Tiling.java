package dev.kindling.shipper.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whether documents cover a file exactly: every byte in one document, no byte in two. Pure.
 *
 * @param documents how many there are
 * @param bytes the sum of their lengths
 * @param size the file's size
 * @param gaps bytes that are in no document
 * @param overlaps bytes that are in more than one document, or behind the end of the file
 */
public record Tiling(
    int documents, long bytes, long size, List<ByteRange> gaps, List<ByteRange> overlaps) {

  /** Lays the ranges on a file of some size. */
  public static Tiling of(Collection<ByteRange> ranges, long size) {
    List<ByteRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::start).thenComparingLong(ByteRange::length));
    List<ByteRange> gaps = new ArrayList<>();
    List<ByteRange> overlaps = new ArrayList<>();
    long covered = 0;
    long bytes = 0;
    for (ByteRange range : sorted) {
      if (range.start() > covered) {
        gaps.add(new ByteRange(covered, range.start() - covered));
      } else if (range.start() < covered) {
        long end = Math.min(covered, range.end());
        overlaps.add(new ByteRange(range.start(), end - range.start()));
      }
      covered = Math.max(covered, range.end());
      bytes += range.length();
    }
    if (covered < size) {
      gaps.add(new ByteRange(covered, size - covered));
    } else if (covered > size) {
      overlaps.add(new ByteRange(size, covered - size));
    }
    return new Tiling(sorted.size(), bytes, size, List.copyOf(gaps), List.copyOf(overlaps));
  }

  /** Whether every byte is in exactly one document. */
  public boolean isExact() {
    return gaps.isEmpty() && overlaps.isEmpty() && bytes == size;
  }
}
