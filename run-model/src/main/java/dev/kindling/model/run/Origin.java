package dev.kindling.model.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What started a run.
 *
 * @param kind never null
 * @param name the schedule or the trigger; null for a call of the API
 * @param detail the fire instant, the event's id, or the idempotency key; may be null
 * @param by who asked, for a call of the API; may be null
 */
public record Origin(Kind kind, String name, String detail, String by) {
  /** The three ways to a run. */
  public enum Kind {
    @JsonProperty("api")
    API,
    @JsonProperty("schedule")
    SCHEDULE,
    @JsonProperty("trigger")
    TRIGGER
  }
}
