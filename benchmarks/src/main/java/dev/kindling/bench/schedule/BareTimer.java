package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The least: a timer of the JDK with a task for each, and nothing done when it is due. */
final class BareTimer extends EachMinute {
  private static final int THREADS = 2;

  private ScheduledThreadPoolExecutor timer;

  BareTimer(int schedules, Duration window) {
    super("bare timer", Role.LIMIT, schedules, window);
  }

  @Override
  void start(Lateness fires) {
    timer = new ScheduledThreadPoolExecutor(THREADS);
    Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1);
    for (int i = 0; i < schedules(); i++) {
      arm(begin.plusSeconds(i % 60), fires);
    }
  }

  private void arm(Instant due, Lateness fires) {
    timer.schedule(
        () -> {
          fires.fired(due, Instant.now());
          arm(due.plusSeconds(60), fires);
        },
        Duration.between(Instant.now(), due).toNanos(),
        TimeUnit.NANOSECONDS);
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
    }
  }
}
