package dev.kindling.runner.launch;

import dev.kindling.model.artifact.ArtifactUses;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.PropertyRules;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.job.SparkSpecCheck;
import dev.kindling.model.job.Templates;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Memory;
import dev.kindling.model.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Wraps the job of an attempt in the guard, tags it so that its logs are found, and keeps the
 * administrator's rules; the same for every way to launch. Pure, but for where guards may ask now.
 */
public final class JobWrapper {
  /** It comes from whoever asked for the run, so nothing but W3C's form goes on. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final String LISTENER = "dev.kindling.agent.AppWatch";

  /** Spark's own way to run Python: its main class, in client mode, inside the driver. */
  private static final String SPARK_SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  private final String agentJar;
  private final Supplier<String> runnerUrls;
  private final PropertyRules rules;
  private final ArtifactLocations locations;
  private final EventLinks links;

  /**
   * @param agentJar the URL of the guard's jar as the workers reach it
   * @param runnerUrls where guards may claim now, with commas between
   * @param locations where Spark finds files
   */
  public JobWrapper(
      String agentJar,
      Supplier<String> runnerUrls,
      PropertyRules rules,
      ArtifactLocations locations) {
    this.agentJar = agentJar;
    this.runnerUrls = runnerUrls;
    this.rules = rules;
    this.locations = locations;
    this.links = new EventLinks(locations);
  }

  /**
   * @param master what the driver connects to
   * @param deployMode cluster or client
   * @throws IllegalArgumentException if this attempt must never be launched; the message is for
   *     people
   */
  public GuardedJob wrap(Launch launch, String master, String deployMode) {
    SparkSpec own = launch.run().job().spec().spark();
    rules
        .violation(own)
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "The administrator forbids jobs to set "
                      + key
                      + " (KINDLING_SPARK_FORBIDDEN): leave it out of spark/properties.");
            });
    SparkSpec spark = Templates.resolve(own, links.in(launch.run()));
    SparkSpecCheck.leak(spark)
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "With this run's parameters, "
                      + key
                      + " has the form {{NAME}}, which the Spark master would replace by its own"
                      + " environment.");
            });
    String appResource = locations.of(spark.appResource(), launch.run());
    Map<String, String> properties = properties(launch, spark, appResource, master, deployMode);
    return spark.isPython()
        ? new GuardedJob(
            agentJar,
            submitArguments(appResource, spark.args(), properties),
            environment(launch, spark, SPARK_SUBMIT),
            properties)
        : new GuardedJob(
            appResource, spark.args(), environment(launch, spark, spark.mainClass()), properties);
  }

  private Map<String, String> environment(Launch launch, SparkSpec spark, String mainClass) {
    Run run = launch.run();
    Map<String, String> environment = new LinkedHashMap<>(spark.environment());
    environment.put(GuardProtocol.ENV_RUN_ID, run.id());
    environment.put(GuardProtocol.ENV_ATTEMPT, Integer.toString(launch.attempt()));
    environment.put(GuardProtocol.ENV_PARTITION, Integer.toString(launch.partition()));
    environment.put(GuardProtocol.ENV_TOKEN, launch.token());
    environment.put(GuardProtocol.ENV_RUNNER_URLS, runnerUrls.get());
    environment.put(GuardProtocol.ENV_MAIN_CLASS, mainClass);
    environment.put(GuardProtocol.ENV_JOB, run.job().name());
    if (run.traceparent() != null && TRACEPARENT.matcher(run.traceparent()).matches()) {
      environment.put(GuardProtocol.ENV_TRACEPARENT, run.traceparent());
    }
    return environment;
  }

  private Map<String, String> properties(
      Launch launch, SparkSpec spark, String appResource, String master, String deployMode) {
    Run run = launch.run();
    Map<String, String> properties = new LinkedHashMap<>(spark.properties());
    properties.putIfAbsent("spark.app.name", run.job().name());
    grantMemory(run, properties);
    properties.putAll(rules.forced());
    ArtifactUses.replace(properties, file -> locations.of(file, run));
    properties.put("spark.master", master);
    properties.put("spark.submit.deployMode", deployMode);
    // A supervised driver is relaunched by the master under an id that nothing links to this one.
    properties.put("spark.driver.supervise", "false");
    // Executors get jars from here only: the submission server does not add the user's jar itself.
    properties.put(
        "spark.jars",
        joined(agentJar, spark.isPython() ? null : appResource, properties.get("spark.jars")));
    properties.put(
        "spark.extraListeners", joined(LISTENER, properties.get("spark.extraListeners")));
    properties.put(GuardProtocol.PROPERTY_RUN, run.id() + "/" + launch.attempt());
    properties.put(GuardProtocol.PROPERTY_JOB, run.job().name());
    return properties;
  }

  private static void grantMemory(Run run, Map<String, String> properties) {
    Memory memory = run.lastAttempt().map(Attempt::memory).orElse(null);
    if (memory != null && memory.driverMb() != null) {
      properties.put("spark.driver.memory", memory.driverMb() + "m");
    }
    if (memory != null && memory.executorMb() != null) {
      properties.put("spark.executor.memory", memory.executorMb() + "m");
    }
  }

  /** SparkSubmit does not look at system properties: it wants to be told everything. */
  private static List<String> submitArguments(
      String appResource, List<String> args, Map<String, String> properties) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", properties.get("spark.master")));
    arguments.addAll(List.of("--deploy-mode", "client"));
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              if (!key.equals("spark.master") && !key.equals("spark.submit.deployMode")) {
                arguments.addAll(List.of("--conf", key + "=" + value));
              }
            });
    arguments.add(appResource);
    arguments.addAll(args);
    return arguments;
  }

  private static String joined(String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(","));
  }
}
