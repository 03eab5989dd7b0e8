package dev.kindling.gateway;

import dev.kindling.kit.parameters.MetaSchema;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.JobSpecCheck;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The check of a job spec: that of the domain, and that its parameters are a JSON Schema, which the
 * domain, without a schema library, cannot say.
 */
final class JobCheck implements Function<JobSpec, List<FieldProblem>> {
  private final MetaSchema metaSchema;

  JobCheck(MetaSchema metaSchema) {
    this.metaSchema = metaSchema;
  }

  @Override
  public List<FieldProblem> apply(JobSpec spec) {
    List<FieldProblem> problems = new ArrayList<>(JobSpecCheck.problems(spec));
    boolean told = problems.stream().anyMatch(problem -> problem.field().startsWith("parameters"));
    if (spec.parameters().isObject() && !told) {
      problems.addAll(metaSchema.problems(spec.parameters(), "parameters"));
    }
    return problems;
  }
}
