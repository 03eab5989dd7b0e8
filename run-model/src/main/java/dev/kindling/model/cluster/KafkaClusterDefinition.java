package dev.kindling.model.cluster;

import java.time.Instant;

/**
 * Another Kafka cluster as the {@code kindling.kafka-clusters} table holds it, under its name.
 *
 * @param name unique, matches {@link dev.kindling.model.job.Names#PATTERN}
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it, may be null
 */
public record KafkaClusterDefinition(
    String name, long revision, KafkaClusterSpec spec, Instant updatedAt, String updatedBy) {}
