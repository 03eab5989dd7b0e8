package dev.kindling.shipper.tail;

import dev.kindling.shipper.checkpoint.ResumePoint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a stream is safe without a gap. Documents arrive in any order; the mark moves over the
 * first of them that have all arrived. Pure; one thread.
 */
final class AckMarks {
  private final Map<Long, Mark> open = new LinkedHashMap<>();
  private ResumePoint low;

  AckMarks(ResumePoint low) {
    this.low = low;
  }

  /** An event was handed to the delivery; events come in the order of the file. */
  void sent(long start, ResumePoint after) {
    open.put(start, new Mark(after));
  }

  /**
   * An event is safe.
   *
   * @return whether the low-water mark moved
   */
  boolean arrived(long start) {
    Mark mark = open.get(start);
    if (mark == null) {
      return false;
    }
    mark.arrived = true;
    boolean moved = false;
    Iterator<Mark> marks = open.values().iterator();
    while (marks.hasNext()) {
      Mark oldest = marks.next();
      if (!oldest.arrived) {
        break;
      }
      low = oldest.after;
      marks.remove();
      moved = true;
    }
    return moved;
  }

  /** Everything before it is safe. */
  ResumePoint low() {
    return low;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  private static final class Mark {
    private final ResumePoint after;
    private boolean arrived;

    Mark(ResumePoint after) {
      this.after = after;
    }
  }
}
