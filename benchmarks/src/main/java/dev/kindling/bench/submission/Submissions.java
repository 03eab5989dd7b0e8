package dev.kindling.bench.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.KeepAliveConnection;
import dev.kindling.bench.http.Reply;
import dev.kindling.model.json.Json;
import java.util.Map;

/** What is submitted: a driver that no machine has room for, so that it waits for ever. */
final class Submissions {
  static final String MAIN_CLASS = "dev.kindling.bench.NeverStarted";

  /** More than any worker offers. */
  static final String DRIVER_MEMORY = "999g";

  private Submissions() {}

  /** A job of Kindling. */
  static byte[] jobSpec(String jar) {
    ObjectNode spark = Json.mapper().createObjectNode();
    spark.put("mainClass", MAIN_CLASS).put("appResource", jar);
    spark.putObject("properties").put("spark.driver.memory", DRIVER_MEMORY);
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.set("spark", spark);
    return Json.bytes(spec);
  }

  /** Defines a job or a trigger that is not there yet. */
  static void define(KeepAliveConnection gateway, String path, byte[] spec) {
    Reply reply = gateway.put(path, spec);
    if (reply.status() != 201) {
      throw new BenchException("PUT of " + path + " answered " + reply.body());
    }
  }

  /** A request to Spark's submission server, as large as one of Kindling's. */
  static byte[] createRequest(String masterUrl, String jar, String tag) {
    ObjectNode request = Json.mapper().createObjectNode();
    request
        .put("action", "CreateSubmissionRequest")
        .put("clientSparkVersion", "4.0.0")
        .put("appResource", jar)
        .put("mainClass", MAIN_CLASS);
    request.putArray("appArgs");
    ObjectNode environment = request.putObject("environmentVariables");
    Map.of(
            "KINDLING_RUN_ID",
            tag,
            "KINDLING_ATTEMPT",
            "1",
            "KINDLING_TOKEN",
            "0".repeat(48),
            "KINDLING_RUNNER_URLS",
            "http://127.0.0.1:8490",
            "KINDLING_MAIN_CLASS",
            MAIN_CLASS,
            "KINDLING_JOB",
            "raw")
        .forEach(environment::put);
    ObjectNode properties = request.putObject("sparkProperties");
    Map.of(
            "spark.app.name",
            "raw",
            "spark.master",
            masterUrl,
            "spark.submit.deployMode",
            "cluster",
            "spark.driver.supervise",
            "false",
            "spark.driver.memory",
            DRIVER_MEMORY,
            "spark.jars",
            jar + "," + jar,
            "spark.rpc.kindling.run",
            tag + "/1",
            "spark.rpc.kindling.job",
            "raw")
        .forEach(properties::put);
    return Json.bytes(request);
  }

  /**
   * Submits to Spark's submission server.
   *
   * @return the driver id
   * @throws BenchException if the master does not take it
   */
  static String create(KeepAliveConnection master, byte[] request) {
    Reply reply = master.post("/v1/submissions/create", request);
    JsonNode answer = reply.json();
    if (reply.status() != 200 || !answer.path("success").asBoolean()) {
      throw new BenchException("The Spark master refused: " + reply.body());
    }
    return answer.path("submissionId").asText();
  }
}
