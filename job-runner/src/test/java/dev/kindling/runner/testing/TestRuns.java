package dev.kindling.runner.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.History;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.job.RetryPolicy;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs for the tests of this module, in the state that each needs. */
public final class TestRuns {
  public static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  public static final SparkSpec SPARK =
      new SparkSpec(
          "com.example.Main",
          "http://artifacts/job.jar",
          List.of("--day", "${param:day}"),
          Map.of("spark.executor.memory", "2g"),
          Map.of("TZ", "UTC"));

  private TestRuns() {}

  public static RunRequest.Requested requested(String id) {
    return requested(id, SPARK, null);
  }

  public static RunRequest.Requested requested(String id, SparkSpec spark, Integer maxConcurrent) {
    JobSpec spec =
        new JobSpec(
            null,
            null,
            null,
            spark,
            null,
            null,
            new Limits(null, null, maxConcurrent, null, null, null),
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), null, null),
            null);
    return new RunRequest.Requested(
        id,
        new JobDefinition("word-count", 1, spec, START, "tester"),
        JsonNodeFactory.instance.objectNode().put("day", "2026-11-21"),
        Origin.first(Origin.Kind.API, null, null, "tester"),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        START);
  }

  /** A request of a job that lets one run be under way, with a rule for one too many. */
  public static RunRequest.Requested conflicting(String id, int most, OnConflict rule) {
    return requested(id, new Limits(null, null, most, rule, null, null), null);
  }

  /** A request of a job that keeps so many ended runs. */
  public static RunRequest.Requested keeping(String id, int runs) {
    return requested(id, null, new History(runs, runs, null));
  }

  public static RunRequest.Requested requested(String id, Limits limits, History history) {
    return of(
        id,
        "word-count",
        new JobSpec(
            null,
            null,
            null,
            SPARK,
            null,
            null,
            limits,
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), null, null),
            history));
  }

  /** A request of any job. */
  public static RunRequest.Requested of(String id, String job, JobSpec spec) {
    return new RunRequest.Requested(
        id,
        new JobDefinition(job, 1, spec, START, "tester"),
        JsonNodeFactory.instance.objectNode().put("day", "2026-11-21"),
        Origin.first(Origin.Kind.API, null, null, "tester"),
        null,
        START);
  }

  /** A request that a schedule makes, on these terms. */
  public static RunRequest.Requested scheduled(String id, String schedule, RunTerms terms) {
    return scheduled(requested(id), schedule, terms);
  }

  /** The same request, made by a schedule. */
  public static RunRequest.Requested scheduled(
      RunRequest.Requested request, String schedule, RunTerms terms) {
    return new RunRequest.Requested(
        request.runId(),
        request.job(),
        request.parameters(),
        Origin.first(Origin.Kind.SCHEDULE, schedule, START.toString(), null),
        null,
        terms,
        START);
  }

  public static Run queued(String id) {
    return RunMachine.accept(requested(id), START);
  }

  /** A run whose first attempt filled its heap. */
  public static Run outOfMemory(String id) {
    return after(
        queued(id),
        new RunCommand.Begin("hash"),
        new RunCommand.Claim(1, "hash", "driver-1", "host", 7),
        new RunCommand.Report(
            "hash",
            new FinalReport(id, 1, "t", 1, "java.lang.OutOfMemoryError", "heap", null, null, null)),
        new RunCommand.DriverSeen("driver-1", DriverState.FAILED, null, null));
  }

  public static Run after(Run run, RunCommand... commands) {
    Run next = run;
    for (RunCommand command : commands) {
      next = RunMachine.decide(next, command, START).run();
    }
    return next;
  }

  /** A request as it stands on Kafka. */
  public static byte[] bytes(RunRequest request) {
    try {
      return Json.mapper().writerFor(RunRequest.class).writeValueAsBytes(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
