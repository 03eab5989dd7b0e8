package dev.kindling.jobs.probe;

import dev.kindling.jobs.Arguments;
import dev.kindling.jobs.RunIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job for tests of Kindling itself: leaves a trace of having run, prints lines that can be
 * counted, and ends in the way it is told to. It starts Spark only if it is to run tasks.
 */
public final class Probe {
  private static final long BEAT_MILLIS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

  private Probe() {}

  /**
   * Arguments: {@code --dir} where the file {@code <run id>-<attempt>} gets a line with the time at
   * each start (so a second start of the same attempt shows), and {@code beats/} a line while it
   * lives; {@code --lines} to print on stdout and to log, by the driver and each task; {@code
   * --url} of a file that is kept in {@code read/}; {@code --tasks} on executors; {@code --seconds}
   * to sleep at the end; then {@code --fail} with this message, or {@code --exit} with this code,
   * or {@code --end} in another way: {@code linger} leaves a thread behind, {@code heap} fills the
   * heap.
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    Arguments arguments = Arguments.of(words);
    Path folder = Path.of(arguments.required("dir", "the folder for the trace of this attempt"));
    int lines = (int) arguments.integer("lines", 10, 0, 10_000_000);
    int tasks = (int) arguments.integer("tasks", 0, 0, 10_000);
    long millis = (long) (1_000 * arguments.number("seconds", 0, 0, 86_400));
    Optional<String> url = arguments.text("url");
    Optional<String> failure = arguments.text("fail");
    int code = (int) arguments.integer("exit", 0, 0, 255);
    Optional<String> end = arguments.text("end");
    arguments.refuseOthers();

    leaveTrace(folder, RunIdentity.current());
    print("driver", lines);
    if (url.isPresent()) {
      keep(folder, RunIdentity.current(), URI.create(url.get()));
    }
    if (tasks > 0) {
      runTasks(tasks, lines);
    }
    stayAlive(folder, RunIdentity.current(), millis);
    if (failure.isPresent()) {
      throw new IllegalStateException(failure.get(), new IOException("the probe was told to fail"));
    }
    end.ifPresent(Probe::end);
    System.out.println("probe: end");
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Sleeps, with a sign of life in {@code beats/<run id>-<attempt>} five times a second. */
  private static void stayAlive(Path folder, RunIdentity run, long millis)
      throws IOException, InterruptedException {
    Path beats = Files.createDirectories(folder.resolve("beats"));
    Path own = beats.resolve(run.runId() + "-" + run.attempt());
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      Files.writeString(
          own,
          Instant.now() + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Thread.sleep(Math.min(BEAT_MILLIS, left / 1_000_000 + 1));
    }
  }

  private static void end(String way) {
    switch (way) {
      case "linger" -> new Thread(Probe::linger, "probe-linger").start();
      case "heap" -> fillTheHeap();
      default -> throw new IllegalArgumentException("--end is linger or heap, not " + way);
    }
  }

  private static void linger() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fillTheHeap() {
    List<byte[]> full = new ArrayList<>();
    while (full.size() < Integer.MAX_VALUE) {
      full.add(new byte[10_000_000]);
    }
  }

  private static void leaveTrace(Path folder, RunIdentity run) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(run.runId() + "-" + run.attempt()),
        Instant.now() + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void keep(Path folder, RunIdentity run, URI url) throws IOException {
    Path read = Files.createDirectories(folder.resolve("read"));
    try (InputStream content = url.toURL().openStream()) {
      Files.copy(content, read.resolve(run.runId() + "-" + run.attempt()));
    }
  }

  private static void runTasks(int tasks, int lines) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("probe").getOrCreate()) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(IntStream.rangeClosed(1, tasks).boxed().toList(), tasks)
          .foreach(task -> print("task " + task, lines));
    }
  }

  private static void print(String who, int lines) {
    for (int number = 1; number <= lines; number++) {
      System.out.println("probe: " + who + " stdout line " + number + " of " + lines);
      LOG.info("{} log line {} of {}", who, number, lines);
    }
  }
}
