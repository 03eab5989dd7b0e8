package dev.kindling.model.job;

import java.util.List;
import java.util.Map;

/**
 * What Spark is to run. {@code ${param:name}} in arguments and in values of properties and of the
 * environment stands for the run's parameter of that name.
 *
 * @param mainClass the class whose main method is the job, never null in a valid spec
 * @param appResource the URL of the jar as the workers reach it, never null in a valid spec
 * @param args the arguments of main, in order; never null
 * @param properties Spark properties; never null
 * @param environment environment variables of the driver; never null
 */
public record SparkSpec(
    String mainClass,
    String appResource,
    List<String> args,
    Map<String, String> properties,
    Map<String, String> environment) {
  public SparkSpec {
    args = args == null ? List.of() : List.copyOf(args);
    properties = properties == null ? Map.of() : Map.copyOf(properties);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
  }
}
