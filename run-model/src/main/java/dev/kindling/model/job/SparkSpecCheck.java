package dev.kindling.model.job;

import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.artifact.ArtifactUses;
import dev.kindling.model.guard.SecretReferences;
import dev.kindling.model.problem.FieldProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says everything that is wrong with what Spark is to run. The Spark REST server answers a bad
 * request with "Validation of message CreateSubmissionRequest failed!" and no reason, so what it
 * checks is checked here first, where the field can be named.
 */
public final class SparkSpecCheck {
  /**
   * The master replaces a value of this form by the variable of its own environment
   * (StandaloneRestServer in 4.0.0): any submitter could read its secrets.
   */
  private static final Pattern MASTER_VARIABLE = Pattern.compile("^\\{\\{.*}}$", Pattern.DOTALL);

  private static final Pattern JAVA_CLASS =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Set<String> SCHEMES =
      Set.of("file", "http", "https", "hdfs", "s3a", "local");

  /** What the launch protocol sets itself; a job that set them would break it. */
  private static final Set<String> RESERVED =
      Set.of("spark.master", "spark.submit.deployMode", "spark.driver.supervise");

  /**
   * Properties that Spark reads before the guard runs, or that it puts on the command lines or into
   * the environment of executors, where anybody can see them (SparkConf.isExecutorStartupConf,
   * CommandUtils of 4.0.0).
   */
  private static final Pattern OUTSIDE_THE_DRIVER =
      Pattern.compile(
          "spark\\.(driver\\.(memory|cores|extraClassPath|extraLibraryPath)|executorEnv\\..*"
              + "|.*JavaOptions|auth(?!enticate\\.secret$).*|rpc.*|network.*|ssl.*|port\\..*"
              + "|.*\\.port|jars|submit\\..*)");

  private final List<FieldProblem> problems = new ArrayList<>();

  private SparkSpecCheck() {}

  /** Every problem, in the order of the fields. */
  static List<FieldProblem> problems(SparkSpec spark) {
    SparkSpecCheck check = new SparkSpecCheck();
    check.mainClass(spark);
    check.appResource(spark.appResource());
    for (int i = 0; i < spark.args().size(); i++) {
      check.argument("spark/args/" + i, spark.args().get(i), spark.isPython());
    }
    spark.properties().forEach(check::property);
    spark.environment().forEach(check::variable);
    return check.problems;
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

  private void mainClass(SparkSpec spark) {
    if (spark.isPython()) {
      if (spark.mainClass() != null) {
        add("spark/mainClass", "does not go with a Python file as appResource: leave it out.");
      }
    } else if (spark.mainClass() == null || !JAVA_CLASS.matcher(spark.mainClass()).matches()) {
      add("spark/mainClass", "must be the full name of the class with the job's main method.");
    }
  }

  private void appResource(String appResource) {
    if (appResource != null && appResource.startsWith(ArtifactRef.SCHEME)) {
      artifact("spark/appResource", appResource);
      return;
    }
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
        "must be the URL of the job's jar or Python file as the workers reach it: file:, http:,"
            + " https:, hdfs:, s3a: or local:; or an artifact that was uploaded, artifact:SHA-256/file.");
  }

  private void artifact(String field, String text) {
    if (ArtifactRef.of(text).isEmpty()) {
      add(
          field,
          "is no artifact: it must be artifact:, the SHA-256 in 64 hexadecimal digits, a slash and"
              + " the file's name, as the answer to its upload says.");
    }
  }

  private void argument(String field, String value, boolean python) {
    reference(field, value);
    if (python && SecretReferences.isIn(value)) {
      add(
          field,
          "cannot take a secret: the command line of the Python process shows it. Refer to it in"
              + " spark/properties and read it from the Spark configuration.");
    }
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
    reference(field, value);
    if (ArtifactUses.LISTS.contains(key)) {
      for (String file : value.split(",")) {
        if (file.strip().startsWith(ArtifactRef.SCHEME)) {
          artifact(field, file.strip());
        }
      }
    }
    if (SecretReferences.isIn(value) && OUTSIDE_THE_DRIVER.matcher(key).matches()) {
      add(
          field,
          "cannot take a secret: Spark uses this property before the driver begins, or shows it on"
              + " executors' command lines.");
    }
    if (List.of("spark.driver.memory", "spark.executor.memory").contains(key)
        && !MemorySize.isOne(value)) {
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
    if (SecretReferences.isIn(value)) {
      add(
          field,
          "cannot take a secret: it is put in its place inside the driver, whose environment is"
              + " fixed by then. Refer to it in spark/args or spark/properties.");
    }
  }

  private void value(String field, String value) {
    if (MASTER_VARIABLE.matcher(value).matches()) {
      add(
          field,
          "has the form {{NAME}}, which the Spark master would replace by its own environment: give"
              + " the value itself.");
    }
  }

  private void reference(String field, String value) {
    if (!SecretReferences.areWellFormedIn(value)) {
      add(
          field,
          "has a reference to a secret that is none: write ${secret:name}, the name of letters,"
              + " digits, dots, dashes and underscores.");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
