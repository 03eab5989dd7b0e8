package dev.kindling.model.run;

/** What the owner has to do after a decision is durable. */
public sealed interface RunEffect {
  /** Send the attempt's driver to the master, once. */
  record Submit(int attempt) implements RunEffect {}

  /** Have the master kill this driver. */
  record Kill(String driverId) implements RunEffect {}

  /** A claimed attempt has a lease from now on. */
  record StartLease(int attempt) implements RunEffect {}
}
