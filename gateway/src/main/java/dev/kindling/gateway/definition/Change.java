package dev.kindling.gateway.definition;

import java.util.Optional;

/**
 * What a write wants, decided against the current state.
 *
 * @param next what is to stand there; empty for nothing, a deletion
 * @param result what the client is told once it does
 * @param needed false if the current state is what is wanted already
 */
record Change<D>(Optional<D> next, D result, boolean created, boolean needed) {
  static <D> Change<D> unneeded(D current) {
    return new Change<>(Optional.of(current), current, false, false);
  }

  static <D> Change<D> create(D next) {
    return new Change<>(Optional.of(next), next, true, true);
  }

  static <D> Change<D> replace(D next) {
    return new Change<>(Optional.of(next), next, false, true);
  }

  static <D> Change<D> delete(D current) {
    return new Change<>(Optional.empty(), current, false, true);
  }
}
