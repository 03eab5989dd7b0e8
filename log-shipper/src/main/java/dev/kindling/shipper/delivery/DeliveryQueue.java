package dev.kindling.shipper.delivery;

import dev.kindling.shipper.document.LogDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Documents that are not safe yet, within a bound of bytes. Those that come back are sent before
 * new ones. Pure; one thread.
 */
final class DeliveryQueue {
  private final DeliveryLimits limits;
  private final Deque<LogDocument> fresh = new ArrayDeque<>();
  private final Deque<List<LogDocument>> returned = new ArrayDeque<>();
  private long heldBytes;
  private long freshBytes;

  DeliveryQueue(DeliveryLimits limits) {
    this.limits = limits;
  }

  boolean hasRoom() {
    return heldBytes < limits.queueBytes();
  }

  /** Bytes of documents that wait or are on their way. */
  long heldBytes() {
    return heldBytes;
  }

  boolean isEmpty() {
    return fresh.isEmpty() && returned.isEmpty();
  }

  void offer(LogDocument document) {
    fresh.add(document);
    freshBytes += document.body().length;
    heldBytes += document.body().length;
  }

  /** Takes back documents that were handed out, to be sent as one request. */
  void giveBack(List<LogDocument> documents) {
    if (!documents.isEmpty()) {
      returned.addFirst(documents);
    }
  }

  /** A document that was handed out has another body now. */
  void resized(LogDocument before, LogDocument after) {
    heldBytes += after.body().length - before.body().length;
  }

  /** A document that was handed out is safe. */
  void release(LogDocument document) {
    heldBytes -= document.body().length;
  }

  /**
   * The next request.
   *
   * @param batchBytes its largest size at present
   * @param due whether to send what is there without waiting for company
   * @return null if there is nothing to send yet
   */
  List<LogDocument> next(int batchBytes, boolean due) {
    if (!returned.isEmpty()) {
      return returned.removeFirst();
    }
    boolean full = freshBytes >= batchBytes || fresh.size() >= limits.batchDocuments();
    return fresh.isEmpty() || !(due || full) ? null : take(batchBytes);
  }

  /** When there is something to send, if new documents are due at a time: that, now, or never. */
  long dueAt(long time) {
    if (!returned.isEmpty()) {
      return Long.MIN_VALUE;
    }
    return fresh.isEmpty() ? Long.MAX_VALUE : time;
  }

  private List<LogDocument> take(int batchBytes) {
    List<LogDocument> batch = new ArrayList<>();
    int bytes = 0;
    while (!fresh.isEmpty() && batch.size() < limits.batchDocuments()) {
      int length = fresh.getFirst().body().length;
      if (!batch.isEmpty() && bytes + length > batchBytes) {
        break;
      }
      bytes += length;
      freshBytes -= length;
      batch.add(fresh.removeFirst());
    }
    return batch;
  }
}
