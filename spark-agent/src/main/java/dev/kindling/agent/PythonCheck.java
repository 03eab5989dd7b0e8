package dev.kindling.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether this machine can run a Python job, before Spark tries: what Spark says of a home without
 * Python is an exit code and a stack trace of something else. Pure but for looking at files.
 */
final class PythonCheck {
  /** The main class that the job-runner gives a Python job. */
  static final String SPARK_SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  private PythonCheck() {}

  /** What is missing for this main class, in a sentence; empty if nothing is. */
  static Optional<String> problem(String mainClass, Map<String, String> environment) {
    if (!mainClass.equals(SPARK_SUBMIT)) {
      return Optional.empty();
    }
    String home = environment.getOrDefault("SPARK_HOME", "");
    if (!Files.isRegularFile(Path.of(home, "python", "lib", "pyspark.zip"))) {
      return Optional.of(
          "the Spark home of this machine, "
              + home
              + ", has no Python (python/lib/pyspark.zip): install a Spark with Python on the"
              + " workers");
    }
    String python = environment.getOrDefault("PYSPARK_PYTHON", "python3");
    return isThere(python, environment)
        ? Optional.empty()
        : Optional.of("there is no " + python + " on this machine: install it on the workers");
  }

  private static boolean isThere(String program, Map<String, String> environment) {
    return program.contains("/")
        ? Files.isExecutable(Path.of(program))
        : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
