package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The scheduler with its schedules on Kafka; a fire is a run request that has arrived. */
final class KindlingFires extends EachMinute {
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration START = Duration.ofMinutes(3);

  private final CommonConfig config;
  private final long broker;
  private final List<Double> acknowledged = new ArrayList<>();
  private WatchedScheduler scheduler;

  KindlingFires(CommonConfig config, long broker, int schedules, Duration window) {
    super("Kindling", Role.OURS, schedules, window);
    this.config = config;
    this.broker = broker;
  }

  @Override
  public List<Long> processes() {
    return List.of(broker);
  }

  /** What was due while nobody was there is made up for first; that is not what is measured. */
  @Override
  void start(Lateness fires) {
    AtomicLong lastLate = new AtomicLong(System.nanoTime());
    scheduler =
        new WatchedScheduler(
            config,
            (due, at) -> {
              fires.fired(due, at);
              if (Duration.between(due, at).compareTo(LATE) > 0) {
                lastLate.set(System.nanoTime());
              }
            });
    long deadline = System.nanoTime() + START.toNanos();
    while (fires.count() == 0 || System.nanoTime() - lastLate.get() < QUIET.toNanos()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("the scheduler is late all the time");
      }
      pause(Duration.ofMillis(100));
    }
  }

  @Override
  public Timings run(int round) {
    CommitLateness before = scheduler.lateness();
    Timings arrivals = super.run(round);
    acknowledged.add(scheduler.lateness().percentileSince(before, 99));
    return arrivals;
  }

  /**
   * The p99 until the acknowledgement in milliseconds, round by round; the first does not count.
   */
  List<Double> acknowledged() {
    return List.copyOf(acknowledged.subList(1, acknowledged.size()));
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {
    if (scheduler != null) {
      scheduler.close();
      scheduler = null;
    }
  }
}
