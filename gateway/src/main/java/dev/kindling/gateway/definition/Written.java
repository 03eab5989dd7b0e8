package dev.kindling.gateway.definition;

/**
 * What became of a write that succeeded.
 *
 * @param definition as it now stands; for a deletion, as it was
 * @param created whether there was none before
 * @param visible whether this gateway's own view has it already
 */
public record Written<D>(D definition, boolean created, boolean visible) {}
