package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** All schedules are due at once; the time until the last request has arrived. */
final class KindlingBurst implements Contestant {
  private static final Duration BOUND = Duration.ofSeconds(58);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final CommonConfig config;
  private final long broker;
  private final int schedules;
  private final int period;
  private final Map<Instant, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);
  private SchedulerService service;
  private Requests requests;

  KindlingBurst(CommonConfig config, long broker, int schedules, int period) {
    this.config = config;
    this.broker = broker;
    this.schedules = schedules;
    this.period = period;
  }

  @Override
  public String name() {
    return "Kindling";
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public List<Long> processes() {
    return List.of(broker);
  }

  /** What was due while nobody was there is made up for first. */
  @Override
  public void prepare(int round) {
    counts.clear();
    requests =
        new Requests(
            config,
            (due, at) -> {
              counts.computeIfAbsent(due, key -> new AtomicInteger()).incrementAndGet();
              last.set(at);
            });
    service = new SchedulerService(config.kafkaBootstrap());
    EachMinute.pause(QUIET);
    while (last.get().isAfter(Instant.now().minus(QUIET))) {
      EachMinute.pause(Duration.ofMillis(100));
    }
  }

  @Override
  public Timings run(int round) {
    Instant soon = Instant.now().plusSeconds(2);
    Instant due = Instant.ofEpochSecond((soon.getEpochSecond() / period + 1) * period);
    AtomicInteger count = counts.computeIfAbsent(due, key -> new AtomicInteger());
    while (count.get() < schedules) {
      if (Instant.now().isAfter(due.plus(BOUND))) {
        throw new BenchException(count.get() + " of " + schedules + " within " + BOUND);
      }
      EachMinute.pause(Duration.ofMillis(5));
    }
    long elapsed = Duration.between(due, last.get()).toNanos();
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < schedules; i++) {
      passages.add(new Passage(elapsed, Map.of()));
    }
    return new Timings(passages, elapsed);
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {
    if (service != null) {
      service.close();
      service = null;
    }
    if (requests != null) {
      requests.close();
      requests = null;
    }
  }
}
