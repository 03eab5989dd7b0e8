package dev.kindling.gateway.run;

import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.SharedJobs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns records of {@code kindling.runs} into the index. Called by one thread, the view's.
 *
 * <p>A record that is no run was written by somebody else's hand: it is counted and logged, and the
 * reading goes on. A run in a newer form stops the view, since to leave it out would be to lie.
 */
public final class RunTable {
  private static final Logger LOG = LoggerFactory.getLogger(RunTable.class);
  private final RunIndex index;
  private final Counter unreadable;

  private final SharedJobs jobs = new SharedJobs();

  public RunTable(RunIndex index, MeterRegistry meters) {
    this.index = index;
    this.unreadable =
        meters.counter("kindling.gateway.unreadable.records", "topic", "kindling.runs");
  }

  /**
   * Takes the next record.
   *
   * @throws IllegalStateException if it is in a newer form than this gateway knows
   */
  public void apply(String id, byte[] value) {
    if (value == null) {
      if (id != null) {
        index.apply(id, null);
      }
      return;
    }
    Run run;
    try {
      run = Json.read(value, Run.class);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      refuse(id, e);
      return;
    }
    if (run == null || run.id() == null || run.job() == null || run.requestedAt() == null) {
      refuse(id, null);
      return;
    }
    if (run.schema() > Run.SCHEMA) {
      throw new IllegalStateException(
          "run " + id + " has schema " + run.schema() + ": this gateway is too old for it");
    }
    index.apply(run.id(), jobs.in(run));
  }

  private void refuse(String id, Exception failure) {
    unreadable.increment();
    LOG.error("kindling.runs has no run under {}", id, failure);
  }
}
