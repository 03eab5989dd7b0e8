package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import dev.kindling.stack.services.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs written in Python, both ways. Needs a whole Spark with Python, which Maven Central does not
 * have: the profile {@code python} says how to get one.
 */
@Tag("python")
class PythonIT {
  private static final String COUNT =
      """
      import sys
      from pyspark.sql import SparkSession

      spark = SparkSession.builder.getOrCreate()
      total = spark.sparkContext.parallelize(range(1, 101), 2).map(lambda n: n * 2).sum()
      with open(sys.argv[1], "w") as out:
          out.write(f"{total} {spark.sparkContext.getConf().get('spark.hadoop.my.key')}")
      if len(sys.argv) > 2:
          raise ValueError(sys.argv[2])
      """;

  private static WholeSystem.Running system;
  private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path python = Path.of(System.getProperty("kindling.pyspark")).resolve("python");
    system =
        new WholeSystem.Running(
            "python ",
            builder ->
                builder
                    .workers(1, 4, "4g")
                    .python(python)
                    .workerVariable("KINDLING_SECRET_DB", "s3cret")
                    .onlyServices(ServiceKind.GATEWAY, ServiceKind.JOB_RUNNER));
    folder = system.folder("python");
    Files.writeString(folder.resolve("count.py"), COUNT);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  private static String run(String via, Path result, String failure) {
    return run(via, folder.resolve("count.py").toUri().toString(), result, failure);
  }

  private static String run(String via, String file, Path result, String failure) {
    ObjectNode spec = system.spec("probe");
    spec.remove("parameters");
    ObjectNode spark = (ObjectNode) spec.path("spark");
    spark.remove("mainClass");
    spark.put("appResource", file);
    spark.putArray("args").add(result.toString());
    if (failure != null) {
      spark.withArray("args").add(failure);
    }
    ((ObjectNode) spark.path("properties"))
        .put("spark.hadoop.my.key", via.equals("rest") ? "${secret:db}" : "plain");
    spec.putObject("launch").put("via", via);
    assertThat(system.api().put("/api/v1/jobs/python-" + via, spec).status()).isIn(200, 201);
    return system
        .api()
        .post("/api/v1/jobs/python-" + via + "/runs", spec.objectNode(), null)
        .body()
        .path("id")
        .asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest", "launcher"})
  void pythonFileShouldRunGuardedWithItsApplicationAndItsSecrets(String via) throws IOException {
    Path result = folder.resolve("result of " + via);

    JsonNode run = system.api().awaitEnd(run(via, result, null), ProbeRuns.END);

    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(Files.readString(result))
        .isEqualTo("10100 " + (via.equals("rest") ? "s3cret" : "plain"));
    assertThat(run.path("attempts").path(0).path("appId").asText()).startsWith("app-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest", "launcher"})
  void uploadedPythonFileShouldRun(String via) throws Exception {
    // given
    HttpResponse<byte[]> uploaded =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(system.stack().gateway() + "/api/v1/artifacts?file=count.py"))
                    .POST(HttpRequest.BodyPublishers.ofFile(folder.resolve("count.py")))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    String file = Json.tree(uploaded.body()).path("reference").asText();
    Path result = folder.resolve("uploaded, result of " + via);

    // when
    JsonNode run = system.api().awaitEnd(run(via, file, result, null), ProbeRuns.END);

    // then
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(Files.readString(result)).startsWith("10100 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest", "launcher"})
  void pythonFileThatRaisesShouldFailTheRun(String via) {
    JsonNode run =
        system.api().awaitEnd(run(via, folder.resolve("failed"), "no luck"), ProbeRuns.END);

    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("FAILED");
  }
}
