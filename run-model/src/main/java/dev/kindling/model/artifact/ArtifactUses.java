package dev.kindling.model.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.job.SparkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where artifacts may be named: in the spec of a job as its jar or Python file, and in lists of
 * files; and as a parameter of a run.
 */
public final class ArtifactUses {
  /** Properties of Spark that list files with commas between them. */
  public static final Set<String> LISTS =
      Set.of("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles");

  private ArtifactUses() {}

  /** Every reference that is one. */
  public static List<ArtifactRef> of(SparkSpec spark) {
    return spark == null
        ? List.of()
        : Stream.concat(
                Stream.ofNullable(spark.appResource()),
                LISTS.stream()
                    .map(spark.properties()::get)
                    .filter(Objects::nonNull)
                    .flatMap(list -> Arrays.stream(list.split(","))))
            .map(String::strip)
            .map(ArtifactRef::of)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
  }

  /** Parameters of a run that are references. */
  public static List<ArtifactRef> of(JsonNode parameters) {
    List<ArtifactRef> found = new ArrayList<>();
    parameters.forEach(value -> ArtifactRef.of(value.asText()).ifPresent(found::add));
    return found;
  }

  /**
   * The parameters of a run with every one replaced that is a reference.
   *
   * @param location what stands in the place of a file's name
   */
  public static JsonNode replace(JsonNode parameters, UnaryOperator<String> location) {
    ObjectNode replaced = parameters.deepCopy();
    for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
      String text = parameter.getValue().asText();
      if (ArtifactRef.of(text).isPresent()) {
        replaced.put(parameter.getKey(), location.apply(text));
      }
    }
    return replaced;
  }

  /**
   * The properties with every reference in them replaced.
   *
   * @param location what stands in the place of a file's name
   */
  public static void replace(Map<String, String> properties, UnaryOperator<String> location) {
    for (String key : LISTS) {
      properties.computeIfPresent(
          key,
          (name, list) ->
              Arrays.stream(list.split(","))
                  .map(String::strip)
                  .map(location)
                  .collect(Collectors.joining(",")));
    }
  }
}
