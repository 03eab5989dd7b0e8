package dev.kindling.model.schedule;

/** A cron expression that says nothing, or never anything; the message names field and remedy. */
public final class CronSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  CronSyntaxException(String message) {
    super(message);
  }
}
