package dev.kindling.shipper.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.kindling.kit.log.event.JoinState;

/**
 * A place between two events, with all that is needed to go on from there as if nothing had
 * happened.
 *
 * @param offset the stream offset of the next event's first byte
 * @param join what joining remembers there
 * @param lastStampMillis the newest time that a line before it named, in epoch milliseconds; 0 if
 *     none did
 */
public record ResumePoint(long offset, JoinState join, long lastStampMillis) {
  public static final ResumePoint START = new ResumePoint(0, JoinState.FRESH, 0);

  public ResumePoint {
    requireNonNull(join, "join is null");
  }
}
