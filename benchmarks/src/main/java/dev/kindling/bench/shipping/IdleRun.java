package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.CpuMeter;
import dev.kindling.bench.harness.Pause;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a shipper takes that has nothing to do. */
final class IdleRun {
  /**
   * Compilers look at what is idle for the first time, too, and for longer than at anything else.
   */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final ShippingPlan plan;
  private final CpuMeter cpu = new CpuMeter();

  IdleRun(ShippingPlan plan) {
    this.plan = plan;
  }

  /** Percent of a core, with the logs of a hundred processes open and nobody writing. */
  double percent(KindlingShipper shipper) {
    shipper.start();
    try {
      int drivers = ShippingPlan.OPEN_FILES / 2;
      for (int i = 1; i < drivers; i++) {
        shipper.driver();
      }
      new Filling(shipper.index()).await(0, drivers);
      Pause.until(System.nanoTime() + SETTLE_NANOS);
      long before = cpu.nanosWithoutUs(List.of(shipper.pid()));
      long begin = System.nanoTime();
      Pause.until(begin + TimeUnit.SECONDS.toNanos(plan.idleSeconds()));
      long used = cpu.nanosWithoutUs(List.of(shipper.pid())) - before;
      return 100.0 * used / (System.nanoTime() - begin);
    } finally {
      shipper.rest();
    }
  }
}
