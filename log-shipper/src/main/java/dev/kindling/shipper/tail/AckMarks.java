package dev.kindling.shipper.tail;

import dev.kindling.shipper.checkpoint.ResumePoint;

/**
 * How far a stream is safe without a gap. Documents arrive in any order; the mark moves over the
 * first of them that have all arrived. Pure; one thread.
 *
 * <p>A ring, since every line of every log passes here: a map of places took a tenth of what the
 * shipper allocates.
 */
final class AckMarks {
  /** A power of two, as every size of the ring. */
  private static final int USUAL = 16;

  private long[] starts;

  /** What is safe once this and all before it have arrived. */
  private ResumePoint[] afters;

  private boolean[] arrived;
  private int first;
  private int count;
  private ResumePoint low;

  AckMarks(ResumePoint low) {
    this.low = low;
    makeEmpty(USUAL);
  }

  /** An event was handed to the delivery; events come in the order of the file. */
  void sent(long start, ResumePoint after) {
    if (count == starts.length) {
      grow();
    }
    int at = at(count++);
    starts[at] = start;
    afters[at] = after;
    arrived[at] = false;
  }

  /**
   * An event is safe.
   *
   * @return whether the low-water mark moved
   */
  boolean arrived(long start) {
    int place = find(start);
    if (place < 0) {
      return false;
    }
    arrived[at(place)] = true;
    boolean moved = false;
    while (count > 0 && arrived[first]) {
      low = afters[first];
      afters[first] = null;
      first = at(1);
      count--;
      moved = true;
    }
    if (count == 0 && starts.length > USUAL) {
      makeEmpty(USUAL); // a file that is quiet now keeps nothing of its busy hour
    }
    return moved;
  }

  /** Everything before it is safe. */
  ResumePoint low() {
    return low;
  }

  boolean isEmpty() {
    return count == 0;
  }

  private int at(int place) {
    return (first + place) & (starts.length - 1);
  }

  /** Its place in the order of the file; negative if it is not there. */
  private int find(long start) {
    int from = 0;
    int to = count - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      long there = starts[at(middle)];
      if (there == start) {
        return middle;
      }
      if (there < start) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -1;
  }

  private void grow() {
    long[] oldStarts = starts;
    ResumePoint[] oldAfters = afters;
    boolean[] oldArrived = arrived;
    int begin = first;
    int held = count;
    makeEmpty(2 * held);
    for (int i = 0; i < held; i++) {
      int at = (begin + i) & (held - 1);
      starts[i] = oldStarts[at];
      afters[i] = oldAfters[at];
      arrived[i] = oldArrived[at];
    }
    count = held;
  }

  private void makeEmpty(int size) {
    starts = new long[size];
    afters = new ResumePoint[size];
    arrived = new boolean[size];
    first = 0;
    count = 0;
  }
}
