package dev.kindling.model.job;

/** Why an attempt failed; decides whether another one may help. */
public enum FailureClass {
  /** The driver vanished, or its worker did. */
  LOST(true),
  /** The platform failed before user code ran. */
  INFRASTRUCTURE(true),
  OUT_OF_MEMORY(true),
  /** User code threw. */
  EXCEPTION(true),
  /** User code ended the JVM with a code other than 0. */
  EXIT_CODE(true),
  /** A class or a jar that is not there, a refused property: another attempt fails alike. */
  MISCONFIGURED(false),
  TIMEOUT(false);

  private final boolean retryable;

  FailureClass(boolean retryable) {
    this.retryable = retryable;
  }

  public boolean retryable() {
    return retryable;
  }
}
