package dev.kindling.model.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;

/**
 * Instants of a schedule that have passed and are to become runs now. The list is made once, when
 * the backfill is asked for, so that everybody sees beforehand what it will do.
 *
 * @param schedule the name of the schedule
 * @param createdAt when it was asked for; a later one of the same name is another one
 * @param job the name of its job
 * @param timeZone the zone of its logical times
 * @param parameters of each run, with places for the logical time; an object, never null
 * @param instants which are to be run, in their order
 * @param concurrency how many of its runs may be unfinished at once; at least 1
 * @param priority of its runs among those that wait
 * @param stopAfterFailures after so many runs that did not succeed no more are asked for; null for
 *     never
 * @param paused whether no more are asked for now
 * @param cancelled whether no more are asked for ever, and those under way are cancelled
 */
public record BackfillSpec(
    String schedule,
    Instant createdAt,
    String job,
    String timeZone,
    JsonNode parameters,
    List<Instant> instants,
    int concurrency,
    int priority,
    Integer stopAfterFailures,
    boolean paused,
    boolean cancelled) {
  public BackfillSpec {
    instants = instants == null ? List.of() : List.copyOf(instants);
    parameters = parameters == null ? JsonNodeFactory.instance.objectNode() : parameters;
  }

  /**
   * The name under which its runs have come: of the schedule, and its own.
   *
   * @param backfill its name
   */
  public String origin(String backfill) {
    return origins(schedule) + backfill;
  }

  /** What the origins of all backfills of a schedule begin with. */
  public static String origins(String schedule) {
    return schedule + "/";
  }

  /** The same, paused or not. */
  public BackfillSpec paused(boolean now) {
    return with(now, cancelled);
  }

  /** The same, cancelled. */
  public BackfillSpec cancel() {
    return with(paused, true);
  }

  private BackfillSpec with(boolean nowPaused, boolean nowCancelled) {
    return new BackfillSpec(
        schedule,
        createdAt,
        job,
        timeZone,
        parameters,
        instants,
        concurrency,
        priority,
        stopAfterFailures,
        nowPaused,
        nowCancelled);
  }
}
