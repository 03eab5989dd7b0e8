package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerMatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the shapes of this instance's triggers are measured by. Thread-safe. */
final class ShapeMetrics {
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Timer delay;
  private final Map<Integer, Integer> waiting = new ConcurrentHashMap<>();
  private final Map<Integer, Long> stopped = new ConcurrentHashMap<>();

  ShapeMetrics(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    this.delay =
        Timer.builder("kindling.trigger.shape.delay")
            .description("from an event's match to the commit of its run request")
            .publishPercentileHistogram()
            .register(meters);
    Gauge.builder(
            "kindling.trigger.waiting",
            waiting,
            all -> all.values().stream().mapToInt(Integer::intValue).sum())
        .description("events that wait for others, or for their turn")
        .register(meters);
    Gauge.builder(
            "kindling.trigger.stopped",
            stopped,
            all -> all.values().stream().mapToLong(Long::longValue).sum())
        .description("triggers that have stopped by themselves")
        .register(meters);
  }

  void waiting(int partition, int events, long stops) {
    waiting.put(partition, events);
    stopped.put(partition, stops);
  }

  void count(ShapeDecision decision) {
    decision
        .fates()
        .forEach(
            (fate, events) ->
                meters
                    .counter(
                        "kindling.trigger.shaped", "fate", fate.name().toLowerCase(Locale.ROOT))
                    .increment(events));
    for (ShapeDecision.Fired fired : decision.fired()) {
      for (TriggerMatch event : fired.events()) {
        Duration since = Duration.between(event.at(), clock.instant());
        delay.record(since.isNegative() ? Duration.ZERO : since);
      }
    }
  }
}
