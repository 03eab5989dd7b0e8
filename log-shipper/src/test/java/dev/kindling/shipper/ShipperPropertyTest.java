package dev.kindling.shipper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.shipper.audit.ByteRange;
import dev.kindling.shipper.audit.Tiling;
import dev.kindling.shipper.checkpoint.Checkpoint;
import dev.kindling.shipper.checkpoint.CheckpointFile;
import dev.kindling.shipper.checkpoint.CheckpointWriter;
import dev.kindling.shipper.checkpoint.StreamEntry;
import dev.kindling.shipper.delivery.Backoff;
import dev.kindling.shipper.delivery.BulkOutcome;
import dev.kindling.shipper.delivery.DeadLetterFile;
import dev.kindling.shipper.delivery.Delivery;
import dev.kindling.shipper.delivery.DeliveryLimits;
import dev.kindling.shipper.delivery.ItemResult;
import dev.kindling.shipper.delivery.MemoryStore;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.tail.Directories;
import dev.kindling.shipper.tail.EventPipeline;
import dev.kindling.shipper.tail.LagWatch;
import dev.kindling.shipper.work.WorkDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole shipper on real files, with a search index in memory that fails at random, and crashes
 * at random points between any two steps. At the end every byte of every file is in exactly one
 * document.
 */
class ShipperPropertyTest {
  private static final Duration CLEANUP = Duration.ofDays(7);
  private static final int RUNS = Integer.getInteger("kindling.shipper.runs", 120);
  private static final int STEPS = 150;

  /** One run again, of which a failure has told the seed. */
  private static final Long SEED = Long.getLong("kindling.shipper.seed");

  private static final List<String> DIRECTORIES =
      List.of(
          "driver-20261120230559-0001", "app-20261120230608-0000/0", "app-20261120230608-0000/1");

  @TempDir Path directory;

  @Test
  void turnShouldShipEveryByteOnceWhenItIsKilledAnywhere() throws IOException {
    long seed = System.nanoTime();
    Random seeds = new Random(seed);
    int crashes = 0;
    int duplicates = 0;
    int documents = 0;
    int rolls = 0;
    int cuts = 0;
    long deletions = 0;
    for (int i = 0; i < (SEED == null ? RUNS : 1); i++) {
      long runSeed = SEED == null ? seeds.nextLong() : SEED;
      Run run = new Run(directory.resolve("run-" + i), new Random(runSeed), "seed " + runSeed);
      run.play();
      crashes += run.crashes;
      duplicates += run.store.duplicates();
      documents += run.store.documents().size();
      rolls += run.logs.stream().mapToInt(RolledLog::rolls).sum();
      cuts += run.logs.stream().mapToInt(RolledLog::cuts).sum();
      deletions += run.logs.stream().filter(RolledLog::isEnded).count();
    }
    System.out.printf(
        "shipper property: %d runs from seed %d, %d crashes, %d rolls, %d cuts, %d logs deleted,"
            + " %d documents, %d duplicates met%n",
        RUNS, seed, crashes, rolls, cuts, deletions, documents, duplicates);
    assertThat(crashes).isPositive();
    assertThat(rolls).isPositive();
    assertThat(cuts).isPositive();
    assertThat(deletions).isPositive();
  }

  @Test
  void turnShouldLeaveForeignProcessesAloneWhenTheirHeaderHasNoTag() throws IOException {
    Run run = new Run(directory, new Random(1), "foreign");
    Path foreign = Files.createDirectories(run.work.resolve("driver-20261120230559-0777"));
    Files.writeString(foreign.resolve("stderr"), "Launch Command: \"java\" \"Main\"\nsecret\n");
    Files.writeString(foreign.resolve("stdout"), "secret\n");
    run.settle();

    assertThat(run.store.documents()).isEmpty();
  }

  @Test
  void turnShouldKeepStdoutInTheFileWhenTheHeaderIsNotWrittenYet() throws IOException {
    Run run = new Run(directory, new Random(1), "late header");
    Path driver = Files.createDirectories(run.work.resolve("driver-20261120230559-0001"));
    Files.writeString(driver.resolve("stdout"), "early\n");
    run.settle();
    assertThat(run.store.documents()).isEmpty();

    Files.writeString(driver.resolve("stderr"), header("driver-20261120230559-0001"));
    run.settle();

    JsonNode line =
        run.store.documents().stream()
            .map(Run::json)
            .filter(json -> json.at("/log/iostream").asText().equals("stdout"))
            .findFirst()
            .orElseThrow();
    assertThat(line.at("/run/id").asText()).isEqualTo("0192-ab");
    assertThat(line.at("/run/attempt").asInt()).isEqualTo(2);
    assertThat(line.at("/job/name").asText()).isEqualTo("etl");
    assertThat(line.at("/spark/driver/id").asText()).isEqualTo("driver-20261120230559-0001");
    assertThat(line.at("/message").asText()).isEqualTo("early");
  }

