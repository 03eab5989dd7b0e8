package dev.kindling.model.guard;

/**
 * The owner's answer to a sign of life.
 *
 * @param keep whether the attempt may go on; when false the guard halts at once
 * @param reason why not, for the driver's log; null when it may go on
 * @param leaseMillis how long the renewed lease lasts, in milliseconds
 */
public record LeaseReply(boolean keep, String reason, long leaseMillis) {
  public static LeaseReply kept(long leaseMillis) {
    return new LeaseReply(true, null, leaseMillis);
  }

  public static LeaseReply ended(String reason) {
    return new LeaseReply(false, reason, 0);
  }
}
