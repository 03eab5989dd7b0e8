package dev.kindling.model.guard;

/**
 * The owner's answer to a claim. A grant is durable before it is sent, and an attempt is granted to
 * one driver only.
 *
 * @param granted whether user code may start
 * @param reason why not, for the driver's log; null when granted
 * @param leaseMillis how long the attempt may run without a renewal, in milliseconds
 * @param renewalMillis how often to renew, in milliseconds
 */
public record ClaimReply(boolean granted, String reason, long leaseMillis, long renewalMillis) {
  public static ClaimReply granted(long leaseMillis, long renewalMillis) {
    return new ClaimReply(true, null, leaseMillis, renewalMillis);
  }

  public static ClaimReply refused(String reason) {
    return new ClaimReply(false, reason, 0, 0);
  }
}
