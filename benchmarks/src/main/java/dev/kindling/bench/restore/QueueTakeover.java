package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.ledger.RunnerCommand;
import dev.kindling.stack.process.Waiter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job-runner's own loop joins the group, takes the partition over and serves it. The runs in it
 * are queued and stay so, as everything is on hold.
 */
final class QueueTakeover extends Restored {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final AdmissionRules HELD =
      new AdmissionRules(Map.of(), Map.of("all", "nothing starts"));
  private static final double MEGABYTE = 1 << 20;

  private final CommonConfig config;
  private final String requests;
  private final List<Double> megabytes = new ArrayList<>();
  private OwnerLoop<RunnerCommand> loop;
  private long before;

  QueueTakeover(CommonConfig config, String requests, long broker) {
    super("Kindling", Role.OURS, broker);
    this.config = config;
    this.requests = requests;
  }

  @Override
  void restore(int round) {
    before = used();
    loop =
        new OwnerLoop<>(
            config,
            new OwnerConfig(
                "job-runner",
                Set.of(requests),
                Optional.of(EndedRunTable.PARTITION.topic()),
                false),
            partition -> Partitions.of(new NoDrivers(), HELD),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    loop.start();
    if (!Waiter.until(() -> !loop.owned().isEmpty(), DEADLINE)) {
      throw new BenchException("the partition was not taken over: " + loop.health());
    }
  }

  /** What the partition weighs is looked at while the loop still holds it. */
  @Override
  void forget() {
    if (loop == null) {
      return;
    }
    System.gc();
    megabytes.add((used() - before) / MEGABYTE);
    try {
      loop.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
    loop = null;
  }

  /** The heap that each round has taken. */
  List<Double> megabytes() {
    return List.copyOf(megabytes);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
