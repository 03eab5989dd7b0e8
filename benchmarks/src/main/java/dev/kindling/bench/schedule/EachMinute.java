package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * So many schedules, each due once a minute, spread over its seconds. An operation is a fire; what
 * it takes is how late it is.
 */
abstract class EachMinute implements Contestant {
  private final String name;
  private final Role role;
  private final int schedules;
  private final Duration window;
  private final Lateness lateness = new Lateness();
  private final List<Double> bytes = new ArrayList<>();

  EachMinute(String name, Role role, int schedules, Duration window) {
    this.name = name;
    this.role = role;
    this.schedules = schedules;
    this.window = window;
  }

  final int schedules() {
    return schedules;
  }

  /** How many bytes of heap a schedule takes, round by round; the first does not count. */
  final List<Double> bytes() {
    return List.copyOf(bytes.subList(1, bytes.size()));
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Role role() {
    return role;
  }

  @Override
  public List<Long> processes() {
    return List.of();
  }

  /** Starts firing. */
  abstract void start(Lateness fires);

  @Override
  public final void prepare(int round) {
    long before = heap();
    lateness.clear();
    start(lateness);
    // So that nothing is measured of the start.
    pause(window.dividedBy(2));
    bytes.add((heap() - before) / (double) schedules);
  }

  @Override
  public Timings run(int round) {
    lateness.clear();
    pause(window);
    return lateness.over(window);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static void pause(Duration span) {
    try {
      Thread.sleep(span.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while measuring", e);
    }
  }
}
