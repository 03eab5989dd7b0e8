package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Runs of the job probe on one system, and what they left behind. */
final class ProbeRuns {
  static final Duration SOON = Duration.ofSeconds(60);
  static final Duration END = Duration.ofMinutes(3);

  private final WholeSystem.Running system;
  private final Path folder;

  ProbeRuns(WholeSystem.Running system) {
    this.system = system;
    this.folder = system.folder("probe");
  }

  Path folder() {
    return folder;
  }

  /** Registers the probe under a name, changed as a test needs it. */
  void register(String job, Consumer<ObjectNode> change) {
    ObjectNode spec = system.spec("probe");
    change.accept(spec);
    Api.Answer answer = system.api().put("/api/v1/jobs/" + job, spec);
    assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
  }

  /** Registers it with so many attempts. */
  void register(String job, int attempts) {
    register(job, spec -> attempts(spec, attempts));
  }

  static void attempts(ObjectNode spec, int attempts) {
    ObjectNode retry = spec.putObject("retry");
    retry.put("maxAttempts", attempts);
    retry.put("backoff", "PT1S");
  }

  /** Asks for a run that lives for so long. */
  String start(String job, double seconds) {
    return start(job, parameters -> parameters.put("seconds", seconds));
  }

  String start(String job, Consumer<ObjectNode> change) {
    ObjectNode parameters = Json.mapper().createObjectNode();
    parameters.put("dir", folder.toString());
    parameters.put("lines", 3);
    change.accept(parameters);
    return system.api().run(job, parameters, null);
  }

  /** Asks for a run and waits until its user code runs. */
  String running(String job, double seconds) {
    String id = start(job, seconds);
    awaitBeat(id, 1);
    return id;
  }

  /** Waits until user code of an attempt runs. */
  void awaitBeat(String id, int attempt) {
    Deadline.await(
        "user code of attempt " + attempt + " of run " + id,
        END,
        () -> !beats(id, attempt).isEmpty());
  }

  JsonNode end(String id) {
    return system.api().awaitEnd(id, END);
  }

  JsonNode succeeds(String id) {
    JsonNode run = end(id);
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    return run;
  }

  JsonNode is(String id, String state) {
    return system.api().awaitRun(id, END, run -> run.path("state").asText().equals(state));
  }

  /** How often an attempt's main began; a second time would be a second grant. */
  int starts(String id, int attempt) {
    return lines(folder.resolve(id + "-" + attempt)).size();
  }

  /** When an attempt was alive. */
  List<Instant> beats(String id, int attempt) {
    return lines(folder.resolve("beats").resolve(id + "-" + attempt)).stream()
        .filter(line -> line.endsWith("Z"))
        .map(Instant::parse)
        .toList();
  }

  /** No attempt began its main twice, and none began before the one before was gone. */
  void neverTwoAtOnce(JsonNode run) {
    String id = run.path("id").asText();
    Instant last = Instant.MIN;
    for (JsonNode attempt : run.path("attempts")) {
      int number = attempt.path("number").asInt();
      assertThat(starts(id, number)).as("starts of attempt %d of %s", number, id).isLessThan(2);
      for (Instant beat : beats(id, number)) {
        assertThat(beat).as("a beat of attempt %d of %s", number, id).isAfterOrEqualTo(last);
        last = beat;
      }
    }
  }

  /** Kills the JVM of the current attempt. */
  void killDriver(String id) {
    ProcessHandle driver = driver(id);
    driver.destroyForcibly();
    Deadline.await("the driver is dead", SOON, () -> !driver.isAlive());
  }

  ProcessHandle driver(String id) {
    JsonNode attempts = system.api().runOf(id).path("attempts");
    long pid = attempts.path(attempts.size() - 1).path("pid").asLong();
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
