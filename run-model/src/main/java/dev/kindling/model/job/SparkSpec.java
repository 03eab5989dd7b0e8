package dev.kindling.model.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.kindling.model.guard.SecretReferences;
import java.util.List;
import java.util.Map;

/**
 * What Spark is to run. {@code ${param:name}} in arguments and in values of properties and of the
 * environment stands for the run's parameter of that name; {@code ${secret:name}} in arguments and
 * properties for a secret that only the driver sees ({@link SecretReferences}).
 *
 * @param mainClass the class whose main method is the job; null for a Python file
 * @param appResource the URL of the jar, or of the Python file ({@code .py}), as the workers reach
 *     it; never null in a valid spec
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

  /** Whether a Python file is to run, and not a class. */
  @JsonIgnore
  public boolean isPython() {
    return appResource != null && appResource.endsWith(".py");
  }
}
