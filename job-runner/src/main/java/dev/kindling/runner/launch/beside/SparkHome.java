package dev.kindling.runner.launch.beside;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Spark installation that drivers beside the job-runner run from.
 *
 * @param path as SPARK_HOME
 */
record SparkHome(Path path) {
  /** What is wrong with it for such a job, in a sentence; empty if nothing is. */
  Optional<String> problem(boolean python, Map<String, String> environment) {
    if (!Files.isExecutable(path.resolve("bin/spark-submit"))) {
      return Optional.of(
          "This job-runner's Spark home "
              + path
              + " has no bin/spark-submit: KINDLING_SPARK_HOME must name a Spark installation.");
    }
    if (!python) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(path.resolve("python/lib/pyspark.zip"))) {
      return Optional.of(
          "This job-runner's Spark home "
              + path
              + " has no Python (python/lib/pyspark.zip): use one that has, or launch via rest on"
              + " workers that have it.");
    }
    return isOnPath("python3", environment)
        ? Optional.empty()
        : Optional.of("There is no python3 on the PATH of this job-runner: install it.");
  }

  private static boolean isOnPath(String program, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
