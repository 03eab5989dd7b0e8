package dev.kindling.shipper.tail;

import java.util.List;

/**
 * How far all streams are behind.
 *
 * @param bytes on disk that are not safe yet
 * @param millis how long the oldest of them has been known
 * @param endangered bytes of logs that the worker's cleanup will delete within a seventh of its
 *     time
 * @param furthestBehind the streams with the oldest such bytes, the worst first
 */
public record LogLag(long bytes, long millis, long endangered, List<StreamLag> furthestBehind) {
  /** Nobody is behind. */
  public static final LogLag NONE = new LogLag(0, 0, 0, List.of());

  /**
   * How far one stream is behind.
   *
   * @param key its name in the checkpoint
   * @param bytes on disk that are not safe yet
   * @param millis how long the oldest of them has been known
   */
  public record StreamLag(String key, long bytes, long millis) {}
}
