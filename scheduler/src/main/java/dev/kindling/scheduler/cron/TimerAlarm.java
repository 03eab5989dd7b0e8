package dev.kindling.scheduler.cron;

import dev.kindling.kit.service.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Alarms on one shared timer thread. */
final class TimerAlarm implements Alarm {
  private final ScheduledThreadPoolExecutor timer;
  private final InstantSource clock;
  private final Runnable wake;
  private Instant set;
  private ScheduledFuture<?> pending;

  /**
   * @param wake called on the timer's thread; must not block
   */
  TimerAlarm(ScheduledThreadPoolExecutor timer, InstantSource clock, Runnable wake) {
    this.timer = timer;
    this.clock = clock;
    this.wake = wake;
  }

  /** A timer for all alarms. */
  static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("schedule-alarm"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public void set(Instant at) {
    if (at.equals(set) && !pending.isDone() && at.isAfter(clock.instant())) {
      return;
    }
    cancel();
    set = at;
    long nanos = Math.max(0, Duration.between(clock.instant(), at).toNanos());
    pending = timer.schedule(wake, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void cancel() {
    if (pending != null) {
      pending.cancel(false);
    }
    set = null;
  }
}
