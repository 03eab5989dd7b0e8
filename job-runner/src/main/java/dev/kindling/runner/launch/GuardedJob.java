package dev.kindling.runner.launch;

import java.util.List;
import java.util.Map;

/**
 * An attempt as its driver gets it: the job wrapped in the guard.
 *
 * @param jar what Spark takes for the application: the job's own jar, or for a Python file the
 *     guard's
 * @param args of the guard, which hands them on to the job's main class
 * @param environment of the driver; it holds the attempt's token
 * @param properties of Spark, which the driver's command line shows
 */
public record GuardedJob(
    String jar,
    List<String> args,
    Map<String, String> environment,
    Map<String, String> properties) {
  public GuardedJob {
    args = List.copyOf(args);
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }
}
