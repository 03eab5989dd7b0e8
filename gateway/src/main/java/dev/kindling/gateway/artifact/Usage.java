package dev.kindling.gateway.artifact;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.artifact.ArtifactUses;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.job.Templates;
import dev.kindling.model.run.Run;
import java.util.List;

/** Who uses an artifact: jobs, and runs that have not ended, with the job as it was for them. */
public final class Usage {
  private final DefinitionView<JobDefinition> jobs;
  private final RunIndex runs;

  public Usage(DefinitionView<JobDefinition> jobs, RunIndex runs) {
    this.jobs = jobs;
    this.runs = runs;
  }

  List<JobDefinition> jobs(String digest) {
    return jobs.all().stream().filter(job -> uses(job, digest)).toList();
  }

  List<String> names(String digest) {
    return jobs(digest).stream().map(JobDefinition::name).toList();
  }

  /** Whether nothing would miss it. */
  boolean isFree(String digest) {
    return jobs(digest).isEmpty() && runs.live().noneMatch(run -> uses(run, digest));
  }

  /** With its parameters in their places, since one may be an artifact. */
  private static boolean uses(Run run, String digest) {
    try {
      SparkSpec spark = Templates.resolve(run.job().spec().spark(), run.parameters());
      return uses(run.job(), digest)
          || ArtifactUses.of(spark).stream().map(ArtifactRef::digest).anyMatch(digest::equals);
    } catch (IllegalArgumentException e) {
      // It will never be launched.
      return uses(run.job(), digest);
    }
  }

  private static boolean uses(JobDefinition job, String digest) {
    return ArtifactUses.of(job.spec().spark()).stream()
        .map(ArtifactRef::digest)
        .anyMatch(digest::equals);
  }
}