  @Test
  void turnShouldJoinBothFilesWhenOneIsRolled() throws IOException {
    Run run = new Run(directory, new Random(1), "replaced");
    Path driver = Files.createDirectories(run.work.resolve("driver-20261120230559-0001"));
    Path stdout = driver.resolve("stdout");
    Files.writeString(driver.resolve("stderr"), header("driver-20261120230559-0001"));
    Files.writeString(stdout, "old\n");
    run.settle();
    Files.move(stdout, driver.resolve("stdout--1"));
    Files.writeString(driver.resolve("stdout--1"), "late\n", StandardOpenOption.APPEND);
    Files.writeString(stdout, "new\n");
    run.settle();

    assertThat(run.store.documents().stream().map(Run::json))
        .filteredOn(json -> json.at("/log/iostream").asText().equals("stdout"))
        .extracting(json -> json.at("/message").asText())
        .containsExactlyInAnyOrder("old", "late", "new");
  }

  @Test
  void turnShouldJoinLineWhenRollCutsIt() throws IOException {
    Run run = new Run(directory, new Random(1), "cut");
    Path executor = Files.createDirectories(run.work.resolve("app-20261120230608-0000/0"));
    Path stderr = executor.resolve("stderr");
    Files.writeString(
        stderr, header("app-20261120230608-0000/0") + "26/11/20 23:06:16 INFO Main: fir");
    run.shipper.turn();
    Files.move(stderr, executor.resolve("stderr--2026-11-20--23-06-16--0001"));
    Files.writeString(stderr, "st half and second\n");
    run.settle();

    assertThat(run.store.documents().stream().map(Run::json))
        .extracting(json -> json.at("/message").asText())
        .contains("first half and second");
  }

  @Test
  void turnShouldReadDeletedFilesWhenTheyWereSeenBefore() throws IOException {
    Run run = new Run(directory, new Random(1), "retention");
    Path executor = Files.createDirectories(run.work.resolve("app-20261120230608-0000/0"));
    Path stderr = executor.resolve("stderr");
    run.store.failNext(batch -> new BulkOutcome.Unreachable("down"));
    Files.writeString(stderr, header("app-20261120230608-0000/0"));
    for (int roll = 0; roll < 5; roll++) {
      Files.writeString(stderr, "26/11/20 23:06:16 INFO Main: line " + roll + "\n", APPEND, CREATE);
      Path rolled = executor.resolve("stderr--2026-11-20--23-06-16--000" + roll);
      Files.move(stderr, rolled);
      Files.writeString(stderr, "");
      run.clock.advance(251);
      run.shipper.turn();
      Files.delete(rolled);
    }
    run.settle();

    assertThat(run.store.documents().stream().map(Run::json))
        .extracting(json -> json.at("/message").asText())
        .contains("line 0", "line 1", "line 2", "line 3", "line 4");
  }

  @Test
  void turnShouldKnowProcessWhenLogLineLooksLikeCommandLineOfAnother() throws IOException {
    Run run = new Run(directory, new Random(1), "imitation");
    RolledLog log = run.logs.get(2);
    log.write(header("app-20261120230608-0000/0").getBytes(UTF_8));
    run.settle();
    log.roll(new Random(1));
    log.finish();
    log.write("Launch Command: \"java\" \"Other\"\n".getBytes(UTF_8));
    run.settle();
    log.retain(run.passed());
    run.restart();
    log.write("and on\n".getBytes(UTF_8));
    run.settle();

    assertThat(run.store.documents().stream().map(Run::json))
        .extracting(json -> json.at("/message").asText())
        .contains("and on");
  }

  private static String header(String name) {
    String command = name.startsWith("driver") ? "Launch Command: " : "Spark Executor Command: ";
    return command
        + "\"java\" \"-Dspark.rpc.kindling.run=0192-ab/2\" \"-Dspark.rpc.kindling.job=etl\" \""
        + name
        + "\"\n"
        + "=".repeat(40)
        + "\n\n";
  }

