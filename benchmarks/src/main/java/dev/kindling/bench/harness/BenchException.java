package dev.kindling.bench.harness;

/** A measurement that cannot go on, or whose figures would mean nothing; its message says why. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
