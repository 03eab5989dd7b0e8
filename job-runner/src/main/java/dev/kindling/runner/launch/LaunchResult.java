package dev.kindling.runner.launch;

/** What is known after the one POST that asks for a driver. */
public sealed interface LaunchResult {
  /** The master took it. */
  record Accepted(String driverId) implements LaunchResult {}

  /** Certainly no driver: it may be sent again, unless it would be refused for ever. */
  record NotCreated(String reason, boolean permanent) implements LaunchResult {}

  /** Maybe a driver: never send this attempt again. */
  record Unknown(String reason) implements LaunchResult {}
}
