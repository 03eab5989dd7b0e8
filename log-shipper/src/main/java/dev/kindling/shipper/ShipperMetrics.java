package dev.kindling.shipper;

import dev.kindling.shipper.roll.RollWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.nio.file.Path;
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
    gauge(registry, "lag", "Bytes on disk that are not safe yet", s -> (double) s.lagBytes());
    gauge(registry, "held", "Bytes of documents in memory", s -> (double) s.heldBytes());
    Gauge.builder("kindling.shipper.streams", status, s -> s.get().streams())
        .description("Log files that are followed")
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
