package dev.kindling.shipper.document;

import dev.kindling.shipper.checkpoint.ResumePoint;

/**
 * One document on its way to the search index.
 *
 * @param id its id, a function of its place
 * @param index its index, a function of whose log it is and of what stands in it up to there
 * @param body its JSON, sent as it is
 * @param start the stream offset of the event's first byte
 * @param after the place behind the event
 * @param deadLetter whether this is the small form of a document that was refused
 * @param stream who wants to know that it has arrived
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record LogDocument(
    String id,
    String index,
    byte[] body,
    long start,
    ResumePoint after,
    boolean deadLetter,
    Arrivals stream) {
  /** The event's bytes in the file. */
  public long length() {
    return after.offset() - start;
  }

  /** The same place with another body: smaller, or for another index. */
  public LogDocument replacedBy(String otherIndex, byte[] otherBody, boolean isDeadLetter) {
    return new LogDocument(id, otherIndex, otherBody, start, after, isDeadLetter, stream);
  }

  /** Told, on the shipper's thread, that a document is safe and its bytes may be forgotten. */
  @FunctionalInterface
  public interface Arrivals {
    void arrived(LogDocument document);

    /** Told that a document will be a dead letter, before it is sent as one. */
    default void refused(LogDocument document, String type, String reason) {}
  }
}
