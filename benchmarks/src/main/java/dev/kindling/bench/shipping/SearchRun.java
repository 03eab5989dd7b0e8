package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Percentiles;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** How long after it was written a line is found by a search, while many are written. */
final class SearchRun {
  private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int WARMING_SECONDS = 3;

  /** The furthest line that can be found: a search like any other. */
  private static final String FURTHEST =
      "{\"size\":1,\"_source\":[\"message\"],\"sort\":[{\"log.offset\":\"desc\"}],"
          + "\"query\":{\"match_phrase\":{\"message\":\"Code generated for\"}}}";

  private final ShippingPlan plan;

  SearchRun(ShippingPlan plan) {
    this.plan = plan;
  }

  /** From the write of a line to the first answer that has it, or one behind it. */
  Percentiles millis(Shipper shipper) {
    int rate = ShippingPlan.BUSY_LINES_PER_SECOND;
    NumberedLines lines = new NumberedLines(WARMING_SECONDS * rate, plan.tailSeconds() * rate);
    Path log = shipper.start();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<?> found = reader.submit(() -> look(shipper.index(), lines));
      lines.write(log, rate);
      found.get(LATE_NANOS, TimeUnit.NANOSECONDS);
      return lines.millis();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("not all lines were found", e);
    } finally {
      reader.shutdownNow();
      shipper.rest();
    }
  }

  private static void look(SearchIndex index, NumberedLines lines) {
    int through = 0;
    long end = System.nanoTime() + LATE_NANOS * 2;
    int furthest = -1;
    // Up to the line behind them: it must not be on its way while the next run begins.
    while (furthest < lines.count() && System.nanoTime() < end) {
      furthest = index.furthest(FURTHEST, NumberedLines.NUMBER);
      long now = System.nanoTime();
      while (through <= Math.min(furthest, lines.count() - 1)) {
        lines.arrived(through, now);
        through++;
      }
      LockSupport.parkNanos(ASK_NANOS);
    }
  }
}
