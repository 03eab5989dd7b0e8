package dev.kindling.jobs.etl;

/** The data are not good enough; the message names each check that failed, with its figures. */
public final class QualityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QualityException(String message) {
    super(message);
  }
}
