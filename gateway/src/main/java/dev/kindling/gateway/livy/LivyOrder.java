package dev.kindling.gateway.livy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A batch as clients of Apache Livy 0.8 ask for it (its REST API, {@code POST /batches}). What Livy
 * gives to spark-submit becomes the spec of a job that nobody has defined.
 *
 * @param file jar or Python file
 * @param proxyUser refused: drivers run as the user of the workers
 * @param heartbeatTimeoutInSecond has no meaning for a batch
 * @param ttl as above
 */
record LivyOrder(
    String file,
    String proxyUser,
    String className,
    List<JsonNode> args,
    List<String> jars,
    List<String> pyFiles,
    List<String> files,
    String driverMemory,
    Integer driverCores,
    String executorMemory,
    Integer executorCores,
    Integer numExecutors,
    List<String> archives,
    String queue,
    String name,
    Map<String, JsonNode> conf,
    Integer heartbeatTimeoutInSecond,
    String ttl) {
  private static final int LONGEST_NAME = 200;

  /**
   * What Livy's own configuration decides, so that its clients' word does not count there either.
   */
  private static final Set<String> DECIDED_HERE = Set.of("spark.master", "spark.submit.deployMode");

  List<FieldProblem> problems() {
    List<FieldProblem> problems = new ArrayList<>();
    if (file == null || file.isBlank()) {
      problems.add(new FieldProblem("file", "is missing: the URL of a jar or a Python file."));
    }
    if (proxyUser != null) {
      problems.add(
          new FieldProblem(
              "proxyUser", "cannot be served: drivers run as the user of the Spark workers."));
    }
    if (name != null && name.length() > LONGEST_NAME) {
      problems.add(new FieldProblem("name", "may have at most " + LONGEST_NAME + " characters."));
    }
    return problems;
  }

  /**
   * The job that it asks for.
   *
   * @param labels that it gets
   */
  JobSpec job(Map<String, String> labels) {
    SparkSpec spark =
        new SparkSpec(
            className,
            file,
            args == null ? List.of() : args.stream().map(JsonNode::asText).toList(),
            properties(),
            Map.of());
    String pool = queue == null || queue.equals("default") ? null : queue;
    Limits limits = new Limits(null, null, null, null, pool, null);
    return new JobSpec(
        "A batch of Livy's API", null, labels, spark, null, null, limits, null, null);
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    if (conf != null) {
      conf.forEach((key, value) -> properties.put(key, value.asText()));
    }
    DECIDED_HERE.forEach(properties::remove);
    put(properties, "spark.driver.memory", driverMemory);
    put(properties, "spark.driver.cores", driverCores);
    put(properties, "spark.executor.memory", executorMemory);
    put(properties, "spark.executor.cores", executorCores);
    if (numExecutors != null) {
      // A standalone cluster knows no number of executors, but one of cores.
      String each = properties.computeIfAbsent("spark.executor.cores", key -> "1");
      if (each.matches("[1-9][0-9]{0,4}")) {
        properties.putIfAbsent(
            "spark.cores.max", Long.toString((long) numExecutors * Integer.parseInt(each)));
      }
    }
    put(properties, "spark.jars", joined(jars));
    put(properties, "spark.submit.pyFiles", joined(pyFiles));
    put(properties, "spark.files", joined(files));
    put(properties, "spark.archives", joined(archives));
    put(properties, "spark.app.name", name);
    return properties;
  }

  private static void put(Map<String, String> properties, String key, Object value) {
    if (value != null) {
      properties.put(key, value.toString());
    }
  }

  private static String joined(List<String> files) {
    return files == null || files.isEmpty() ? null : String.join(",", files);
  }
}
