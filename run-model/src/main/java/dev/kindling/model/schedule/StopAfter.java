package dev.kindling.model.schedule;

/**
 * When a schedule stops by itself.
 *
 * @param fires after so many runs; null for never
 * @param failures after so many runs in a row that did not succeed; null for never
 */
public record StopAfter(Integer fires, Integer failures) {
  /** It never stops by itself. */
  public static final StopAfter NEVER = new StopAfter(null, null);
}
