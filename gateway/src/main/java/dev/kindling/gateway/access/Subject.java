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
  /** The job of the path as the patch in the body would have it. */
  PATCH_LABELS,
  /** The job that the patch in the body names, if it names one. */
  PATCH_JOB,
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
    return switch (this) {
      case BODY_LABELS, BODY_JOB, BODY_TRIGGER_JOB, PATCH_LABELS, PATCH_JOB -> true;
      default -> false;
    };
  }
}
