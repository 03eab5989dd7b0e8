package dev.kindling.scheduler.cron;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import dev.kindling.scheduler.request.RunEnds;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.common.TopicPartition;

/**
 * Owns schedules: each belongs to the one scheduler that the consumer group gives its partition to.
 */
public final class CronOwner implements AutoCloseable {
  private static final OwnerConfig WHAT =
      new OwnerConfig(
          "schedules",
          Set.of(KindlingTopics.SCHEDULES.name()),
          Optional.of(KindlingTopics.SCHEDULE_STATE.name()),
          true,
          OwnerConfig.SELDOM);

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final CronMetrics metrics;
  private final ScheduledThreadPoolExecutor timer = TimerAlarm.timer();
  private final LookAhead ahead = new LookAhead();
  private final OwnerLoop<Wake> loop;

  public CronOwner(
      CommonConfig config,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      DefinitionBook<CalendarDefinition> calendars,
      RunEnds ends,
      InstantSource clock,
      MeterRegistry meters) {
    this.surroundings =
        new Surroundings(
            jobs::find,
            check,
            name -> calendars.find(name).map(CalendarDefinition::spec),
            ends::of);
    this.clock = clock;
    this.metrics = new CronMetrics(meters);
    this.loop = new OwnerLoop<>(config, WHAT, this::partition, clock, meters);
  }

  private SchedulePartition partition(TopicPartition owned) {
    Alarm alarm = new TimerAlarm(timer, clock, () -> loop.send(owned, Wake.NOW));
    return new SchedulePartition(owned.partition(), surroundings, alarm, ahead, clock, metrics);
  }

  /** The loop, to be started once jobs, calendars and the ends of runs are known. */
  public OwnerLoop<?> loop() {
    return loop;
  }

  /** Ends its timer; the loop has been closed before. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
