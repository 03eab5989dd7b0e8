package dev.kindling.agent.lease;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.LeaseReply;
import java.util.concurrent.TimeUnit;

/**
 * The right to be the attempt, as a value: when to renew it and when it is lost. Pure; every time
 * is a reading of the monotonic clock in nanoseconds, and only differences are used.
 *
 * <p>A lease runs from the moment the question was <em>sent</em>, not from its answer: the owner
 * counts from a later moment, so the guard gives up first.
 *
 * @param validUntil when the lease is lost unless renewed
 * @param nextRenewal when to ask again
 * @param renewalNanos the pause between two renewals that succeed
 * @param phase whether it is held, being given back, or taken away
 * @param trouble why it was taken away or why the last renewal had no answer; null when all is well
 */
public record Lease(
    long validUntil, long nextRenewal, long renewalNanos, Phase phase, String trouble) {
  /** How the lease stands, its time aside. */
  public enum Phase {
    /** User code may run; renewals go on. */
    HELD,
    /** The driver ends; no renewal is sent and replies change nothing, but the time still runs. */
    LEAVING,
    /** The owner has said no. */
    ENDED
  }

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

  /** The lease that a granted claim gives, sent at {@code sentAt}. */
  public static Lease granted(ClaimReply reply, long sentAt) {
    long renewal = TimeUnit.MILLISECONDS.toNanos(reply.renewalMillis());
    return new Lease(
        sentAt + TimeUnit.MILLISECONDS.toNanos(reply.leaseMillis()),
        sentAt + renewal,
        renewal,
        Phase.HELD,
        null);
  }

  /** Takes the owner's reply to a renewal that was sent at {@code sentAt}. */
  public Lease answered(LeaseReply reply, long sentAt) {
    if (phase != Phase.HELD) {
      return this;
    }
    if (!reply.keep()) {
      return new Lease(validUntil, nextRenewal, renewalNanos, Phase.ENDED, reply.reason());
    }
    return new Lease(
        sentAt + TimeUnit.MILLISECONDS.toNanos(reply.leaseMillis()),
        sentAt + renewalNanos,
        renewalNanos,
        phase,
        null);
  }

  /** A renewal had no answer: tries again after a fifth of the usual pause, at most 2 s. */
  public Lease unanswered(String why, long now) {
    long pause = Math.min(Math.max(renewalNanos / 5, SHORTEST_PAUSE), LONGEST_PAUSE);
    return new Lease(
        validUntil, now + pause, renewalNanos, phase, phase == Phase.HELD ? why : trouble);
  }

  /** There is news for the owner: renew now. */
  public Lease hurried(long now) {
    return new Lease(validUntil, now, renewalNanos, phase, trouble);
  }

  /** The driver ends; a lease that the owner took away stays so. */
  public Lease leaving() {
    return phase == Phase.ENDED
        ? this
        : new Lease(validUntil, nextRenewal, renewalNanos, Phase.LEAVING, trouble);
  }

  /** Nanoseconds until a renewal is due, 0 or less when it is, a very long time when never. */
  public long untilRenewal(long now) {
    return phase == Phase.HELD ? nextRenewal - now : Long.MAX_VALUE;
  }

  /** Nanoseconds until the process must be gone, 0 or less when it must at once. */
  public long untilLost(long now) {
    return phase == Phase.ENDED ? 0 : validUntil - now;
  }
}
