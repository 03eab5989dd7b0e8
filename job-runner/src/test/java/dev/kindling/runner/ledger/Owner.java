package dev.kindling.runner.ledger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunRequest;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.testing.TestRuns;
import dev.kindling.runner.testing.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A partition of runs in the hands of a test that may stop it between any two steps. What is
 * committed outlives it; {@link #successor} is restored from that, as on another machine.
 */
final class Owner {
  static final Duration LEASE = Duration.ofSeconds(45);
  static final TopicPartition PARTITION = new TopicPartition(KindlingTopics.RUN_REQUESTS.name(), 3);

  /** The committed {@code kindling.runs} and {@code kindling.run-events}; shared by successors. */
  private final Map<String, byte[]> table;

  private final RunsLog log;
  private final List<ProducerRecord<String, byte[]>> events;
  private final List<String> announcements = new ArrayList<>();
  private final List<String> calls;
  private final Clockwork clock;
  private final Map<String, String> tokens;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RunsPartition partition;
  private long offset;

  /** Where records of {@code kindling.runs} stand, and their headers. */
  private static final class RunsLog {
    private final Map<String, Headers> headers = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private long end;

    long append(ProducerRecord<String, byte[]> written) {
      headers.put(written.key(), written.headers());
      offsets.put(written.key(), end);
      return end++;
    }

    ConsumerRecord<String, byte[]> read(String id, byte[] bytes) {
      ConsumerRecord<String, byte[]> read =
          new ConsumerRecord<>(
              KindlingTopics.RUNS.name(), 3, offsets.getOrDefault(id, 0L), id, bytes);
      headers.getOrDefault(id, new RecordHeaders()).forEach(read.headers()::add);
      return read;
    }
  }

  /** The time of a test, which only the test moves. */
  static final class Clockwork {
    private Instant now = TestRuns.START;
  }

  Owner() {
    this(
        new LinkedHashMap<>(),
        new RunsLog(),
        new ArrayList<>(),
        new ArrayList<>(),
        new Clockwork(),
        new LinkedHashMap<>());
  }

  private Owner(
      Map<String, byte[]> table,
      RunsLog log,
      List<ProducerRecord<String, byte[]>> events,
      List<String> calls,
      Clockwork clock,
      Map<String, String> tokens) {
    this.table = table;
    this.log = log;
    this.events = events;
    this.calls = calls;
    this.clock = clock;
    this.tokens = tokens;
    partition =
        new RunsPartition(
            PARTITION,
            Tools.of(
                new Recorded(),
                new LeaseBook(LEASE, () -> Duration.between(Instant.EPOCH, clock.now).toNanos()),
                () -> "token-" + tokens.size(),
                meters),
            new ClusterView("ALIVE", null, List.of(), Map.of(), null, clock.now),
            AdmissionRules.NONE);
    table.forEach((id, bytes) -> partition.restore(log.read(id, bytes)));
    Turn first = new Turn();
    partition.restored(clock.now, first.outbox);
    first.commits().acts();
  }

  /** This owner dies here and now; another one takes the partition over. */
  Owner successor() {
    return new Owner(table, log, events, calls, clock, tokens);
  }

  // ---- turns, whole or step by step

  /** One turn before its commit: a test lets it go on, or lets the owner die. */
  final class Turn {
    private final Outbox outbox = new Outbox();

    /** The transaction commits. */
    Turn commits() {
      for (ProducerRecord<String, byte[]> written : outbox.records()) {
        if (written.topic().equals(KindlingTopics.RUNS.name())) {
          outbox.written(written, log.append(written));
          table.put(written.key(), written.value());
        } else if (written.topic().equals(KindlingTopics.RUN_EVENTS.name())) {
          events.add(written);
        } else {
          announcements.add(Json.tree(written.value()).path("url").asText());
        }
      }
      return this;
    }

    /** The effects happen. */
    void acts() {
      outbox.effects().forEach(Runnable::run);
    }

    Outbox outbox() {
      return outbox;
    }
  }

  private Turn turn(Consumer<Outbox> work) {
    Turn turn = new Turn();
    work.accept(turn.outbox);
    partition.tick(clock.now, turn.outbox);
    return turn;
  }

  Turn input(RunRequest request) {
    return input(TestRuns.bytes(request));
  }

  Turn input(byte[] value) {
    ConsumerRecord<String, byte[]> incoming =
        new ConsumerRecord<>(PARTITION.topic(), 3, offset++, "word-count", value);
    return turn(outbox -> partition.input(incoming, clock.now, outbox));
  }

  Turn hears(String runId, RunCommand command) {
    return turn(
        outbox -> partition.command(new RunnerCommand.OfRun(runId, command), clock.now, outbox));
  }

  Turn hears(RunnerCommand command) {
    return turn(outbox -> partition.command(command, clock.now, outbox));
  }

  Turn looks(Map<String, DriverOnMaster> drivers) {
    ClusterView view = new ClusterView("ALIVE", null, List.of(), drivers, null, clock.now);
    return turn(
        outbox -> partition.command(new RunnerCommand.ClusterSeen(view), clock.now, outbox));
  }

  Turn ticks() {
    return turn(outbox -> {});
  }

  /** Asks as the guard server does; null when the partition has no live run of this id. */
  Decision asks(String runId, RunCommand command) {
    AtomicReference<Decision> answer = new AtomicReference<>();
    Turn turn =
        turn(
            outbox ->
                partition.command(
                    new RunnerCommand.OfRun(runId, command, answer::set), clock.now, outbox));
    turn.commits().acts();
    return answer.get();
  }

  void does(Turn turn) {
    turn.commits().acts();
  }

  Owner after(Duration duration) {
    clock.now = clock.now.plus(duration);
    return this;
  }

  Instant now() {
    return clock.now;
  }

  void lost() {
    partition.lost();
  }

  // ---- what can be seen from outside

  Run run(String id) {
    return Json.read(table.get(id), Run.class);
  }

  Map<String, byte[]> table() {
    return table;
  }

  /** The types of the events of a run, without what they all begin and end with. */
  List<String> eventsOf(String id) {
    return events.stream()
        .filter(event -> event.key().equals(id))
        .map(event -> Json.tree(event.value()).path("type").asText())
        .map(type -> type.replaceAll("^dev\\.kindling\\.run\\.|\\.v1$", ""))
        .toList();
  }

  /** What was asked of the master since the last call: "submit run-1/1", "kill driver-1". */
  List<String> calls() {
    List<String> made = List.copyOf(calls);
    calls.clear();
    return made;
  }

  String tokenOf(String id, int attempt) {
    return tokens.getOrDefault(id + "/" + attempt, "no such token");
  }

  /** Where this owner said that guards reach it, once for each takeover. */
  List<String> announcements() {
    return announcements;
  }

  /** The offset behind the last record of the runs. */
  long endOfRuns() {
    return log.end;
  }

  Turn looks(ClusterView view) {
    return hears(new RunnerCommand.ClusterSeen(view));
  }

  double count(String meter) {
    return meters.get(meter).counter().count();
  }

  private final class Recorded implements Drivers {
    @Override
    public void submit(Launch launch) {
      String attempt = launch.run().id() + "/" + launch.attempt();
      tokens.put(attempt, launch.token());
      calls.add("submit " + attempt);
    }

    @Override
    public void kill(String driverId) {
      calls.add("kill " + driverId);
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      calls.add("ask " + driverId);
    }
  }
}
