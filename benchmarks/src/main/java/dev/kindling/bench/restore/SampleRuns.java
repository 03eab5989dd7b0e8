package dev.kindling.bench.restore;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs as a cron schedule makes them, of about 1.9 kB as a record. Pure. */
public final class SampleRuns {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final String TOKEN_HASH = "0".repeat(64);

  private SampleRuns() {}

  static Run queued(String id) {
    JobSpec spec =
        new JobSpec(
            "Counts the words of a text file",
            "data",
            Map.of("team", "search"),
            new SparkSpec(
                "com.example.Main",
                "http://artifacts/job.jar",
                List.of("--day", "${param:day}"),
                Map.of("spark.executor.memory", "2g", "spark.cores.max", "4"),
                Map.of("TZ", "UTC")),
            null,
            null,
            null,
            null,
            null);
    return RunMachine.accept(
        new RunRequest.Requested(
            id,
            new JobDefinition("job", 1, spec, BEGIN, "bench"),
            Json.mapper().createObjectNode().put("day", "2026-11-01"),
            Origin.first(Origin.Kind.SCHEDULE, "nightly", BEGIN.toString(), null),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            BEGIN),
        BEGIN);
  }

  /** One whose driver runs. */
  public static Run running(String id, String driverId) {
    return after(
        queued(id),
        new RunCommand.Begin(TOKEN_HASH),
        new RunCommand.Accepted(1, driverId),
        new RunCommand.Claim(1, TOKEN_HASH, driverId, "host", 7));
  }

  static Run ended() {
    return after(
        running("run", "driver-20261101000000-0001"),
        new RunCommand.Report(
            TOKEN_HASH, new FinalReport("run", 1, "t", 0, null, null, null, null, "app-1")));
  }

  private static Run after(Run run, RunCommand... life) {
    Run now = run;
    for (RunCommand command : life) {
      now = RunMachine.decide(now, command, BEGIN.plusSeconds(30)).run();
    }
    return now;
  }
}
