package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;

/** What came of checking the parameters of a run against the schema of its job. */
public sealed interface CheckedParameters {
  /**
   * They fit.
   *
   * @param parameters with the schema's defaults where a value was missing; never null
   */
  record Fit(ObjectNode parameters) implements CheckedParameters {}

  /**
   * They do not fit.
   *
   * @param problems one for each field that is wrong, below {@code parameters}; at least one
   */
  record Unfit(List<FieldProblem> problems) implements CheckedParameters {
    public Unfit {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Nobody can say, because the schema cannot be used. {@link MetaSchema} refuses every such schema
   * that it recognizes when the job is saved.
   *
   * @param reason what to do about it, a full sentence
   */
  record UnusableSchema(String reason) implements CheckedParameters {}
}
