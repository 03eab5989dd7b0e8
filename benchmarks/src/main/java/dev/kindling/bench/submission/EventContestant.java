package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Pause;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Events are written to a topic, and each becomes a driver that the master has taken. */
abstract class EventContestant extends MasterContestant {
  private final int perSecond;

  /**
   * @param perSecond how many events are written; 0 for all at once
   */
  EventContestant(
      String name,
      Role role,
      SubmissionGround ground,
      MasterDrivers drivers,
      int operations,
      int perSecond) {
    super(name, role, ground, drivers, operations);
    this.perSecond = perSecond;
  }

  /** Writes an event; the future has the moment when its driver was taken. */
  abstract CompletableFuture<Instant> send(int round, int number);

  @Override
  public Timings run(int round) {
    List<Instant> sent = new ArrayList<>();
    List<CompletableFuture<Instant>> accepted = new ArrayList<>();
    long pause = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    long begin = System.nanoTime();
    Instant first = Instant.now();
    for (int number = 0; number < operations(); number++) {
      Pause.until(begin + number * pause);
      // A send that is held up makes the next ones late: that counts.
      sent.add(pause == 0 ? Instant.now() : first.plusNanos(number * pause));
      accepted.add(send(round, number));
    }
    List<Passage> passages = new ArrayList<>();
    Instant last = sent.get(0);
    for (int number = 0; number < operations(); number++) {
      Instant at = Promises.await(accepted.get(number), "the driver of event " + number);
      passages.add(new Passage(Duration.between(sent.get(number), at).toNanos(), Map.of()));
      last = at.isAfter(last) ? at : last;
    }
    return new Timings(passages, Duration.between(sent.get(0), last).toNanos());
  }
}
