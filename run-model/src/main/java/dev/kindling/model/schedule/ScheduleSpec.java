package dev.kindling.model.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.json.OneOrMany;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a person writes to have a job run at certain times. {@link ScheduleSpecCheck} says whether
 * it is valid; a spec that came from Kafka has passed it.
 *
 * @param description for people, may be null
 * @param job the name of the job; null only in an invalid spec
 * @param cron when: one expression or several, see {@link CronExpression}; an instant that several
 *     name is one; never null, empty only in an invalid spec
 * @param timeZone the IANA name of the zone that the expressions speak of; never null, {@code UTC}
 *     where a spec says nothing
 * @param clockChanges what is done when the clock of that zone is changed; never null
 * @param start before this there are no instants; null for no bound
 * @param end after this there are no instants; null for no bound
 * @param jitter each instant is put off by a part of this that follows from the schedule's name and
 *     the instant; null for none
 * @param exclude instants that are passed over; never null
 * @param missed what becomes of instants that nobody was there for; never null
 * @param startingDeadline how long after its instant a run may still start, be it for a late
 *     scheduler or for a queue; null for no bound
 * @param whenRunning what becomes of a run while one before it of this schedule has not ended; null
 *     for nothing: the two run side by side
 * @param stopAfter when the schedule stops by itself; never null
 * @param parameters the parameters of each run, an object; never null
 * @param paused whether instants pass without a run
 * @param note why it is paused, for people; may be null
 */
public record ScheduleSpec(
    String description,
    String job,
    @OneOrMany List<String> cron,
    String timeZone,
    ClockChanges clockChanges,
    Instant start,
    Instant end,
    Duration jitter,
    Exclusions exclude,
    Missed missed,
    Duration startingDeadline,
    OnConflict whenRunning,
    StopAfter stopAfter,
    JsonNode parameters,
    boolean paused,
    String note) {
  public ScheduleSpec {
    cron = cron == null ? List.of() : List.copyOf(cron);
    timeZone = timeZone == null ? "UTC" : timeZone;
    clockChanges = clockChanges == null ? ClockChanges.CRON : clockChanges;
    exclude = exclude == null ? Exclusions.NONE : exclude;
    missed = missed == null ? Missed.DEFAULT : missed;
    stopAfter = stopAfter == null ? StopAfter.NEVER : stopAfter;
    parameters =
        parameters == null || parameters.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : parameters;
  }

  /** The same, paused or not. */
  public ScheduleSpec paused(boolean now, String why) {
    return new ScheduleSpec(
        description,
        job,
        cron,
        timeZone,
        clockChanges,
        start,
        end,
        jitter,
        exclude,
        missed,
        startingDeadline,
        whenRunning,
        stopAfter,
        parameters,
        now,
        why);
  }
}
