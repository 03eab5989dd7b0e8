package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the schedules of this instance are measured by. Thread-safe. */
final class CronMetrics {
  private final Map<Verdict, Counter> instants = new EnumMap<>(Verdict.class);
  private final Timer lateness;
  private final Counter unreadable;
  private final AtomicInteger schedules = new AtomicInteger();

  CronMetrics(MeterRegistry meters) {
    for (Verdict verdict : Verdict.values()) {
      instants.put(
          verdict,
          Counter.builder("kindling.schedule.instants")
              .description("instants decided, by what came of them")
              .tag("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(meters));
    }
    lateness =
        Timer.builder("kindling.schedule.lateness")
            .description("from an instant to the commit of its run request")
            .publishPercentileHistogram()
            .register(meters);
    unreadable =
        Counter.builder("kindling.schedule.unreadable")
            .description("definitions that could not be used")
            .register(meters);
    Gauge.builder("kindling.schedule.owned", schedules, AtomicInteger::get)
        .description("schedules that this instance decides")
        .register(meters);
  }

  void decided(Map<Verdict, Long> verdicts) {
    verdicts.forEach((verdict, count) -> instants.get(verdict).increment(count));
  }

  void committed(Duration late) {
    lateness.record(late.isNegative() ? Duration.ZERO : late);
  }

  void unreadable() {
    unreadable.increment();
  }

  void owned(int difference) {
    schedules.addAndGet(difference);
  }
}
