package dev.kindling.gateway.access;

import java.util.Arrays;
import java.util.Locale;

/** What an operation is about, and so whose scope it must be in. */
public enum Subject {
  /** The job, run, … of the path, and so the job that it belongs to. */
  JOB,
  RUN,
  /** A run by the number that Livy's clients know it by. */
  BATCH,
  SCHEDULE,
  BACKFILL,
  TRIGGER,
  LETTER,
  HOLD,
  /** The job as the body would have it. */
  BODY_LABELS,
  /** The job that the body names. */
  BODY_JOB,
  /** The job that the trigger in the body names. */
  BODY_TRIGGER_JOB,
  /** Many: the operation itself leaves out those that the caller must not see. */
  EACH,
  /** What belongs to no job: only for callers whose scope is everything. */
  PLATFORM;

  /** The subject as the contract writes it. */
  public static Subject of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the contract has no subject " + word));
  }

  /** Whether it is in the body, so that a refusal may say what stands in the way. */
  public boolean isOfTheBody() {
    return this == BODY_LABELS || this == BODY_JOB || this == BODY_TRIGGER_JOB;
  }
}
