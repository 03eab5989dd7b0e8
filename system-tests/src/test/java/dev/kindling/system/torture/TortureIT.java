package dev.kindling.system.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.audit.ByteRange;
import dev.kindling.shipper.audit.Tiling;
import dev.kindling.shipper.audit.TilingAudit;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import dev.kindling.stack.process.Waiter;
import dev.kindling.system.Deadline;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every text in every kind of rolling, all at once, under a fault and a death: 36 logs, written in
 * steps, while a real log-shipper is killed and started again before a real Elasticsearch that is
 * behind a faulty proxy. At the end every byte of every log is in exactly one document.
 *
 * <p>The seed is printed; {@code -Dkindling.seed=…} repeats one. The nightly profile does all
 * faults and deaths.
 */
class TortureIT {
  private static final int STEPS = 24;
  private static final int FAULT_FROM = 4;
  private static final int SAMPLE = 2;
  private static final int MOST_PAUSE_MILLIS = 400;
  private static final Duration SHIPPED = Duration.ofMinutes(2);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Vertx VERTX = Vertx.vertx();

  private static Path folder;
  private static LocalStack stack;
  private static int documents;
  private static int deaths;

  private record Cell(Fault fault, Death death) {}

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "torture ");
    stack = LocalStack.builder(folder.resolve("stack")).only(PartKind.ELASTICSEARCH).start();
  }

  @AfterAll
  static void stop() {
    stack.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyByteShouldBeInOneDocumentInSomeOfAllCells() throws Exception {
    long seed = Long.getLong("kindling.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Cell> cells = cells();
    Collections.shuffle(cells, random);
    torture(cells.subList(0, SAMPLE), 4, seed, random);
  }

  @Test
  @Tag("nightly")
  void everyByteShouldBeInOneDocumentInEveryCell() throws Exception {
    long seed = Long.getLong("kindling.seed", System.nanoTime());
    torture(cells(), 20, seed, new Random(seed));
  }

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Death death : Death.values()) {
        cells.add(new Cell(fault, death));
      }
    }
    return cells;
  }

  private static void torture(List<Cell> cells, int kills, long seed, Random random)
      throws Exception {
    System.out.println("TortureIT: repeat with -Dkindling.seed=" + seed);
    for (Cell cell : cells) {
      long begin = System.nanoTime();
      torture(cell, kills, random, "seed " + seed + " " + cell);
      System.out.printf(
          "TortureIT: %s in %.1f s%n", cell, (System.nanoTime() - begin) / 1_000_000_000.0);
    }
    System.out.printf(
        "TortureIT: %d cells of %d logs, %d deaths, %d documents: each byte in one%n",
        cells.size(), Text.values().length * Roll.values().length, deaths, documents);
  }

  private static void torture(Cell cell, int kills, Random random, String hint) throws Exception {
    Path home = folder.resolve(cell.fault() + "-" + cell.death());
    Path work = Files.createDirectories(home.resolve("work"));
    List<TorturedLog> logs = logs(work);
    try (FaultyProxy proxy = new FaultyProxy(VERTX, stack.elasticsearch().url());
        ShipperLife shipper = new ShipperLife(home, proxy.url(), work);
        TilingAudit audit =
            new TilingAudit(SearchAccess.open(stack.elasticsearch().url()), List.of())) {
      // given
      if (cell.fault().fromTheBeginning()) {
        begin(cell.fault(), proxy, shipper);
      }
      shipper.start();
      Set<Integer> deathSteps = deathSteps(cell.death(), kills, random);
      // when
      for (int step = 0; step < STEPS; step++) {
        if (step == FAULT_FROM && !cell.fault().fromTheBeginning()) {
          begin(cell.fault(), proxy, shipper);
        }
        for (TorturedLog log : logs) {
          log.step(step, random);
        }
        Deadline.randomMoment(random, MOST_PAUSE_MILLIS);
        if (deathSteps.contains(step)) {
          die(cell.death(), shipper);
          if (random.nextBoolean()) {
            // Else many deaths would come before it has done anything.
            shipper.awaitStreams(2 * logs.size());
          }
        }
      }
      // Two streams each: stdout is not there, and followed all the same.
      shipper.awaitStreams(2 * logs.size());
      for (TorturedLog log : logs) {
        log.deleteIfToldTo();
      }
      heal(cell.fault(), proxy, shipper);
      // then
      for (TorturedLog log : logs) {
        assertExact(log, audit, hint);
      }
      shipper.stop();
    }
  }

  private static List<TorturedLog> logs(Path work) throws IOException {
    List<TorturedLog> logs = new ArrayList<>();
    for (Text text : Text.values()) {
      for (Roll roll : Roll.values()) {
        logs.add(new TorturedLog(work, text, roll, logs.size()));
      }
    }
    return logs;
  }

  private static Set<Integer> deathSteps(Death death, int kills, Random random) {
    Set<Integer> steps = new TreeSet<>();
    while (death != Death.NONE && steps.size() < Math.min(kills, STEPS - 2)) {
      steps.add(random.nextInt(STEPS - 1));
    }
    return steps;
  }

  private static void die(Death death, ShipperLife shipper)
      throws IOException, InterruptedException {
    deaths++;
    if (death == Death.SIGTERM) {
      shipper.stop();
    } else {
      shipper.kill();
    }
    shipper.start();
  }

  private static void begin(Fault fault, FaultyProxy proxy, ShipperLife shipper)
      throws IOException, InterruptedException {
    proxy.begin(fault);
    if (fault == Fault.WRITE_BLOCK_403) {
      block("true");
    } else if (fault == Fault.CHECKPOINT_DISK) {
      // No file can be made where a directory is: as good as a full disk.
      Files.createDirectories(obstacle(shipper).resolve("in the way"));
    }
  }

  private static void heal(Fault fault, FaultyProxy proxy, ShipperLife shipper)
      throws IOException, InterruptedException {
    if (fault == Fault.WRITE_BLOCK_403) {
      block("null");
    } else if (fault == Fault.CHECKPOINT_DISK) {
      Files.delete(obstacle(shipper).resolve("in the way"));
      Files.delete(obstacle(shipper));
    }
    proxy.heal();
  }

  private static Path obstacle(ShipperLife shipper) {
    return shipper.state().resolve("checkpoint.json.new");
  }

  private static void block(String value) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                stack.elasticsearch().url().resolve("/spark-logs-2026.11.20/_settings"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"index.blocks.write\":" + value + "}"))
            .build();
    CLIENT.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static void assertExact(TorturedLog log, TilingAudit audit, String hint) {
    long size = log.written().length;
    Waiter.until(() -> Tiling.of(ranges(log, audit), size).isExact(), SHIPPED);
    List<ByteRange> ranges = ranges(log, audit);
    assertThat(Tiling.of(ranges, size).isExact())
        .as("%s: %s %s", hint, log, Tiling.of(ranges, size))
        .isTrue();
    documents += ranges.size();
  }

  private static List<ByteRange> ranges(TorturedLog log, TilingAudit audit) {
    try {
      return audit.ranges(log.file());
    } catch (IOException e) {
      return List.of(); // Elasticsearch cannot say now
    }
  }
}
