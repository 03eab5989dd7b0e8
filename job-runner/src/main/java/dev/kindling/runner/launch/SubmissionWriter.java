package dev.kindling.runner.launch;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.JobSpecCheck;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.job.Templates;
import dev.kindling.model.run.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the submission of an attempt: the user's job wrapped in the guard, tagged so that its logs
 * are found. Pure.
 */
public final class SubmissionWriter {
  private static final String CLIENT_SPARK_VERSION = "4.0.0";

  /** It comes from whoever asked for the run, so nothing but W3C's form goes on. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final String LISTENER = "dev.kindling.agent.AppWatch";

  private final String sparkMaster;
  private final String agentJar;
  private final String runnerUrls;

  /**
   * @param sparkMaster what drivers connect to, spark://host:port with all masters in it
   * @param agentJar the URL of the guard's jar as the workers reach it
   * @param runnerUrls where guards claim, with commas between
   */
  public SubmissionWriter(String sparkMaster, String agentJar, String runnerUrls) {
    this.sparkMaster = sparkMaster;
    this.agentJar = agentJar;
    this.runnerUrls = runnerUrls;
  }

  /**
   * @param token the attempt's secret; it goes into the driver's environment and nowhere else
   * @throws IllegalArgumentException if a parameter has brought in a value that the master would
   *     replace by a variable of its own environment
   */
  public DriverSubmission write(Run run, int attempt, String token) {
    SparkSpec spark = Templates.resolve(run.job().spec().spark(), run.parameters());
    JobSpecCheck.leak(spark)
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "With this run's parameters, "
                      + key
                      + " has the form {{NAME}}, which the Spark master would replace by its own"
                      + " environment.");
            });
    return new DriverSubmission(
        "CreateSubmissionRequest",
        CLIENT_SPARK_VERSION,
        spark.appResource(),
        GuardProtocol.GUARD_CLASS,
        spark.args(),
        environment(run, attempt, token, spark),
        properties(run, attempt, spark));
  }

  private Map<String, String> environment(Run run, int attempt, String token, SparkSpec spark) {
    Map<String, String> environment = new LinkedHashMap<>(spark.environment());
    environment.put(GuardProtocol.ENV_RUN_ID, run.id());
    environment.put(GuardProtocol.ENV_ATTEMPT, Integer.toString(attempt));
    environment.put(GuardProtocol.ENV_TOKEN, token);
    environment.put(GuardProtocol.ENV_RUNNER_URLS, runnerUrls);
    environment.put(GuardProtocol.ENV_MAIN_CLASS, spark.mainClass());
    environment.put(GuardProtocol.ENV_JOB, run.job().name());
    if (run.traceparent() != null && TRACEPARENT.matcher(run.traceparent()).matches()) {
      environment.put(GuardProtocol.ENV_TRACEPARENT, run.traceparent());
    }
    return environment;
  }

  private Map<String, String> properties(Run run, int attempt, SparkSpec spark) {
    Map<String, String> properties = new LinkedHashMap<>(spark.properties());
    properties.putIfAbsent("spark.app.name", run.job().name());
    properties.put("spark.master", sparkMaster);
    properties.put("spark.submit.deployMode", "cluster");
    // A supervised driver is relaunched by the master under an id that nothing links to this one.
    properties.put("spark.driver.supervise", "false");
    // Executors get jars from here only: the submission server does not add the user's jar itself.
    properties.put(
        "spark.jars", joined(agentJar, spark.appResource(), properties.get("spark.jars")));
    properties.put(
        "spark.extraListeners", joined(LISTENER, properties.get("spark.extraListeners")));
    properties.put(GuardProtocol.PROPERTY_RUN, run.id() + "/" + attempt);
    properties.put(GuardProtocol.PROPERTY_JOB, run.job().name());
    return properties;
  }

  private static String joined(String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(","));
  }
}
