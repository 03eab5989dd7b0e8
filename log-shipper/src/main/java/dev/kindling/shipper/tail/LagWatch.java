package dev.kindling.shipper.tail;

import dev.kindling.shipper.tail.LogLag.StreamLag;
import dev.kindling.shipper.work.ProcessLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees how far the streams are behind, and whether the worker's cleanup will delete bytes that are
 * not safe. Source of the rule: Spark 4.0.0, {@code Worker}: a directory in which nothing was
 * written for {@code spark.worker.cleanup.appDataTtl} seconds (a week) is deleted, unless one of
 * its executors runs; drivers are not asked for.
 *
 * <p>Used by the shipper's thread only.
 */
public final class LagWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
  private static final int MOST_TOLD = 20;
  private static final long CLEANUP_LOOK_MILLIS = 10_000;
  private static final int WARNING_SHARE = 7;

  private final long cleanupMillis;
  private LogLag lag = LogLag.NONE;
  private long endangered;
  private long nextCleanupLookAt = Long.MIN_VALUE;

  /**
   * @param cleanup how long after the last write a worker deletes a directory
   */
  public LagWatch(Duration cleanup) {
    this.cleanupMillis = cleanup.toMillis();
  }

  /**
   * Looks once.
   *
   * @param now milliseconds that never go back
   * @param wallMillis the wall clock, as file systems have it
   */
  public void look(List<LogStream> streams, long now, long wallMillis) {
    if (now >= nextCleanupLookAt) {
      nextCleanupLookAt = now + CLEANUP_LOOK_MILLIS;
      endangered = endangered(streams, wallMillis);
    }
    List<StreamLag> worst =
        streams.stream()
            .map(
                stream ->
                    new StreamLag(stream.source().key(), stream.lagBytes(), stream.lagMillis(now)))
            .filter(one -> one.millis() > 0)
            .sorted(Comparator.comparingLong(StreamLag::millis).reversed())
            .limit(MOST_TOLD)
            .toList();
    lag = new LogLag(0, worst.isEmpty() ? 0 : worst.get(0).millis(), endangered, worst);
  }

  /** What the last look saw, with the bytes as of now. */
  public LogLag lag(List<LogStream> streams) {
    long bytes = streams.stream().mapToLong(LogStream::lagBytes).sum();
    return new LogLag(bytes, lag.millis(), lag.endangered(), lag.furthestBehind());
  }

  private long endangered(List<LogStream> streams, long wallMillis) {
    long bytes = 0;
    LogStream first = null;
    for (LogStream stream : streams) {
      boolean isOfWorker = stream.source() instanceof ProcessLog;
      if (isOfWorker && stream.lagBytes() > 0 && isEndangered(stream, wallMillis)) {
        bytes += stream.lagBytes();
        first = first == null ? stream : first;
      }
    }
    if (first != null && endangered == 0) {
      LOG.error(
          "{} bytes, of {} first, are not shipped, and the worker will delete them: nothing was"
              + " written there for almost {}",
          bytes,
          first.source().path(),
          Duration.ofMillis(cleanupMillis));
    }
    return bytes;
  }

  private boolean isEndangered(LogStream stream, long wallMillis) {
    try {
      long written = stream.writtenMillis();
      long left = written + cleanupMillis - wallMillis;
      return written > 0 && left < cleanupMillis / WARNING_SHARE;
    } catch (IOException unreadable) {
      return false; // a trouble of its own, told by whoever reads it
    }
  }
}
