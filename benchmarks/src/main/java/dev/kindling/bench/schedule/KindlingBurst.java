package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** All schedules are due at once; the time until the last request has arrived. */
final class KindlingBurst extends AllAtOnce {
  private static final Duration BOUND = Duration.ofSeconds(58);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final CommonConfig config;
  private final int period;
  private final Map<Instant, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);
  private WatchedScheduler scheduler;

  KindlingBurst(CommonConfig config, long broker, int schedules, int period) {
    super("Kindling", Role.OURS, broker, schedules);
    this.config = config;
    this.period = period;
  }

  /** What was due while nobody was there is made up for first. */
  @Override
  public void prepare(int round) {
    counts.clear();
    scheduler =
        new WatchedScheduler(
            config,
            (due, at) -> {
              counts.computeIfAbsent(due, key -> new AtomicInteger()).incrementAndGet();
              last.set(at);
            });
    EachMinute.pause(QUIET);
    while (last.get().isAfter(Instant.now().minus(QUIET))) {
      EachMinute.pause(Duration.ofMillis(100));
    }
  }

  @Override
  long write() {
    Instant soon = Instant.now().plusSeconds(2);
    Instant due = Instant.ofEpochSecond((soon.getEpochSecond() / period + 1) * period);
    AtomicInteger count = counts.computeIfAbsent(due, key -> new AtomicInteger());
    while (count.get() < records()) {
      if (Instant.now().isAfter(due.plus(BOUND))) {
        throw new BenchException(count.get() + " of " + records() + " within " + BOUND);
      }
      EachMinute.pause(Duration.ofMillis(5));
    }
    return Duration.between(due, last.get()).toNanos();
  }

  @Override
  public void close() {
    if (scheduler != null) {
      scheduler.close();
      scheduler = null;
    }
  }
}
