package dev.kindling.shipper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.shipper.checkpoint.CheckpointFile;
import dev.kindling.shipper.checkpoint.CheckpointWriter;
import dev.kindling.shipper.delivery.Backoff;
import dev.kindling.shipper.delivery.DeadLetterFile;
import dev.kindling.shipper.delivery.Delivery;
import dev.kindling.shipper.delivery.DeliveryLimits;
import dev.kindling.shipper.delivery.MemoryStore;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.tail.Directories;
import dev.kindling.shipper.tail.EventPipeline;
import dev.kindling.shipper.tail.LagWatch;
import dev.kindling.shipper.work.ServiceLog;
import dev.kindling.shipper.work.WorkDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one stream, directory or worker may do to the others: nothing. */
class ShipperTest {
  private static final String HEADER =
      "Launch Command: \"java\" \"-Dspark.rpc.kindling.run=0192-ab/1\""
          + " \"-Dspark.rpc.kindling.job=etl\" \"Main\"\n"
          + "=".repeat(40)
          + "\n\n";

  /** One line of it is more than there is room for in memory. */
  private static final DeliveryLimits LITTLE_ROOM =
      new DeliveryLimits(1_000, 1 << 20, 500, 2_000, 0, 0, 2);

  private static final Duration CLEANUP = Duration.ofDays(7);

  @TempDir Path directory;
  private final List<ServiceLog> serviceLogs = new ArrayList<>();
  private final MemoryStore store = new MemoryStore();
  private final ManualClock clock = new ManualClock();
  private final AtomicReference<ShipperStatus> status = new AtomicReference<>();

  @Test
  void turnShouldServeEveryStreamWhenEachFillsTheRoom() throws IOException {
    Path work = directory.resolve("work");
    List<Path> logs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      logs.add(driver(work, "driver-20261120230559-000" + i));
    }
    Shipper shipper = shipper(LITTLE_ROOM, work);
    byte[] lines = ("x".repeat(999) + "\n").repeat(512).getBytes(UTF_8);
    for (int round = 0; round < 12; round++) {
      for (Path log : logs) { // more than one turn can take
        Files.write(log, lines, StandardOpenOption.APPEND);
      }
      turn(shipper);
    }

