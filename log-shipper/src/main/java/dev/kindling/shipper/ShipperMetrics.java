package dev.kindling.shipper;

import dev.kindling.shipper.roll.RollWatch;
import dev.kindling.shipper.tail.LogLag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators see. Written on the shipper's thread, read on any; hears of lost files.
 *
 * <p>The names are in the module's README.
 */
public final class ShipperMetrics implements RollWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ShipperMetrics.class);

  private final AtomicReference<ShipperStatus> status;
  private final Counter bytes;
  private final Counter documents;
  private final Counter duplicates;
  private final Counter retries;
  private final Counter deadLetters;
  private static final double MILLIS_PER_SECOND = 1_000;

  /** So far behind is everybody at times. */
  private static final long BEHIND_MILLIS = 3_000;

  private final MultiGauge streamBytes;
  private final MultiGauge streamAges;
  private boolean anyBehind;
  private final Counter lostBytes;
  private final Counter missedRolls;

  public ShipperMetrics(MeterRegistry registry, AtomicReference<ShipperStatus> status) {
    this.status = status;
    this.bytes = counter(registry, "bytes", "Bytes of log files that are safe", "bytes");
    this.documents = counter(registry, "documents", "Documents that are safe", null);
    this.duplicates =
        counter(registry, "duplicates", "Documents that were in the index already", null);
    this.retries = counter(registry, "retries", "Documents that had to be sent again", null);
    this.deadLetters = counter(registry, "dead.letters", "Documents that the index refused", null);
    this.lostBytes =
        counter(registry, "lost", "Bytes that were deleted before they could be read", "bytes");
    this.missedRolls =
        counter(registry, "missed.rolls", "Rolls after which files may have been lost", null);
    gauge(registry, "lag", "Bytes on disk that are not safe yet", s -> (double) s.lag().bytes());
    gauge(
        registry,
        "endangered",
        "Bytes that are not safe yet and that a worker will delete soon",
        s -> (double) s.lag().endangered());
    gauge(registry, "held", "Bytes of documents in memory", s -> (double) s.heldBytes());
    Gauge.builder("kindling.shipper.streams", status, s -> s.get().streams())
        .description("Log files that are followed")
        .register(registry);
    TimeGauge.builder(
            "kindling.shipper.lag.age", status, TimeUnit.MILLISECONDS, s -> s.get().lag().millis())
        .description("How long the oldest byte that is not safe yet has been known")
        .register(registry);
    this.streamBytes =
        MultiGauge.builder("kindling.shipper.stream.lag")
            .description("Bytes that are not safe yet, of the streams that are furthest behind")
            .baseUnit("bytes")
            .register(registry);
    this.streamAges =
        MultiGauge.builder("kindling.shipper.stream.lag.age")
            .description("Age of the oldest byte that is not safe yet, of the same streams")
            .baseUnit("seconds")
            .register(registry);
    TimeGauge.builder(
            "kindling.shipper.checkpoint.age",
            status,
            TimeUnit.MILLISECONDS,
            s -> s.get().checkpointAgeMillis())
        .description("Time since the checkpoint was behind the acknowledgements; 0 if it is not")
        .register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, String unit) {
    return Counter.builder("kindling.shipper." + name)
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ShipperStatus> value) {
    Gauge.builder("kindling.shipper." + name, status, s -> value.applyAsDouble(s.get()))
        .description(description)
        .baseUnit("bytes")
        .register(registry);
  }

  /**
   * Tells again how far the worst streams are behind; those that have caught up are forgotten. Each
   * stream is a series of its own, so there are never many. Called by a timer.
   */
  public void tellStreams() {
    List<LogLag.StreamLag> streams =
        status.get().lag().furthestBehind().stream()
            .filter(lag -> lag.millis() > BEHIND_MILLIS)
            .toList();
    if (streams.isEmpty() && !anyBehind) {
      return;
    }
    anyBehind = !streams.isEmpty();
    streamBytes.register(rows(streams, lag -> (double) lag.bytes()), true);
    streamAges.register(rows(streams, lag -> lag.millis() / MILLIS_PER_SECOND), true);
  }

  private static List<MultiGauge.Row<?>> rows(
      List<LogLag.StreamLag> streams, ToDoubleFunction<LogLag.StreamLag> value) {
    return streams.stream()
        .<MultiGauge.Row<?>>map(
            lag -> MultiGauge.Row.of(Tags.of("stream", lag.key()), value.applyAsDouble(lag)))
        .toList();
  }

  /** A document is safe. */
  public void arrived(long fileBytes) {
    documents.increment();
    bytes.increment((double) fileBytes);
  }

  /** A document was in the index already. */
  public void duplicate() {
    duplicates.increment();
  }

  /** Documents have to be sent again. */
  public void retried(int count) {
    retries.increment(count);
  }

  @Override
  public void lost(Path file, long bytes) {
    LOG.error("{} was deleted before it could be opened: {} bytes are lost", file, bytes);
    lostBytes.increment((double) bytes);
  }

  @Override
  public void missed(Path active) {
    missedRolls.increment();
  }

  /** A document was refused. */
  public void deadLetter() {
    deadLetters.increment();
  }
}