  /** One machine with three processes that write, and a shipper that dies. */
  private static final class Run {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path work;
    private final Path state;
    private final Random random;
    private final String name;
    private final MemoryStore store = new MemoryStore();
    private final ManualClock clock = new ManualClock();
    private final List<RolledLog> logs = new ArrayList<>();

    /** Writes of the checkpoint that have not happened yet. */
    private final Queue<Runnable> disk = new ArrayDeque<>();

    private Shipper shipper;
    private int crashes;
    private final AtomicReference<ShipperStatus> status = new AtomicReference<>();

    Run(Path root, Random random, String name) throws IOException {
      this.work = Files.createDirectories(root.resolve("work"));
      this.state = Files.createDirectories(root.resolve("state"));
      this.random = random;
      this.name = name;
      for (String process : DIRECTORIES) {
        logs.add(new RolledLog(process, work.resolve(process).resolve("stderr"), random));
        logs.add(new RolledLog(process, work.resolve(process).resolve("stdout"), random));
      }
      restart();
    }

    void play() throws IOException {
      store.refuse(document -> !document.deadLetter() && document.id().hashCode() % 7 == 0);
      int mended = random.nextInt(2 * STEPS);
      for (int step = 0; step < STEPS; step++) {
        if (step == mended) {
          // Somebody mends the mapping; what was refused before must not come twice.
          store.refuse(document -> false);
        }
        switch (random.nextInt(20)) {
          case 12, 13 -> roll();
          case 15, 16 -> cut();
          case 18, 19 -> keep();
          case 17 -> {
            if (random.nextInt(10) == 0) {
              delete();
            }
          }
          case 14 -> log().retain(passed());
          case 0 -> crash();
          case 1 -> store.failNext(fault());
          case 2 -> clock.advance(random.nextInt(2_000));
          case 3, 4, 5 -> write();
          case 6, 7 -> answer();
          default -> turn();
        }
      }
      for (String process : DIRECTORIES) {
        begin(process);
      }
      for (RolledLog log : logs) {
        log.finish();
      }
      settle();
      assertTiles();
    }

    void settle() {
      int quiet = 0;
      for (int i = 0; i < 2_000 && quiet < 30; i++) {
        int before = store.documents().size();
        turnAnswered(251);
        quiet = store.documents().size() == before && store.openRequests() == 0 ? quiet + 1 : 0;
      }
      // Long backoffs may still be waiting.
      for (int i = 0; i < 200; i++) {
        turnAnswered(1_000);
      }
    }

    /** A turn after which nobody waits for Elasticsearch or for the disk. */
    private void turnAnswered(long millis) {
      clock.advance(millis);
      shipper.turn();
      store.answerAll();
      keep();
    }

    private void keep() {
      for (Runnable write = disk.poll(); write != null; write = disk.poll()) {
        write.run();
      }
    }

    private void turn() {
      clock.advance(random.nextInt(400));
      shipper.turn();
    }

    private void answer() {
      if (store.openRequests() > 0) {
        store.answer(random.nextInt(store.openRequests()));
      }
    }

    private void crash() throws IOException {
      crashes++;
      if (store.openRequests() > 0 && random.nextBoolean()) {
        store.indexWithoutAnswer(0);
      }
      store.forgetOpen();
      restart();
    }

    private void restart() throws IOException {
      EventPipeline pipeline = EventPipeline.of(new JoinLimits(5, 400, 150), ZoneOffset.UTC, clock);
      CheckpointFile checkpoints = new CheckpointFile(state);
      ShipperMetrics metrics = new ShipperMetrics(new SimpleMeterRegistry(), status);
      Directories directories =
          new Directories(
              List.of(new WorkDirectory("w1", work)),
              List.of(),
              checkpoints.read(),
              pipeline,
              metrics);
      Delivery delivery =
          new Delivery(
              store,
              new DeliveryLimits(20_000, 4_000, 500, 20, 100, 100, 2),
              new Backoff(random),
              new DeadLetterFile(state),
              metrics,
              Runnable::run,
              clock::monotonicMillis);
      disk.clear();
      CheckpointWriter writer = new CheckpointWriter(checkpoints, disk::add, Runnable::run);
      shipper = new Shipper(directories, delivery, writer, new LagWatch(CLEANUP), clock, status);
    }

    private void write() throws IOException {
      RolledLog log = log();
      if (log.isEnded()) {
        return;
      }
      if (log.active().endsWith("stderr")) {
        begin(log.process());
      }
      log.write(LogText.some(random));
    }

    private void roll() throws IOException {
      RolledLog log = log();
      if (!log.isEnded()) {
        log.roll(random);
      }
    }

