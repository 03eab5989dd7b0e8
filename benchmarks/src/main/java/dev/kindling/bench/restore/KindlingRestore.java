package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.ledger.RunsPartition;
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
    read = 0;
    partition = Partitions.of(new NoDrivers(), AdmissionRules.NONE);
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
}
