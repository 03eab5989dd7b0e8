package dev.kindling.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * What a person writes to define a job. {@link JobSpecCheck} says whether it is valid; a spec that
 * came from Kafka has passed it.
 *
 * @param description for people, may be null
 * @param owner who answers for the job, may be null
 * @param labels for finding and scoping; never null
 * @param spark what to run; null only in an invalid spec
 * @param parameters the JSON Schema of a run's parameters, an object; never null
 * @param launch how to launch; never null
 * @param limits bounds of the runs; never null
 * @param retry when to try again; never null
 * @param history how many ended runs stay at hand; never null
 */
public record JobSpec(
    String description,
    String owner,
    Map<String, String> labels,
    SparkSpec spark,
    JsonNode parameters,
    LaunchSpec launch,
    Limits limits,
    RetryPolicy retry,
    History history) {
  public JobSpec {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    parameters =
        parameters == null || parameters.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : parameters;
    launch = launch == null ? new LaunchSpec(null, null) : launch;
    limits = limits == null ? Limits.NONE : limits;
    retry = retry == null ? RetryPolicy.once() : retry;
    history = history == null ? History.standard() : history;
  }
}
