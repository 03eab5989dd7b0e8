package dev.kindling.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.problem.FieldProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says everything that is wrong with a job spec at once. The Spark REST server answers a bad
 * request with "Validation of message CreateSubmissionRequest failed!" and no reason, so what it
 * checks is checked here first, where the field can be named.
 */
public final class JobSpecCheck {
  /**
   * The master replaces a value of this form by the variable of its own environment
   * (StandaloneRestServer in 4.0.0): any submitter could read its secrets.
   */
  private static final Pattern MASTER_VARIABLE = Pattern.compile("^\\{\\{.*}}$", Pattern.DOTALL);

  /**
   * JavaUtils.byteStringAs: digits and one of these suffixes in any case. More digits than a driver
   * can have bytes would only overflow somewhere later.
   */
  private static final Pattern MEMORY =
      Pattern.compile("[0-9]{1,15}(b|k|kb|m|mb|g|gb|t|tb|p|pb)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern JAVA_CLASS =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Set<String> SCHEMES =
      Set.of("file", "http", "https", "hdfs", "s3a", "local");

  /** What the launch protocol sets itself; a job that set them would break it. */
  private static final Set<String> RESERVED =
      Set.of("spark.master", "spark.submit.deployMode", "spark.driver.supervise");

  /** Beyond this, arithmetic on instants would overflow one day; nobody means it. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final List<FieldProblem> problems = new ArrayList<>();

  private JobSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(JobSpec spec) {
    JobSpecCheck check = new JobSpecCheck();
    check.spark(spec);
    check.parameters(spec.parameters());
    check.references(spec);
    check.launch(spec.launch());
    check.limits(spec.limits());
    check.retry(spec.retry());
    return List.copyOf(check.problems);
  }

  /**
   * What the master would leak of its own environment, once parameters are in their places: the
   * first property or variable whose whole value has the form {@code {{NAME}}}.
   */
  public static Optional<String> leak(SparkSpec resolved) {
    return Stream.concat(
            resolved.properties().entrySet().stream(), resolved.environment().entrySet().stream())
        .filter(entry -> MASTER_VARIABLE.matcher(entry.getValue()).matches())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void spark(JobSpec spec) {
    SparkSpec spark = spec.spark();
    if (spark == null) {
      add("spark", "is missing: give the job's mainClass and appResource in it.");
      return;
    }
    if (spark.mainClass() == null || !JAVA_CLASS.matcher(spark.mainClass()).matches()) {
      add("spark/mainClass", "must be the full name of the class with the job's main method.");
    }
    appResource(spark.appResource());
    spark.properties().forEach(this::property);
    spark.environment().forEach(this::variable);
  }

  private void appResource(String appResource) {
    try {
      String scheme = appResource == null ? null : new URI(appResource).getScheme();
      if (scheme != null && SCHEMES.contains(scheme)) {
        return;
      }
    } catch (URISyntaxException e) {
      add("spark/appResource", "is not a URL: " + e.getMessage() + ". Escape spaces as %20.");
      return;
    }
    add(
        "spark/appResource",
        "must be the URL of the job's jar as the workers reach it: file:, http:, https:, hdfs:,"
            + " s3a: or local:.");
  }

  private void property(String key, String value) {
    String field = "spark/properties/" + key;
    if (!key.startsWith("spark.")) {
      add(field, "must begin with \"spark.\": Spark ignores any other property.");
    }
    if (RESERVED.contains(key) || key.startsWith("spark.rpc.kindling.")) {
      add(field, "is set by Kindling's launch protocol: leave it out.");
    }
    value(field, value);
    if (List.of("spark.driver.memory", "spark.executor.memory").contains(key)
        && !MEMORY.matcher(value).matches()) {
      add(field, "must be a memory size such as 512m or 2g.");
    }
    if (List.of("spark.driver.cores", "spark.cores.max", "spark.executor.cores").contains(key)
        && !value.matches("[1-9][0-9]{0,5}")) {
      add(field, "must be a whole number of cores, from 1.");
    }
  }

  private void variable(String name, String value) {
    String field = "spark/environment/" + name;
    if (!ENVIRONMENT_NAME.matcher(name).matches()) {
      add(field, "is not a name of an environment variable.");
    }
    if (name.startsWith("KINDLING_")) {
      add(field, "begins with KINDLING_, which belongs to the launch protocol: rename it.");
    }
    value(field, value);
  }

  private void value(String field, String value) {
    if (MASTER_VARIABLE.matcher(value).matches()) {
      add(
          field,
          "has the form {{NAME}}, which the Spark master would replace by its own environment: give"
              + " the value itself.");
    }
  }

  private void parameters(JsonNode schema) {
    if (!schema.isObject()) {
      add("parameters", "must be a JSON Schema, an object; leave it out for a job without any.");
    } else if (schema.has("type") && !"object".equals(schema.path("type").asText())) {
      add("parameters/type", "must be \"object\": the parameters of a run are named values.");
    }
  }

  private void references(JobSpec spec) {
    if (spec.spark() == null || !spec.parameters().path("properties").isObject()) {
      return;
    }
    List<String> args = spec.spark().args();
    for (int i = 0; i < args.size(); i++) {
      references("spark/args/" + i, args.get(i), spec.parameters());
    }
    for (Map.Entry<String, String> property : spec.spark().properties().entrySet()) {
      references("spark/properties/" + property.getKey(), property.getValue(), spec.parameters());
    }
  }

  private void references(String field, String text, JsonNode schema) {
    for (String name : Templates.parametersOf(text)) {
      if (!schema.path("properties").has(name)) {
        add(field, "refers to the parameter \"" + name + "\", which the schema does not define.");
      }
    }
  }

  private void launch(LaunchSpec launch) {
    if (launch.via() != LaunchMode.REST) {
      add("launch/via", "must be \"rest\": the launcher mode is not built yet.");
    }
  }

  private void limits(Limits limits) {
    positive("limits/timeout", limits.timeout());
    positive("limits/queueTimeout", limits.queueTimeout());
    if (limits.maxConcurrentRuns() != null && limits.maxConcurrentRuns() < 1) {
      add("limits/maxConcurrentRuns", "must be at least 1.");
    }
    if (limits.pool() != null) {
      Names.problem(limits.pool()).ifPresent(problem -> add("limits/pool", problem + "."));
    }
  }

  private void retry(RetryPolicy retry) {
    if (retry.maxAttempts() < 1 || retry.maxAttempts() > 100) {
      add("retry/maxAttempts", "must be 1 to 100.");
    }
    positive("retry/backoff", retry.backoff());
    positive("retry/maxBackoff", retry.maxBackoff());
  }

  private void positive(String field, Duration duration) {
    if (duration == null) {
      return;
    }
    if (duration.isZero() || duration.isNegative()) {
      add(field, "must be longer than zero, for example PT30M.");
    } else if (duration.compareTo(LONGEST) > 0) {
      add(field, "must be at most a year (P366D); leave a limit out for none.");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
