package dev.kindling.scheduler.cron;

import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.CalendarSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a decision depends on beside its schedule: the rest of the platform as it is now.
 *
 * @param jobs finds a job by its name
 * @param check says whether parameters fit a job, and completes them
 * @param calendars finds a calendar by its name
 * @param ends how a run that a schedule started has ended; empty if it has not, or nobody knows
 */
record Surroundings(
    Function<String, Optional<JobDefinition>> jobs,
    ParameterCheck check,
    Function<String, Optional<CalendarSpec>> calendars,
    Function<String, Optional<RunState>> ends) {}
