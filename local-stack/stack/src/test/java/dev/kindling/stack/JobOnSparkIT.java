package dev.kindling.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.parts.SparkMaster;
import dev.kindling.stack.process.Waiter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver with an executor runs on the cluster that the stack brings, in a path with spaces. */
class JobOnSparkIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;

  @Test
  void jobShouldRunOnDriverAndExecutorWhenItIsSubmittedOverRest() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("a stack"));
    LocalStack stack = LocalStack.builder(folder).only(PartKind.SPARK).workers(1, 2, "2g").start();
    try {
      // given
      Path jar = folder.resolve("jobs.jar");
      Files.copy(stack.bundles().jobsJar(), jar);
      Path traces = folder.resolve("traces");
      // when
      String driver = submit(stack.master(), jar, traces);
      // then
      assertThat(finalState(stack.master(), driver)).isEqualTo("FINISHED");
      assertThat(traces.resolve("run-1-1")).exists();
      Path work = stack.workers().get(0).workDirectory();
      assertThat(work.resolve(driver).resolve("stdout"))
          .content()
          .contains("probe: driver stdout line 3 of 3", "probe: end");
      assertThat(executorOutput(work)).contains("probe: task 1 stdout line 3 of 3");
    } finally {
      stack.close();
      stack.forget();
    }
  }

  private static String submit(SparkMaster master, Path jar, Path traces) throws Exception {
    Map<String, Object> request =
        Map.of(
            "action", "CreateSubmissionRequest",
            "clientSparkVersion", "4.0.0",
            "appResource", jar.toUri().toString(),
            "mainClass", "dev.kindling.jobs.probe.Probe",
            "appArgs", List.of("--dir", traces.toString(), "--lines", "3", "--tasks", "1"),
            "environmentVariables", Map.of(),
            "sparkProperties",
                Map.of(
                    "spark.master", master.url(),
                    "spark.app.name", "probe",
                    "spark.jars", jar.toUri().toString(),
                    "spark.driver.memory", "512m",
                    "spark.executor.memory", "512m",
                    "spark.cores.max", "1",
                    "spark.driver.extraJavaOptions",
                        "-Dkindling.run.id=run-1 -Dkindling.attempt=1"));
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(master.rest().resolve("/v1/submissions/create"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("success").asBoolean()).as(response.body()).isTrue();
    return answer.path("submissionId").asText();
  }

  private static String finalState(SparkMaster master, String driver) {
    String[] state = {""};
    boolean ended =
        Waiter.until(
            () -> {
              state[0] =
                  Probe.json(master.rest().resolve("/v1/submissions/status/" + driver))
                      .map(status -> status.path("driverState").asText())
                      .orElse("");
              return List.of("FINISHED", "FAILED", "ERROR", "KILLED").contains(state[0]);
            },
            Duration.ofSeconds(60));
    assertThat(ended).as("driver ended, its state is %s", state[0]).isTrue();
    return state[0];
  }

  private static String executorOutput(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      List<Path> outputs =
          files
              .filter(file -> file.toString().contains("/app-"))
              .filter(file -> file.endsWith("stdout"))
              .toList();
      return outputs.stream().map(JobOnSparkIT::read).collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