    /**
     * What was not safe before a cut is lost, so only what is safe is cut. The shipper looks, or
     * dies, before as much has been written again.
     */
    private void cut() throws IOException {
      RolledLog log = log();
      for (int i = 0; i < 2; i++) {
        turnAnswered(1_001);
      }
      if (!log.isEnded() && isSafe(log) && log.cut()) {
        if (random.nextBoolean()) {
          clock.advance(1_001);
          shipper.turn();
        } else {
          crash();
        }
      }
    }

    /** The worker's cleanup, of a process whose logs are safe, or at least open. */
    private void delete() throws IOException {
      String process = log().process();
      List<RolledLog> both = logs.stream().filter(log -> log.process().equals(process)).toList();
      Path directory = work.resolve(process);
      if (both.get(0).isEnded() || !Files.exists(directory.resolve("stderr"))) {
        return;
      }
      for (RolledLog log : both) {
        log.finish();
      }
      clock.advance(1_001);
      shipper.turn();
      boolean safe = isSafe(both.get(0)) && isSafe(both.get(1));
      remove(directory);
      both.forEach(RolledLog::end);
      if (!safe) {
        settle();
      }
    }

    private static void remove(Path directory) throws IOException {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }

    private boolean isSafe(RolledLog log) throws IOException {
      StreamEntry entry = new CheckpointFile(state).read().streams().get(key(log));
      long safe = entry == null ? 0 : entry.acknowledged().offset();
      return safe == log.written().length;
    }

    private String key(RolledLog log) {
      return "w1/" + work.relativize(log.active());
    }

    private RolledLog log() {
      return logs.get(random.nextInt(logs.size()));
    }

    private void begin(String process) throws IOException {
      for (RolledLog log : logs) {
        if (log.process().equals(process) && log.active().endsWith("stderr") && log.isNew()) {
          log.write(header(process).getBytes(UTF_8));
        }
      }
    }

    /** Files that the checkpoint has left behind; what it points at must be found again. */
    private ToLongFunction<RolledLog> passed() throws IOException {
      Checkpoint now = new CheckpointFile(state).read();
      return log -> {
        StreamEntry entry = now.streams().get(key(log));
        return entry == null ? 0 : entry.segment().start();
      };
    }

    private Function<List<LogDocument>, BulkOutcome> fault() {
      return switch (random.nextInt(5)) {
        case 0 -> batch -> new BulkOutcome.Refused(429, "busy");
        case 1 ->
            batch ->
                batch.size() > 1 ? new BulkOutcome.Refused(413, "too large") : store.create(batch);
        case 2 -> batch -> new BulkOutcome.Unreachable("refused");
        case 3 ->
            batch -> {
              store.create(batch);
              return new BulkOutcome.Unreachable("reset");
            };
        default -> batch -> new BulkOutcome.Answered(batch.stream().map(this::maybeBusy).toList());
      };
    }

    private ItemResult maybeBusy(LogDocument document) {
      return random.nextBoolean() ? new ItemResult(429, "x", "busy") : store.createOne(document);
    }

    private void assertTiles() throws IOException {
      Map<String, List<ByteRange>> ranges = new TreeMap<>();
      for (LogDocument document : store.documents()) {
        JsonNode json = json(document);
        ranges
            .computeIfAbsent(json.at("/log/file/path").asText(), path -> new ArrayList<>())
            .add(new ByteRange(json.at("/log/offset").asLong(), json.at("/event/length").asLong()));
      }
      for (RolledLog log : logs) {
        Tiling tiling =
            Tiling.of(
                ranges.getOrDefault(log.active().toString(), List.of()), log.written().length);
        assertThat(tiling.isExact()).as("%s: %s %s", name, log.active(), tiling).isTrue();
      }
      store.documents().forEach(this::assertSaysWhatWasWritten);
    }

    /** The right bytes at the right place, not just as many. */
    private void assertSaysWhatWasWritten(LogDocument document) {
      JsonNode json = json(document);
      RolledLog log =
          logs.stream()
              .filter(one -> json.at("/log/file/path").asText().equals(one.active().toString()))
              .findFirst()
              .orElseThrow();
      String bytes =
          new String(
              log.written(),
              json.at("/log/offset").asInt(),
              json.at("/event/length").asInt(),
              UTF_8);
      String message = json.at("/message").asText().split("\n", 2)[0];
      assertThat(bytes).as(name).contains(message);
    }

    private static JsonNode json(LogDocument document) {
      try {
        return MAPPER.readTree(document.body());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
