package dev.kindling.runner.ledger;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.testing.TestRuns;
import dev.kindling.runner.testing.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What many runs cost their owner: memory, time at a takeover, and questions to the master. */
class ManyRunsTest {
  private static final int QUEUED = 10_000;
  private static final int RUNNING = 1_000;
  private static final long HEAP = 200L << 20;
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  private final Counting drivers = new Counting();

  private RunsPartition partition(AdmissionRules rules) {
    return new RunsPartition(
        Owner.PARTITION,
        Tools.of(
            drivers, new LeaseBook(Owner.LEASE, () -> 0), () -> "t", new SimpleMeterRegistry()),
        new ClusterView("ALIVE", null, List.of(), Map.of(), null, START),
        rules);
  }

  private static void restore(RunsPartition partition, Run run, long offset) {
    ProducerRecord<String, byte[]> written = RunRecords.of(run, 3);
    ConsumerRecord<String, byte[]> stored =
        new ConsumerRecord<>(KindlingTopics.RUNS.name(), 3, offset, written.key(), written.value());
    written.headers().forEach(stored.headers()::add);
    partition.restore(stored);
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void tenThousandQueuedRunsShouldBeTakenOverSoonAndNotWeighMuch() {
    AdmissionRules held = new AdmissionRules(Map.of(), Map.of("all", "nothing starts"));
    long before = usedHeap();
    long begin = System.nanoTime();

    RunsPartition partition = partition(held);
    for (int i = 0; i < QUEUED; i++) {
      restore(partition, TestRuns.queued(UUID.randomUUID().toString()), i);
    }
    Outbox outbox = new Outbox();
    partition.restored(START, outbox);
    partition.tick(START, outbox);

    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    long weight = usedHeap() - before;
    System.out.println(
        "ManyRunsTest: "
            + QUEUED
            + " queued runs: taken over in "
            + took.toMillis()
            + " ms, heap "
            + (weight >> 20)
            + " MB");
    assertThat(took).isLessThan(TAKEOVER);
    assertThat(weight).isLessThan(HEAP);
    // The partition must still be there when the heap is measured.
    partition.tick(START.plusSeconds(1), new Outbox());
  }

  @Test
  void runningDriversShouldCostTheMasterNoRequestBesideTheLookAtItsPage() {
    RunsPartition partition = partition(AdmissionRules.NONE);
    Map<String, DriverOnMaster> page = new HashMap<>();
    for (int i = 0; i < RUNNING; i++) {
      String driverId = "driver-" + i;
      Run run =
          TestRuns.after(
              TestRuns.queued("run-" + i),
              new RunCommand.Begin("hash"),
              new RunCommand.Accepted(1, driverId),
              new RunCommand.Claim(1, "hash", driverId, "host", i));
      restore(partition, run, i);
      page.put(
          driverId, new DriverOnMaster(DriverState.RUNNING, "worker-1", GuardProtocol.GUARD_CLASS));
    }
    partition.restored(START, new Outbox());

    for (int second = 1; second <= 60; second++) {
      Outbox outbox = new Outbox();
      ClusterView view =
          new ClusterView("ALIVE", null, List.of(), page, null, START.plusSeconds(second));
      partition.command(new RunnerCommand.ClusterSeen(view), START.plusSeconds(second), outbox);
      partition.tick(START.plusSeconds(second), outbox);
      outbox.effects().forEach(Runnable::run);
    }

    assertThat(drivers.calls).isZero();
  }

  @Test
  void recordOfARunShouldStayFarBelowWhatKafkaTakes() {
    Run run = TestRuns.queued("run-1");

    assertThat(Json.bytes(run)).hasSizeLessThan(10_000);
  }

  private static final class Counting implements Drivers {
    private int calls;

    @Override
    public void submit(Launch launch) {
      calls++;
    }

    @Override
    public void kill(String driverId) {
      calls++;
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      calls++;
    }
  }
}
