package dev.kindling.runner.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.eventfile.EventFileName;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.job.Templates;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes links of the files of events that a trigger has put into parameters. Of no other
 * parameter's: whoever asks for a run by themselves could name a file that they must not see, and
 * the scheduler lets no event do so. Pure.
 */
final class EventLinks {
  private final ArtifactLocations locations;

  EventLinks(ArtifactLocations locations) {
    this.locations = locations;
  }

  /**
   * The parameters of a run as its job is to see them.
   *
   * @throws IllegalArgumentException if the job wants a link, and there is no store
   */
  JsonNode in(Run run) {
    Origin origin = run.origin();
    boolean byTrigger = origin.kind() == Origin.Kind.TRIGGER || origin.rerunOf() != null;
    if (!byTrigger || !(run.parameters() instanceof ObjectNode given)) {
      return run.parameters();
    }
    Set<String> wanted = wanted(run.job().spec().spark());
    ObjectNode linked = given.deepCopy();
    for (Map.Entry<String, JsonNode> parameter : given.properties()) {
      String text = parameter.getValue().asText();
      if (wanted.contains(parameter.getKey())
          && ArtifactRef.of(text).flatMap(EventFileName::writtenAt).isPresent()) {
        linked.put(parameter.getKey(), locations.of(text, run));
      }
    }
    return linked;
  }

  /** The parameters that a job takes. */
  private static Set<String> wanted(SparkSpec spark) {
    return Stream.of(
            spark.args().stream(),
            spark.properties().values().stream(),
            spark.environment().values().stream())
        .flatMap(texts -> texts)
        .flatMap(text -> Templates.parametersOf(text).stream())
        .collect(Collectors.toSet());
  }
}
