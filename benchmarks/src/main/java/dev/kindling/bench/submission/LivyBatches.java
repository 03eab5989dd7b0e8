package dev.kindling.bench.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.model.json.Json;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Waiter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The peer with an API: a batch at Apache Livy for each submission. Livy's answer does not mean
 * that anything was submitted, so a batch counts as accepted at the time that the master gives its
 * driver; the next one is asked for when Livy says that its spark-submit has ended.
 */
final class LivyBatches extends MasterContestant {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final LivyServer livy;
  private final int inFlight;
  private final HttpClient http = HttpClient.newHttpClient();

  LivyBatches(
      SubmissionGround ground,
      LivyServer livy,
      MasterDrivers drivers,
      int operations,
      int inFlight) {
    super("Livy", Role.PEER, ground, drivers, operations);
    this.livy = livy;
    this.inFlight = inFlight;
  }

  @Override
  public List<Long> ownProcesses() {
    return List.of(livy.pid());
  }

  @Override
  public Timings run(int round) {
    return new ClosedLoop(operations(), inFlight).run((number, lane) -> submit(round, number));
  }

  private Passage submit(int round, int number) {
    String name = "livy-" + inFlight + "-" + round + "-" + number;
    Instant asked = Instant.now();
    int batch = post(name);
    Instant answered = Instant.now();
    if (!Waiter.until(() -> hasEnded(batch), DEADLINE)) {
      throw new BenchException("batch " + batch + " of Livy has not ended");
    }
    Instant made = submissionTime(batch);
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("(aside: until Livy's answer)", Duration.between(asked, answered).toNanos());
    return new Passage(Duration.between(asked, made).toNanos(), parts);
  }

  private int post(String name) {
    ObjectNode batch = Json.mapper().createObjectNode();
    batch
        .put("name", name)
        .put("file", ground().jar())
        .put("className", Submissions.MAIN_CLASS)
        .put("driverMemory", Submissions.DRIVER_MEMORY);
    batch
        .putObject("conf")
        .put("spark.master.rest.enabled", "true")
        .put("spark.submit.deployMode", "cluster");
    HttpRequest request =
        HttpRequest.newBuilder(livy.url().resolve("/batches"))
            .header("Content-Type", "application/json")
            .header("X-Requested-By", "benchmarks")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(batch)))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 201) {
        throw new BenchException(
            "Livy answered "
                + answer.statusCode()
                + ": "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return Json.tree(answer.body()).path("id").asInt();
    } catch (IOException failure) {
      throw new BenchException("Livy does not answer", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while asking Livy", interrupted);
    }
  }

  private boolean hasEnded(int batch) {
    String state = get("/batches/" + batch).path("state").asText();
    if (state.equals("dead") || state.equals("error")) {
      throw new BenchException("batch " + batch + " of Livy is " + state + ": " + log(batch));
    }
    return state.equals("success");
  }

  /** SparkSubmit logs the answer of the submission server; the driver's id is in it. */
  private Instant submissionTime(int batch) {
    String log = log(batch);
    return drivers().active().entrySet().stream()
        .filter(driver -> log.contains(driver.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new BenchException("batch " + batch + " made no driver: " + log));
  }

  private String log(int batch) {
    return get("/batches/" + batch + "/log?size=1000").path("log").toString();
  }

  private JsonNode get(String path) {
    URI page = livy.url().resolve(path);
    return Probe.json(page).orElseThrow(() -> new BenchException("Livy does not answer: " + page));
  }
}
