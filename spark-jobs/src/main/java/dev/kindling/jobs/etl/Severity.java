package dev.kindling.jobs.etl;

/** What a failed check means. */
public enum Severity {
  /** It is logged and reported; the job goes on. */
  WARNING,
  /** The job fails, and publishes nothing. */
  ERROR
}
