package dev.kindling.scheduler.trigger;

import dev.kindling.kit.trigger.TriggerVerdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the triggers of this instance are measured by. Thread-safe. */
final class TriggerMetrics {
  private final MeterRegistry meters;
  private final Counter fired;
  private final Counter matched;
  private final Counter filtered;
  private final Counter paused;
  private final Counter refused;
  private final Counter unreadable;
  private final Timer delay;

  TriggerMetrics(MeterRegistry meters) {
    this.meters = meters;
    fired = outcome("fired");
    matched = outcome("matched");
    filtered = outcome("filtered");
    paused = outcome("paused");
    refused = outcome("refused");
    unreadable = outcome("unreadable");
    delay =
        Timer.builder("kindling.trigger.delay")
            .description("from an event's time stamp to the commit of its run request")
            .publishPercentileHistogram()
            .register(meters);
  }

  private Counter outcome(String outcome) {
    return Counter.builder("kindling.trigger.events")
        .description("what triggers made of events; an unreadable event counts once")
        .tag("outcome", outcome)
        .register(meters);
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }

  void count(TriggerVerdict verdict) {
    if (verdict instanceof TriggerVerdict.Fired) {
      fired.increment();
    } else if (verdict instanceof TriggerVerdict.Matched) {
      matched.increment();
    } else if (verdict instanceof TriggerVerdict.Filtered) {
      filtered.increment();
    } else if (verdict instanceof TriggerVerdict.Paused) {
      paused.increment();
    } else {
      refused.increment();
    }
  }

  void unreadable() {
    unreadable.increment();
  }

  void committed(Duration since) {
    delay.record(since.isNegative() ? Duration.ZERO : since);
  }
}