    assertThat(shippedFrom(logs.toArray(Path[]::new))).containsExactlyElementsOf(logs);
  }

  @Test
  void turnShouldShipTheRestAndSayWhatIsWrongWhenSomeCannotBeRead() throws IOException {
    Path broken = loop(directory.resolve("work-1"));
    Path work = directory.resolve("work-2");
    Path app = loop(Files.createDirectories(work).resolve("app-20261120230608-0000"));
    Path stderr =
        loop(Files.createDirectories(work.resolve("driver-20261120230559-0001")).resolve("stderr"));
    Path good = driver(work, "driver-20261120230559-0002");
    Path executor = driver(work, "app-20261120230608-0001/0");
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, broken, work);
    settle(shipper);

    assertThat(shippedFrom(good, executor)).containsExactlyInAnyOrder(good, executor);
    assertThat(status.get().diskProblem())
        .contains(broken + " cannot be read", app + " cannot be read", stderr + " cannot be read");

    Files.delete(broken);
    Files.delete(app);
    Files.delete(stderr);
    Path later = driver(broken, "driver-20261120230559-0003");
    Path repaired = driver(work, "driver-20261120230559-0001");
    settle(shipper);

    assertThat(shippedFrom(later, repaired)).containsExactlyInAnyOrder(later, repaired);
    assertThat(status.get().diskProblem()).isNull();
  }

  @Test
  void turnShouldShipLogOfServiceByItsOwnDaysWhenItIsRotatedAndTheShipperRestarts()
      throws IOException {
    // given
    Path log = directory.resolve("gateway.log");
    serviceLogs.add(new ServiceLog("gateway", null, log));
    Shipper shipper = shipper(DeliveryLimits.DEFAULT);
    settle(shipper); // it need not be there yet

    // when
    Files.writeString(log, ecs("2026-11-19T23:59:59.999Z", "yesterday", ",\"run.id\":\"run_7\""));
    settle(shipper);
    Files.move(log, directory.resolve("gateway.log.1"));
    Files.writeString(log, ecs("2026-11-20T00:00:00.000Z", "today", ""));
    settle(shipper);
    shipper.close();
    Files.writeString(log, "OpenJDK warning: no stamp\n", StandardOpenOption.APPEND);
    Files.writeString(
        log, ecs("2026-11-20T00:00:01.000Z", "after the restart", ""), StandardOpenOption.APPEND);
    settle(shipper(DeliveryLimits.DEFAULT));

    // then
    List<LogDocument> documents = inOrder();
    assertThat(documents)
        .extracting(LogDocument::index)
        .containsExactly(
            "kindling-logs-2026.11.19",
            "kindling-logs-2026.11.20",
            "kindling-logs-2026.11.20",
            "kindling-logs-2026.11.20");
    assertThat(documents)
        .allMatch(d -> text(d.body()).contains("\"service\":{\"name\":\"gateway\""));
    assertThat(text(documents.get(0).body()))
        .contains("\"message\":\"yesterday\"", "\"run\":{\"id\":\"run_7\"}")
        .contains("\"thread\":{\"name\":\"main\"}", "\"labels\":{\"pool\":\"etl\"}")
        .doesNotContain("spark");
    assertThat(text(documents.get(2).body())).contains("no stamp");
    assertTiled(documents);
  }

  @Test
  void turnShouldShipAllWhenTheStateIsLostAndTheServiceHasBegunAnotherLog() throws IOException {
    Path log = directory.resolve("gateway.log");
    serviceLogs.add(new ServiceLog("gateway", null, log));
    Files.writeString(log, ecs("2026-11-20T00:00:00.000Z", "started", ""));
    settle(shipper(DeliveryLimits.DEFAULT));

    // another life of the service: a line as long, at the same place, on the same day
    Files.writeString(log, ecs("2026-11-20T07:00:00.000Z", "started", ""));
    Files.delete(directory.resolve("state/checkpoint.json"));
    settle(shipper(DeliveryLimits.DEFAULT));

    assertThat(store.documents()).hasSize(2);
  }

  @Test
  void turnShouldSendWhatIsRefusedToDeadLettersOfServicesWhenItIsOfService() throws IOException {
    Path log = directory.resolve("gateway.log");
    serviceLogs.add(new ServiceLog("gateway", "a", log));
    store.refuse(document -> !document.deadLetter());
    Shipper shipper = shipper(DeliveryLimits.DEFAULT);
    Files.writeString(log, ecs("2026-11-20T00:00:00.000Z", "bad", ""));
    settle(shipper);

    assertThat(inOrder())
        .extracting(LogDocument::index)
        .containsExactly("kindling-logs-dead-letters");
    assertThat(text(inOrder().get(0).body())).contains("\"node\":{\"name\":\"a\"}");
  }

  @Test
  void turnShouldShipAllBehindTheCutWhenTheLogIsRolledBeforeElasticsearchIsBack()
      throws IOException {
    // given a log whose first part cannot be sent yet
    Path log = driver(directory.resolve("work"), "driver-20261120230559-0001");
    store.trouble(Optional.of("the cluster is away"));
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, directory.resolve("work"));
    turn(shipper);
    turn(shipper);

    // when it is cut, and then rolled
    Files.writeString(log, "26/11/20 23:06:16 INFO A: cut\n");
    turn(shipper);
    Files.writeString(log, "26/11/20 23:06:17 INFO A: one\n", StandardOpenOption.APPEND);
    Files.move(log, log.resolveSibling("stderr--2026-11-20--23-06-17--0001"));
    Files.writeString(log, "26/11/20 23:06:18 INFO A: two\n");
    turn(shipper);
    store.trouble(Optional.empty());
    clock.advance(60_000);
    settle(shipper);
    settle(shipper);

    // then
    assertThat(inOrder())
        .extracting(document -> text(document.body()))
        .satisfiesOnlyOnce(body -> assertThat(body).contains("\"cut\""))
        .satisfiesOnlyOnce(body -> assertThat(body).contains("\"one\""))
        .satisfiesOnlyOnce(body -> assertThat(body).contains("\"two\""));
    assertTiled(inOrder());
  }

  @Test
  void turnShouldFollowNewDirectoryAtNextPollWhenItAppears() throws IOException {
    Path work = Files.createDirectories(directory.resolve("work"));
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, work);
    turn(shipper);
    driver(work, "driver-20261120230559-0001");

    clock.advance(249);
    shipper.turn();
    assertThat(status.get().streams()).isZero();

    clock.advance(1);
    shipper.turn();
    assertThat(status.get().streams()).isEqualTo(2);
  }

  @Test
  void turnShouldReadBetweenPollsWhenSomebodyWrites() throws IOException {
    Path log = driver(directory.resolve("work"), "driver-20261120230559-0001");
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, directory.resolve("work"));
    turn(shipper);
    Files.writeString(log, "26/11/20 23:06:16 INFO A: one\n", StandardOpenOption.APPEND);
    turn(shipper);
    Files.writeString(log, "26/11/20 23:06:16 INFO A: two\n", StandardOpenOption.APPEND);

    long wait = shipper.turn();
    assertThat(wait).isLessThanOrEqualTo(20);
    for (int i = 0; i < 4; i++) { // 40 ms: read, and 20 ms for company
      clock.advance(10);
      shipper.turn();
    }
    store.answerAll();

    assertThat(inOrder()).anyMatch(document -> text(document.body()).contains("\"one\""));
  }

  @Test
  void turnShouldWaitForPollWhenNobodyHasWrittenForSeconds() throws IOException {
    driver(directory.resolve("work"), "driver-20261120230559-0001");
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, directory.resolve("work"));
    settle(shipper);

    assertThat(shipper.turn()).isGreaterThan(200);
  }

  @Test
  void turnShouldTellOfBytesThatWorkerWillDeleteWhenTheyAreNotShippedForDays() throws IOException {
    Path work = directory.resolve("work");
    Path old = driver(work, "driver-20261113230559-0001");
    Path young = driver(work, "driver-20261118230559-0001");
    Instant now = clock.instant();
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(24 * 6 + 1))));
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofDays(2))));
    store.trouble(Optional.of("the cluster is away"));
    Shipper shipper = shipper(DeliveryLimits.DEFAULT, work);
    settle(shipper);

    assertThat(status.get().lag().endangered()).isEqualTo(Files.size(old));

    store.trouble(Optional.empty());
    clock.advance(60_000);
    settle(shipper);
    clock.advance(10_000);
    settle(shipper);

    assertThat(status.get().lag().endangered()).isZero();
  }

  private static void assertTiled(List<LogDocument> documents) {
    long end = 0;
    for (LogDocument document : documents) {
      assertThat(document.start()).isEqualTo(end);
      end += document.length();
    }
  }

  private List<LogDocument> inOrder() {
    return store.documents().stream().sorted(Comparator.comparingLong(LogDocument::start)).toList();
  }

  private static String ecs(String time, String message, String more) {
    return "{\"@timestamp\":\""
        + time
        + "\",\"log.level\":\"INFO\",\"message\":\""
        + message
        + "\",\"process.thread.name\":\"main\",\"pool\":\"etl\""
        + more
        + "}\n";
  }

  private Shipper shipper(DeliveryLimits limits, Path... works) throws IOException {
    Path state = Files.createDirectories(directory.resolve("state"));
    List<WorkDirectory> workers = new ArrayList<>();
    for (Path work : works) {
      workers.add(new WorkDirectory("w" + workers.size(), work));
    }
    CheckpointFile checkpoints = new CheckpointFile(state);
    ShipperMetrics metrics = new ShipperMetrics(new SimpleMeterRegistry(), status);
    Directories directories =
        new Directories(
            workers,
            serviceLogs,
            checkpoints.read(),
            EventPipeline.of(JoinLimits.DEFAULT, ZoneOffset.UTC, clock),
            metrics);
    Delivery delivery =
        new Delivery(
            store,
            limits,
            new Backoff(new Random(1)),
            new DeadLetterFile(state),
            metrics,
            Runnable::run,
            clock::monotonicMillis);
    CheckpointWriter writer = new CheckpointWriter(checkpoints, Runnable::run, Runnable::run);
    return new Shipper(directories, delivery, writer, new LagWatch(CLEANUP), clock, status);
  }

  private void turn(Shipper shipper) {
    clock.advance(Shipper.POLL_MILLIS);
    shipper.turn();
    store.answerAll();
  }

  private void settle(Shipper shipper) {
    for (int i = 0; i < 20; i++) {
      turn(shipper);
    }
  }

  private List<Path> shippedFrom(Path... logs) {
    return Arrays.stream(logs)
        .filter(log -> store.documents().stream().anyMatch(d -> text(d.body()).contains(key(log))))
        .toList();
  }

  private static String text(byte[] body) {
    return new String(body, UTF_8);
  }

  /** The part of a log's path that is in its documents as it is. */
  private static String key(Path log) {
    return log.getParent().getParent().getFileName() + "/" + log.getParent().getFileName() + "/";
  }

  private static Path driver(Path work, String name) throws IOException {
    Path home = Files.createDirectories(work.resolve(name));
    return Files.writeString(home.resolve("stderr"), HEADER);
  }

  /** A link to itself: it is there, and nobody can read it, not even root. */
  private static Path loop(Path path) throws IOException {
    return Files.createSymbolicLink(path, path);
  }
}
