package dev.kindling.gateway.run;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.List;

/** Makes runs for tests. */
public final class Runs {
  public static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

  private Runs() {}

  /** A run that was asked for so many seconds after {@link #BEGIN}. */
  public static Run run(String id, String job, long second, RunState state) {
    JobSpec spec = new JobSpec(null, null, null, null, null, null, null, null, null);
    return run(id, new JobDefinition(job, 1, spec, BEGIN, "somebody"), second, state);
  }

  /** The same of a job with a spec; the second is its version, too. */
  public static Run run(String id, JobDefinition job, long second, RunState state) {
    return new Run(
        Run.SCHEMA,
        id,
        Math.max(1, second),
        job,
        Json.mapper().createObjectNode(),
        Origin.first(Origin.Kind.API, null, null, "somebody"),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        null,
        state,
        "A reason.",
        null,
        List.of(),
        BEGIN.plusSeconds(second),
        null,
        null,
        new RunRequest.Cancel(id, "somebody", null, BEGIN),
        null,
        null,
        BEGIN.plusSeconds(second));
  }
}
