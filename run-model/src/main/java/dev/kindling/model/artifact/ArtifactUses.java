package dev.kindling.model.artifact;

import dev.kindling.model.job.SparkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the spec of a job may name artifacts: as its jar or Python file, and in lists of files. */
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
