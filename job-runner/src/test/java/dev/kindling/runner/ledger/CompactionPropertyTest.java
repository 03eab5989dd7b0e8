package dev.kindling.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunRequest;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.testing.TestRuns;
import dev.kindling.runner.testing.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * Whatever Kafka's cleaner has removed so far, a new owner begins with the same runs in the same
 * queue. Legal is: any record may be gone for which a later one of the same key is there; order and
 * the last record of each key stay; a deletion may be gone too once all before it of its key are.
 */
class CompactionPropertyTest {
  private static final int SEEDS = 500;

  /** A record of the table; a deletion has no run. */
  private record Stored(String key, Run run) {}

  @Test
  void restoreShouldBeTheSameAfterAnyLegalCompaction() {
    int removed = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      List<Stored> whole = history(random);
      List<Stored> compacted = compact(whole, random);
      removed += whole.size() - compacted.size();

      assertThat(afterTakeover(compacted))
          .as("seed %d, %d of %d records left", seed, compacted.size(), whole.size())
          .isEqualTo(afterTakeover(whole));
    }
    assertThat(removed).as("a cleaner that removes nothing proves nothing").isGreaterThan(SEEDS);
  }

  /** The runs table as some dozen runs leave it, in the order of its commits. */
  private static List<Stored> history(Random random) {
    List<Stored> records = new ArrayList<>();
    Map<String, Run> runs = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      String id = "run-" + random.nextInt(12);
      Instant now = TestRuns.START.plusSeconds(i);
      Run run = runs.get(id);
      Run next;
      if (run == null) {
        RunRequest.Requested request = TestRuns.requested(id, TestRuns.SPARK, 2);
        next =
            dev.kindling.model.run.RunMachine.accept(
                new RunRequest.Requested(
                    id, request.job(), request.parameters(), request.origin(), null, now),
                now);
      } else if (run.state().isFinal() && random.nextInt(3) == 0) {
        runs.remove(id);
        records.add(new Stored(id, null));
        continue;
      } else {
        next = dev.kindling.model.run.RunMachine.decide(run, command(run, random), now).run();
      }
      runs.put(id, next);
      records.add(new Stored(id, next));
    }
    return records;
  }

  private static RunCommand command(Run run, Random random) {
    int attempt = Math.max(1, run.attempts().size());
    List<RunCommand> commands =
        List.of(
            new RunCommand.Begin("hash"),
            new RunCommand.Begin("hash"),
            new RunCommand.Accepted(attempt, "driver-" + run.id() + "-" + attempt),
            new RunCommand.Claim(attempt, "hash", null, "host", attempt),
            new RunCommand.Unknown(attempt, "timeout"),
            new RunCommand.LeaseExpired(attempt),
            new RunCommand.Tick(),
            new RunCommand.Waits("something " + random.nextInt(3)),
            new RunCommand.CancelAsked(
                new RunRequest.Cancel(run.id(), null, null, TestRuns.START)));
    return commands.get(random.nextInt(commands.size()));
  }

  private static List<Stored> compact(List<Stored> whole, Random random) {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < whole.size(); i++) {
      last.put(whole.get(i).key(), i);
    }
    List<Stored> left = new ArrayList<>();
    Map<String, Boolean> olderLeft = new HashMap<>();
    for (int i = 0; i < whole.size(); i++) {
      Stored one = whole.get(i);
      boolean isLast = last.get(one.key()) == i;
      boolean may = !isLast || (one.run() == null && !olderLeft.getOrDefault(one.key(), false));
      if (may && random.nextBoolean()) {
        continue;
      }
      olderLeft.put(one.key(), true);
      left.add(one);
    }
    return left;
  }

  /** What the new owner writes and does first, and then does when everything is asked for again. */
  private static List<String> afterTakeover(List<Stored> records) {
    List<String> seen = new ArrayList<>();
    RunsPartition partition =
        new RunsPartition(
            Owner.PARTITION,
            Tools.of(
                new Watched(seen),
                new LeaseBook(Owner.LEASE, () -> 0),
                () -> "token",
                new SimpleMeterRegistry()),
            new ClusterView("ALIVE", null, List.of(), Map.of(), null, TestRuns.START),
            AdmissionRules.NONE);
    long offset = 0;
    for (Stored one : records) {
      byte[] value = one.run() == null ? null : Json.bytes(one.run());
      partition.restore(
          new ConsumerRecord<>(KindlingTopics.RUNS.name(), 3, offset++, one.key(), value));
    }
    Instant now = TestRuns.START.plusSeconds(600);
    Outbox outbox = new Outbox();
    partition.restored(now, outbox);
    partition.tick(now, outbox);
    for (int i = 0; i < 12; i++) {
      partition.input(
          new ConsumerRecord<>(
              KindlingTopics.RUN_REQUESTS.name(),
              3,
              i,
              "word-count",
              TestRuns.bytes(TestRuns.requested("run-" + i, TestRuns.SPARK, 2))),
          now,
          outbox);
    }
    partition.tick(now, outbox);
    for (ProducerRecord<String, byte[]> written : outbox.records()) {
      seen.add(written.topic() + " " + Json.tree(written.value()));
    }
    outbox.effects().forEach(Runnable::run);
    return seen;
  }

  private record Watched(List<String> seen) implements Drivers {
    @Override
    public void submit(Launch launch) {
      seen.add("submit " + launch);
    }

    @Override
    public void kill(String driverId) {
      seen.add("kill " + driverId);
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      seen.add("ask " + driverId);
    }
  }
}
