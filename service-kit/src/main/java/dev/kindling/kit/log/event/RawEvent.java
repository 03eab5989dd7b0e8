package dev.kindling.kit.log.event;

import java.util.Set;

/**
 * One event as it stands in the file.
 *
 * @param start the offset of its first byte in the stream
 * @param bytes its bytes, line ends included: events tile the stream without gap or overlap. Not
 *     copied, never changed
 * @param kind what opened it
 * @param flags what is special about its shape
 * @param group where the first piece of the same event begins, -1 if it is in one piece so far
 * @param after what joining remembers behind this event
 */
@SuppressWarnings("ArrayRecordComponent") // one owner at a time, never compared
public record RawEvent(
    long start, byte[] bytes, EventKind kind, Set<EventFlag> flags, long group, JoinState after) {
  /** The offset behind its last byte. */
  public long end() {
    return start + bytes.length;
  }

  public boolean isContinuation() {
    return flags.contains(EventFlag.CONTINUATION);
  }
}
