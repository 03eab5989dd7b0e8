package dev.kindling.stack;

/** How the four services run. */
public enum ServiceMode {
  /** Not at all: the caller brings its own. */
  NONE,
  /** A process each, for tests that kill them. */
  PROCESSES
}
