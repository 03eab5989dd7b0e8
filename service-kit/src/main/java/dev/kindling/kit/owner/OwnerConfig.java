package dev.kindling.kit.owner;

import java.util.Optional;
import java.util.Set;

/**
 * What an owner loop owns.
 *
 * @param name the service's name for it; group and transactional ids begin with it
 * @param topics the input topics whose partitions are shared out
 * @param stateTopic the table that a partition's state is restored from, with as many partitions as
 *     the input; empty where there is none
 * @param inputIsTable whether the input is itself a table that is read from its beginning by each
 *     new owner; else consumed offsets are committed with the outputs
 */
public record OwnerConfig(
    String name, Set<String> topics, Optional<String> stateTopic, boolean inputIsTable) {}
