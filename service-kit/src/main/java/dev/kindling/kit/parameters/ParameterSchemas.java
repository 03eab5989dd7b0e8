package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.problem.FieldProblem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the parameters of runs. Each schema is compiled once for a revision of its job; the ones
 * used last are kept. Does no I/O. Thread-safe.
 */
public final class ParameterSchemas implements ParameterCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterSchemas.class);
  private static final int KEPT = 1_000;

  private final Map<Key, ParameterSchema> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ParameterSchema> eldest) {
          return size() > KEPT;
        }
      };

  @Override
  public synchronized CheckedParameters check(JobDefinition job, JsonNode parameters) {
    if (!(parameters instanceof ObjectNode given)) {
      return new CheckedParameters.Unfit(
          List.of(new FieldProblem(ParameterSchema.FIELD, "must be an object.")));
    }
    try {
      ParameterSchema schema = of(job);
      ObjectNode filled = schema.withDefaults(given);
      List<FieldProblem> problems = schema.problems(filled);
      return problems.isEmpty()
          ? new CheckedParameters.Fit(filled)
          : new CheckedParameters.Unfit(problems);
    } catch (RuntimeException | StackOverflowError e) {
      // The library has no one exception for schemas that it cannot work with, and a schema that
      // no gateway has checked may do anything; the callers decide about many jobs and must go on.
      LOG.debug("the schema of job {}, revision {}, cannot be used", job.name(), job.revision(), e);
      return new CheckedParameters.UnusableSchema(
          "The JSON Schema of the job's parameters cannot be used: repair it.");
    }
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
