package dev.kindling.shipper.delivery;

/**
 * Bounds of memory and of requests.
 *
 * @param queueBytes documents that wait or are on their way; reading stops above it
 * @param batchBytes documents of one request
 * @param leastBatchBytes how small a busy cluster can make a request
 * @param batchDocuments documents of one request
 * @param leastSpacingMillis from one request to the next, if that is not full, while answers come
 *     at once
 * @param mostSpacingMillis the same while Elasticsearch is slow
 * @param requests at the same time
 */
public record DeliveryLimits(
    long queueBytes,
    int batchBytes,
    int leastBatchBytes,
    int batchDocuments,
    long leastSpacingMillis,
    long mostSpacingMillis,
    int requests) {
  public static final DeliveryLimits DEFAULT =
      new DeliveryLimits(6L << 20, 2 << 20, 64 << 10, 4_000, 5, 100, 2);
}
