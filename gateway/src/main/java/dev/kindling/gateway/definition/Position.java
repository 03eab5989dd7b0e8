package dev.kindling.gateway.definition;

/**
 * A record's place in a topic.
 *
 * @param partition the partition
 * @param offset the offset in it
 */
public record Position(int partition, long offset) {}
