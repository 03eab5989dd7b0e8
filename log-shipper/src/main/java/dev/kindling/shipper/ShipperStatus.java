package dev.kindling.shipper;

import java.util.List;

/**
 * How the shipper does, as of its last turn. For health checks and metrics.
 *
 * @param streams log files that are followed
 * @param waiting directories whose command line is not written yet
 * @param foreign directories of processes that are not ours, and are left alone
 * @param lagBytes bytes on disk that are not safe yet
 * @param lagMillis how long the oldest byte that is not safe yet has been known
 * @param furthestBehind the streams with the oldest such bytes, the worst first
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
    long lagBytes,
    long lagMillis,
    List<StreamLag> furthestBehind,
    long heldBytes,
    long checkpointAgeMillis,
    String deliveryProblem,
    String diskProblem) {
  static final ShipperStatus NOT_STARTED =
      new ShipperStatus(0, 0, 0, 0, 0, List.of(), 0, 0, "not started", null);

  /**
   * How far one stream is behind.
   *
   * @param key its name in the checkpoint
   * @param bytes on disk that are not safe yet
   * @param millis how long the oldest of them has been known
   */
  public record StreamLag(String key, long bytes, long millis) {}
}
