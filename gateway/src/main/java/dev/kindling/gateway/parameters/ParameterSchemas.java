package dev.kindling.gateway.parameters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.problem.FieldProblem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the parameters of runs. Each schema is compiled once; the ones used last are kept.
 * Thread-safe.
 */
public final class ParameterSchemas {
  private static final int KEPT = 1_000;

  private final Map<Key, ParameterSchema> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ParameterSchema> eldest) {
          return size() > KEPT;
        }
      };

  /** The parameters with defaults filled in; throws the problem 400 if they do not fit. */
  public synchronized ObjectNode checked(JobDefinition job, ObjectNode parameters) {
    ParameterSchema schema = of(job);
    ObjectNode filled = schema.withDefaults(parameters);
    List<FieldProblem> problems = schema.problems(filled);
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
    return filled;
  }

  /** The parameters with the defaults of a job filled in, unchecked. */
  public synchronized ObjectNode withDefaults(JobDefinition job, ObjectNode parameters) {
    return of(job).withDefaults(parameters);
  }

  private ParameterSchema of(JobDefinition job) {
    return compiled.computeIfAbsent(
        new Key(job.name(), job.revision(), job.updatedAt()),
        key -> new ParameterSchema(job.spec().parameters()));
  }

  /** A job that is deleted and defined anew begins at revision 1 again, but at another time. */
  private record Key(String job, long revision, Instant updatedAt) {}
}
