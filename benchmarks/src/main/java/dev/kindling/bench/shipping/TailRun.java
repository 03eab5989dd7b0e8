package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Percentiles;
import dev.kindling.stack.process.Waiter;
import java.nio.file.Path;
import java.time.Duration;

/** How long a line is on its way while a process writes a few each second. */
final class TailRun {
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final int WARMING_SECONDS = 3;

  private final BulkTap tap;
  private final ShippingPlan plan;

  TailRun(BulkTap tap, ShippingPlan plan) {
    this.tap = tap;
    this.plan = plan;
  }

  /** From the write to the moment when the bulk request with the line has arrived. */
  Percentiles millis(Shipper shipper) {
    int rate = ShippingPlan.SLOW_LINES_PER_SECOND;
    NumberedLines lines = new NumberedLines(WARMING_SECONDS * rate, plan.tailSeconds() * rate);
    Path log = shipper.start();
    try {
      tap.watch(lines);
      lines.write(log, rate);
      if (!Waiter.until(() -> lines.through() == lines.count(), LATE)) {
        throw new BenchException(
            shipper.name() + " brought " + lines.through() + " of " + lines.count() + " lines");
      }
      return lines.millis();
    } finally {
      tap.watch(null);
      shipper.rest();
    }
  }
}
