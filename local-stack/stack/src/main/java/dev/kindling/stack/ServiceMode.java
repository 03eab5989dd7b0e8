package dev.kindling.stack;

/** How the four services run. */
public enum ServiceMode {
  /** Not at all: the caller brings its own. */
  NONE,
  /** All in the JVM that starts the stack: small and quick, for a laptop. */
  ONE_JVM,
  /** A process each, for tests that kill them. */
  PROCESSES
}
