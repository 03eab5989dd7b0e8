package dev.kindling.model.schedule;

/**
 * The part of a schedule that says which instants count. When it changes, only instants after the
 * change do; when only something else changes, instants that were missed still do.
 *
 * @param cron the expression
 * @param timeZone the IANA name of its zone
 * @param paused whether instants pass without a run
 */
public record Timing(String cron, String timeZone, boolean paused) {
  /** The timing of a valid spec. */
  public static Timing of(ScheduleSpec spec) {
    return new Timing(spec.cron(), spec.timeZone(), spec.paused());
  }
}
