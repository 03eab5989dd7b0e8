package dev.kindling.model.schedule;

import dev.kindling.model.json.OneOrMany;
import java.time.Instant;
import java.util.List;

/**
 * The part of a schedule that says which instants count. When it changes, only instants after the
 * change do; when only something else changes, instants that were missed still do.
 *
 * @param cron the expressions
 * @param timeZone the IANA name of their zone
 * @param clockChanges what is done when its clock is changed
 * @param start the first possible instant, or null
 * @param end the last possible one, or null
 * @param paused whether instants pass without a run
 */
public record Timing(
    @OneOrMany List<String> cron,
    String timeZone,
    ClockChanges clockChanges,
    Instant start,
    Instant end,
    boolean paused) {
  public Timing {
    cron = List.copyOf(cron);
    clockChanges = clockChanges == null ? ClockChanges.CRON : clockChanges;
  }

  /** The timing of a valid spec. */
  public static Timing of(ScheduleSpec spec) {
    return new Timing(
        spec.cron(), spec.timeZone(), spec.clockChanges(), spec.start(), spec.end(), spec.paused());
  }
}
