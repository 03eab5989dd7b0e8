package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerAlarmTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final ScheduledThreadPoolExecutor timer = TimerAlarm.timer();
  private final Semaphore rings = new Semaphore(0);
  private final TimerAlarm alarm = new TimerAlarm(timer, InstantSource.fixed(NOW), rings::release);

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void setShouldRingAgainWhenTheSameInstantHasPassed() throws InterruptedException {
    // when
    alarm.set(NOW.minusSeconds(1));
    alarm.set(NOW.minusSeconds(1));

    // then
    assertThat(rings.tryAcquire(1, 10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void setShouldRingWhenTheInstantComes() throws InterruptedException {
    // when
    alarm.set(NOW.plusMillis(20));

    // then
    assertThat(rings.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void setShouldReplaceTheAlarmBeforeWhenCalledAgain() {
    // when
    alarm.set(NOW.plusSeconds(3_600));
    alarm.set(NOW.plusSeconds(3_600));
    alarm.set(NOW.plusSeconds(7_200));

    // then
    assertThat(timer.getQueue()).hasSize(1);

    // when
    alarm.cancel();

    // then
    assertThat(timer.getQueue()).isEmpty();
  }
}
