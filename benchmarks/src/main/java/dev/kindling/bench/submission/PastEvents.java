package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.Connections;
import dev.kindling.model.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long a fresh event waits behind those that came while no scheduler ran. */
final class PastEvents {
  private final SubmissionGround ground;
  private final MasterDrivers drivers;
  private final EventTopic topic;
  private final EventTriggers triggers;
  private int rounds;

  PastEvents(
      SubmissionGround ground, MasterDrivers drivers, EventTopic topic, EventTriggers triggers) {
    this.ground = ground;
    this.drivers = drivers;
    this.topic = topic;
    this.triggers = triggers;
  }

  /**
   * From the start of the scheduler's process to the driver of an event behind so many that no
   * trigger wants.
   */
  Duration behind(int events) {
    ground.scheduler().kill();
    for (int number = 0; number < events; number++) {
      topic.send("past-" + number, "nobody's");
    }
    try (Connections gateway = new Connections(ground.gateway(), 1);
        RunWatch watch = new RunWatch(ground.kafka())) {
      String fresh = triggers.send("fresh-" + rounds++, 0);
      topic.flush();
      Instant begin = Instant.now();
      ground.scheduler().start();
      Run run = Promises.await(watch.accepted(fresh), "the driver of the fresh event");
      Duration taken = Duration.between(begin, run.lastAttempt().orElseThrow().submittedAt());
      if (taken.isNegative()) {
        throw new BenchException("The fresh event was taken before the scheduler began");
      }
      new RunCancels(gateway.lane(0), watch).end(List.of(fresh));
      drivers.clear();
      return taken;
    }
  }
}
