package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz with its store in memory, as it comes: ten threads, a job for each trigger. */
final class QuartzFires extends EachMinute {
  private static final String FIRES = "fires";

  private Scheduler scheduler;

  QuartzFires(int schedules, Duration window) {
    super("Quartz", Role.PEER, schedules, window);
  }

  /** What Quartz runs; it makes one for each fire. */
  public static final class Fire implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      try {
        Lateness fires = (Lateness) context.getScheduler().getContext().get(FIRES);
        fires.fired(context.getScheduledFireTime().toInstant(), Instant.now());
      } catch (SchedulerException e) {
        throw new BenchException("Quartz has no context", e);
      }
    }
  }

  @Override
  void start(Lateness fires) {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", "bench-" + System.nanoTime());
    settings.setProperty("org.quartz.threadPool.threadCount", "10");
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    try {
      scheduler = new StdSchedulerFactory(settings).getScheduler();
      scheduler.getContext().put(FIRES, fires);
      for (int i = 0; i < schedules(); i++) {
        scheduler.scheduleJob(
            JobBuilder.newJob(Fire.class).withIdentity("job-" + i).build(),
            TriggerBuilder.newTrigger()
                .withIdentity("trigger-" + i)
                .withSchedule(CronScheduleBuilder.cronSchedule(i % 60 + " * * * * ?"))
                .build());
      }
      scheduler.start();
    } catch (SchedulerException e) {
      throw new BenchException("Quartz does not start", e);
    }
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {
    if (scheduler == null) {
      return;
    }
    try {
      scheduler.shutdown(true);
      scheduler = null;
    } catch (SchedulerException e) {
      throw new BenchException("Quartz does not stop", e);
    }
  }
}
