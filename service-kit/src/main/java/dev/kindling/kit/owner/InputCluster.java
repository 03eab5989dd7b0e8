package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.ClusterAccess;

/**
 * A cluster that an owner reads from and does not write to. No transaction spans two clusters, so
 * what is consumed there is committed to a {@link PositionTable} of our own, beside what was
 * decided. The group there shares out the partitions, and is told how far we are for whoever looks
 * at its lag.
 *
 * @param access how it is reached
 * @param group the consumer group there
 */
public record InputCluster(ClusterAccess access, String group) {}
