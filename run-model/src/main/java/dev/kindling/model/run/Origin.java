package dev.kindling.model.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What started a run.
 *
 * @param kind never null
 * @param name the schedule, the trigger or the backfill; null for a call of the API
 * @param detail the fire instant, the event's id, or the idempotency key; may be null
 * @param by who asked, for a call of the API; may be null
 * @param rerunOf the run that this one repeats, or null
 */
public record Origin(Kind kind, String name, String detail, String by, String rerunOf) {
  /** Of a run that is no repetition of another. */
  public static Origin first(Kind kind, String name, String detail, String by) {
    return new Origin(kind, name, detail, by, null);
  }

  /** The ways to a run. */
  public enum Kind {
    @JsonProperty("api")
    API,
    @JsonProperty("schedule")
    SCHEDULE,
    @JsonProperty("trigger")
    TRIGGER,
    /** An instant of a schedule that was made up for long afterwards. */
    @JsonProperty("backfill")
    BACKFILL
  }
}
