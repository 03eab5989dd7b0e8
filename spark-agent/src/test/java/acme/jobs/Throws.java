package acme.jobs;

import java.io.IOException;

/** Ends with an exception that has a cause, and leaves its thread interrupted. */
@SuppressWarnings("DoNotCallSuggester")
public final class Throws {
  private Throws() {}

  public static void main(String[] args) {
    Thread.currentThread().interrupt();
    throw new IllegalStateException("cannot go on", new IOException("disk full"));
  }
}
