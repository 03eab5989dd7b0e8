package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.job.JobDefinition;

/**
 * Checks and completes the parameters of a run. The same job and parameters give the same answer;
 * it never throws, whatever stands in either.
 */
@FunctionalInterface
public interface ParameterCheck {
  /**
   * Checks.
   *
   * @param parameters as somebody gave them; not changed
   */
  CheckedParameters check(JobDefinition job, JsonNode parameters);
}
