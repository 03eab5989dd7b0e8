package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The peer: a {@code SparkSubmit} process for each submission, as people do it today. The process
 * is what {@code bin/spark-submit} starts; the script's own JVM, which builds the command, is left
 * out, so the figures are a lower bound. A driver counts as accepted at the time that the master
 * gives it.
 */
final class SparkSubmits extends MasterContestant {
  private static final long DEADLINE_SECONDS = 120;

  SparkSubmits(SubmissionGround ground, MasterDrivers drivers, int operations) {
    super("SparkSubmit", Role.PEER, ground, drivers, operations);
  }

  @Override
  public Timings run(int round) {
    return new ClosedLoop(operations(), 1).run((number, lane) -> submit());
  }

  private Passage submit() {
    Set<String> before = drivers().active().keySet();
    Instant begin = Instant.now();
    Path log = ground().folder().resolve("logs/spark-submit.log");
    runToEnd(log);
    Instant end = Instant.now();
    Map<String, Instant> made = new TreeMap<>(drivers().active());
    made.keySet().removeAll(before);
    if (made.size() != 1) {
      throw new BenchException("SparkSubmit made " + made + ": see " + log);
    }
    Duration accepted = Duration.between(begin, made.values().iterator().next());
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("until the process ended", Duration.between(begin, end).toNanos());
    return new Passage(accepted.toNanos(), parts);
  }

  private void runToEnd(Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(ground().folder().toFile())
            .redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchException("SparkSubmit ran for " + DEADLINE_SECONDS + " s: see " + log);
      }
      if (process.exitValue() != 0) {
        throw new BenchException("SparkSubmit ended with " + process.exitValue() + ": see " + log);
      }
    } catch (IOException failure) {
      throw new BenchException("Cannot start SparkSubmit", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while SparkSubmit ran", interrupted);
    }
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        ground().sparkClassPath(),
        "org.apache.spark.deploy.SparkSubmit",
        "--deploy-mode",
        "cluster",
        "--master",
        "spark://" + ground().masterRest().getAuthority(),
        "--conf",
        "spark.master.rest.enabled=true",
        "--driver-memory",
        Submissions.DRIVER_MEMORY,
        "--class",
        Submissions.MAIN_CLASS,
        ground().jar());
  }
}
