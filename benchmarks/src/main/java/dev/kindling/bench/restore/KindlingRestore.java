package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.PartitionTools;
import dev.kindling.runner.ledger.RunMetrics;
import dev.kindling.runner.ledger.RunsPartition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** What a job-runner does at a takeover: reads the partition and opens its books. */
final class KindlingRestore extends Restored {
  private final CommonConfig config;
  private final int runs;
  private RunsPartition partition;
  private long read;

  KindlingRestore(CommonConfig config, int runs, long broker) {
    super("Kindling", Role.OURS, broker);
    this.config = config;
    this.runs = runs;
  }

  @Override
  void restore(int round) {
    CapacityBook capacity = new CapacityBook();
    read = 0;
    partition =
        new RunsPartition(
            EndedRunTable.PARTITION,
            new PartitionTools(
                "bench",
                "http://127.0.0.1:1",
                new NoDrivers(),
                new Admission(new Gate(capacity, false, 0)),
                capacity,
                new LeaseBook(Duration.ofSeconds(45), System::nanoTime),
                () -> "token",
                Duration.ofDays(1),
                new RunMetrics(new SimpleMeterRegistry())),
            ClusterView.unreachable("not looked at", Instant.now()),
            AdmissionRules.NONE);
    PartitionReader.readToEnd(
        config,
        EndedRunTable.PARTITION,
        one -> {
          partition.restore(one);
          read++;
        });
    partition.restored(Instant.now(), new Outbox());
    if (read != runs) {
      throw new BenchException("read " + read + " of " + runs + " runs");
    }
  }

  @Override
  void forget() {
    partition = null;
  }

  private static final class NoDrivers implements Drivers {
    @Override
    public void submit(Launch launch) {
      throw new BenchException("nothing is launched here");
    }

    @Override
    public void kill(String driverId) {
      throw new BenchException("nothing is killed here");
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      throw new BenchException("nobody is asked here");
    }
  }
}
