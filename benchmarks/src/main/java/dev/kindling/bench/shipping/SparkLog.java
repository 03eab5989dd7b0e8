package dev.kindling.bench.shipping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kindling.bench.harness.BenchException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * A log as Spark's executors and drivers write it, in Spark's own pattern: 155 bytes a line on
 * average, 22 lines of a hundred are of stack traces. The same each time.
 */
final class SparkLog {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yy/MM/dd HH:mm:ss", Locale.ROOT);
  private static final int STEPS_PER_SECOND = 280;

  private final Random random = new Random(42);
  private final int lines;
  private int written;
  private int task;

  private SparkLog(int lines) {
    this.lines = lines;
  }

  /** Writes so many lines. */
  static void write(Path file, int lines) {
    try (Writer out = Files.newBufferedWriter(file, US_ASCII)) {
      SparkLog log = new SparkLog(lines);
      while (log.written < lines) {
        log.event(out);
      }
    } catch (IOException e) {
      throw new BenchException("cannot write " + file, e);
    }
  }

  private void event(Writer out) throws IOException {
    task++;
    int stage = random.nextInt(400);
    int index = random.nextInt(2_000);
    String host = "10.0." + random.nextInt(4) + "." + (2 + random.nextInt(24));
    int executor = random.nextInt(64);
    double kind = random.nextDouble();
    String of = index + ".0 in stage " + stage + ".0 (TID " + task + ")";
    if (kind < 0.22) {
      line(
          out,
          "INFO TaskSetManager: Starting task %s (%s,executor %d, partition %d, PROCESS_LOCAL, %d bytes)",
          of,
          host,
          executor,
          index,
          8_000 + random.nextInt(4_000));
    } else if (kind < 0.44) {
      line(
          out,
          "INFO TaskSetManager: Finished task %s in %d ms on %s (executor %d) (%d/%d)",
          of,
          random.nextInt(9_000),
          host,
          executor,
          index,
          index + random.nextInt(900));
    } else if (kind < 0.60) {
      line(
          out,
          "INFO BlockManagerInfo: Added broadcast_%d_piece0 in memory on %s:%d (size: %d.%d KiB, free: %d.%d MiB)",
          stage,
          host,
          30_000 + random.nextInt(30_000),
          random.nextInt(90),
          random.nextInt(10),
          random.nextInt(400),
          random.nextInt(10));
    } else if (kind < 0.72) {
      line(
          out,
          "INFO ShuffleBlockFetcherIterator: Getting %d (%d.0 KiB) non-empty blocks including %d (%d.0 KiB) local and 0 (0.0 B) host-local and 0 (0.0 B) push-merged-local and %d (12.0 KiB) remote blocks",
          index,
          random.nextInt(900),
          executor,
          random.nextInt(900),
          index);
    } else if (kind < 0.84) {
      line(
          out,
          "INFO CodeGenerator: Code generated in %d.%06d ms",
          random.nextInt(40),
          random.nextInt(1_000_000));
    } else if (kind < 0.93) {
      line(
          out,
          "INFO DAGScheduler: Submitting %d missing tasks from ShuffleMapStage %d (MapPartitionsRDD[%d] at count at Etl%d.scala:%d) (first 15 tasks are for partitions Vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))",
          index,
          stage,
          random.nextInt(5_000),
          executor,
          random.nextInt(400));
    } else if (kind < 0.985) {
      line(
          out,
          "WARN DAGScheduler: Broadcasting large task binary with size %d.0 KiB; stage %d contains a task of very large size. The maximum recommended task size is 1000 KiB.",
          1_000 + random.nextInt(8_000),
          stage);
    } else {
      failure(out, of, executor, index);
    }
  }

  private void failure(Writer out, String of, int executor, int index) throws IOException {
    line(out, "ERROR Executor: Exception in task %s", of);
    bare(
        out,
        "org.apache.spark.SparkException: [FAILED_EXECUTE_UDF] User defined function (`Etl%d$$Lambda$%d`: (string) => int) failed due to: java.lang.NumberFormatException. SQLSTATE: 39000",
        executor,
        100 + random.nextInt(900));
    int frames = 8 + random.nextInt(15);
    for (int frame = 0; frame < frames; frame++) {
      if (frame % 3 == 0) {
        bare(
            out,
            "\tat org.apache.spark.sql.catalyst.expressions.GeneratedClass$GeneratedIteratorForCodegenStage%d.processNext(Unknown Source)",
            frame + 1);
      } else {
        bare(
            out,
            "\tat org.apache.spark.rdd.RDD.$anonfun$iterator$%d(RDD.scala:%d)",
            frame,
            100 + random.nextInt(800));
      }
    }
    bare(out, "Caused by: java.lang.NumberFormatException: For input string: \"n/a%d\"", index);
    bare(
        out,
        "\tat java.base/java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)");
    bare(out, "\t... %d more", 10 + random.nextInt(30));
  }

  private void line(Writer out, String format, Object... values) throws IOException {
    LocalDateTime time =
        LocalDateTime.of(2026, 1, 15, 8, 0).plusSeconds(written / STEPS_PER_SECOND);
    bare(out, STAMP.format(time) + " " + format, values);
  }

  private void bare(Writer out, String format, Object... values) throws IOException {
    if (written < lines) {
      out.write(String.format(Locale.ROOT, format, values));
      out.write('\n');
      written++;
    }
  }
}
