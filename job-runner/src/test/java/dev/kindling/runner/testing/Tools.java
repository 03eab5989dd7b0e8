package dev.kindling.runner.testing;

import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.PartitionTools;
import dev.kindling.runner.ledger.RunMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What a partition of runs works with in tests; the cluster's room is not looked at. */
public final class Tools {
  public static final Duration KEPT = Duration.ofDays(1);

  private Tools() {}

  public static PartitionTools of(
      Drivers drivers, LeaseBook leases, Supplier<String> tokens, MeterRegistry meters) {
    return of(drivers, leases, tokens, KEPT, meters);
  }

  /**
   * @param kept how long every ended run stays
   */
  public static PartitionTools of(
      Drivers drivers,
      LeaseBook leases,
      Supplier<String> tokens,
      Duration kept,
      MeterRegistry meters) {
    CapacityBook capacity = new CapacityBook();
    return new PartitionTools(
        "runner-1",
        "http://runner-1:8490",
        drivers,
        new Admission(new Gate(capacity, false, 4)),
        capacity,
        leases,
        tokens,
        kept,
        new RunMetrics(meters));
  }
}
