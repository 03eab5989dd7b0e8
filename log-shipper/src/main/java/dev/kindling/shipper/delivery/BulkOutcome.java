package dev.kindling.shipper.delivery;

import java.util.List;

/** How a bulk request ended. */
public sealed interface BulkOutcome {
  /**
   * Elasticsearch worked through it; each document has its own result, in the request's order.
   *
   * @param items one for each document
   */
  record Answered(List<ItemResult> items) implements BulkOutcome {}

  /**
   * The request was refused as a whole: nothing of it was indexed.
   *
   * @param status the HTTP status
   * @param reason in words
   */
  record Refused(int status, String reason) implements BulkOutcome {}

  /**
   * No answer: refused connection, timeout, reset. What was indexed is unknown, and does not
   * matter, since the ids are the same when it is sent again.
   *
   * @param reason in words
   */
  record Unreachable(String reason) implements BulkOutcome {}
}
