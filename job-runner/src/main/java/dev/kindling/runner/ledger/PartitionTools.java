package dev.kindling.runner.ledger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.roster.PartitionOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What all partitions of one job-runner share. Everything in it is used on the owner's thread.
 *
 * @param instance this job-runner's name
 * @param url where guards reach it
 * @param drivers the outside world
 * @param admission who may start
 * @param capacity what of the cluster is spoken for
 * @param leases until when claimed attempts may be silent
 * @param tokens makes the secret of each attempt
 * @param keptAtLeast how long an ended run stays in the table, whatever its job says
 * @param metrics the figures
 */
public record PartitionTools(
    String instance,
    String url,
    Drivers drivers,
    Admission admission,
    CapacityBook capacity,
    LeaseBook leases,
    Supplier<String> tokens,
    Duration keptAtLeast,
    RunMetrics metrics) {

  /** Says that a partition is ours from now on; goes into the first transaction of its owner. */
  ProducerRecord<String, byte[]> announcement(int partition, Instant now) {
    return new ProducerRecord<>(
        KindlingTopics.OWNERS.name(),
        PartitionOwner.key(partition),
        Json.bytes(new PartitionOwner(partition, instance, url, now)));
  }
}
