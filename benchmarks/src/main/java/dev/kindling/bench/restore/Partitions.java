package dev.kindling.bench.restore;

import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.PartitionTools;
import dev.kindling.runner.ledger.RunMetrics;
import dev.kindling.runner.ledger.RunsPartition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** A partition of runs as a job-runner opens it, without the rest of the job-runner. */
final class Partitions {
  private Partitions() {}

  static RunsPartition of(Drivers drivers, AdmissionRules rules) {
    CapacityBook capacity = new CapacityBook();
    return new RunsPartition(
        EndedRunTable.PARTITION,
        new PartitionTools(
            "bench",
            "http://127.0.0.1:1",
            drivers,
            new Admission(new Gate(capacity, false, 0)),
            capacity,
            new LeaseBook(Duration.ofSeconds(45), System::nanoTime),
            () -> "token",
            Duration.ofDays(1),
            new RunMetrics(new SimpleMeterRegistry())),
        ClusterView.unreachable("not looked at", Instant.now()),
        rules);
  }
}
