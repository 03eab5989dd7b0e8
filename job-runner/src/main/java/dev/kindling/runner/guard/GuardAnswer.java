package dev.kindling.runner.guard;

import dev.kindling.model.run.Decision;
import java.net.URI;
import java.util.Optional;

/** What comes of a guard's question. */
public sealed interface GuardAnswer {
  /** The owner has decided, and the decision is durable. */
  record Decided(Decision decision) implements GuardAnswer {}

  /** The owner has no live run of this id, and has proven that it is the owner. */
  record NoSuchRun() implements GuardAnswer {}

  /** The partition is not ours; empty if nobody knows whose it is. */
  record NotOurs(Optional<URI> owner) implements GuardAnswer {}
}
