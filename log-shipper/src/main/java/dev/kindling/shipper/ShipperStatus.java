package dev.kindling.shipper;

import dev.kindling.shipper.tail.LogLag;

/**
 * How the shipper does, as of its last turn. For health checks and metrics.
 *
 * @param streams log files that are followed
 * @param waiting directories whose command line is not written yet
 * @param foreign directories of processes that are not ours, and are left alone
 * @param lag how far they are behind
 * @param heldBytes bytes of documents in memory
 * @param checkpointAgeMillis how long the checkpoint has been behind the acknowledgements
 * @param deliveryProblem what keeps documents from arriving, null if nothing does
 * @param diskProblem what keeps logs from being read or the checkpoint from being written, null if
 *     nothing does
 */
public record ShipperStatus(
    int streams,
    int waiting,
    int foreign,
    LogLag lag,
    long heldBytes,
    long checkpointAgeMillis,
    String deliveryProblem,
    String diskProblem) {
  static final ShipperStatus NOT_STARTED =
      new ShipperStatus(0, 0, 0, LogLag.NONE, 0, 0, "not started", null);
}
