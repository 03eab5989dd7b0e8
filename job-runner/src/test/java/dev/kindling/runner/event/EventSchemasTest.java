package dev.kindling.runner.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunRequest;
import dev.kindling.runner.testing.TestRuns;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that we send fits the schema that it names, and the schemas refuse what is none. */
class EventSchemasTest {
  private static final List<String> RUN_STATES =
      List.of(
          "queued",
          "launching",
          "submitted",
          "running",
          "cancelling",
          "retry-wait",
          "succeeded",
          "failed",
          "lost",
          "timed-out",
          "cancelled",
          "skipped");

  private static Vertx vertx;
  private static SchemaRepository schemas;

  @BeforeAll
  static void load() throws IOException {
    vertx = Vertx.vertx();
    schemas =
        SchemaRepository.create(
                new JsonSchemaOptions()
                    .setBaseUri("urn:kindling:schema:")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .preloadMetaSchema(vertx.fileSystem());
    schemas.dereference(schema("run.v1"));
    for (String state : RUN_STATES) {
      schemas.dereference(schema("run." + state + ".v1"));
    }
    schemas.dereference(schema("driver.stray-killed.v1"));
  }

  @AfterAll
  static void close() {
    vertx.close();
  }

  private static JsonSchema schema(String name) throws IOException {
    try (InputStream in =
        EventSchemasTest.class.getResourceAsStream("/dev/kindling/model/event/" + name + ".json")) {
      return JsonSchema.of(new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /** A life with every state in it, and the shorter ways to an end. */
  static List<Run> everyState() {
    RunCommand begin = new RunCommand.Begin("hash");
    RunCommand accepted = new RunCommand.Accepted(1, "driver-1");
    RunCommand claim = new RunCommand.Claim(1, "hash", "driver-1", "host", 7);
    RunCommand cancel =
        new RunCommand.CancelAsked(new RunRequest.Cancel("run-1", "ada", null, TestRuns.START));
    Run queued = TestRuns.queued("run-1");
    Run running = TestRuns.after(queued, begin, accepted, claim);
    RunCommand thrown =
        new RunCommand.Report(
            "hash", new FinalReport("run-1", 1, "t", 1, "a.B", "outer", "c.D", "root", "app-1"));
    RunCommand gone = new RunCommand.DriverSeen("driver-1", DriverState.FAILED, null, null);
    Run failedOnce = TestRuns.after(running, thrown, gone);
    return List.of(
        queued,
        TestRuns.after(queued, begin),
        TestRuns.after(queued, begin, accepted),
        running,
        TestRuns.after(running, cancel),
        failedOnce,
        TestRuns.after(running, report(0)),
        TestRuns.after(queued, begin, new RunCommand.NotCreated(1, "a parameter is wrong", true)),
        lost(),
        timedOut(),
        TestRuns.after(queued, cancel),
        TestRuns.after(queued, new RunCommand.Skip("one is under way")));
  }

  private static RunCommand report(int code) {
    return new RunCommand.Report(
        "hash", new FinalReport("run-1", 1, "t", code, null, null, null, null, "app-1"));
  }

  private static Run lost() {
    Run run = TestRuns.queued("run-1");
    for (int attempt = 1; attempt <= 3; attempt++) {
      run =
          TestRuns.after(
              run,
              new RunCommand.Begin("hash"),
              new RunCommand.Claim(attempt, "hash", "driver-" + attempt, "host", attempt),
              new RunCommand.LeaseExpired(attempt),
              new RunCommand.Tick());
    }
    return run;
  }

  private static Run timedOut() {
    return dev.kindling.model.run.RunMachine.decide(
            dev.kindling.model.run.RunMachine.accept(
                TestRuns.requested(
                    "run-1",
                    new dev.kindling.model.job.Limits(
                        null, java.time.Duration.ofSeconds(1), null, null, null, null),
                    null),
                TestRuns.START),
            new RunCommand.Tick(),
            TestRuns.START.plusSeconds(5))
        .run();
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void eventShouldFitTheSchemaThatItNames(Run run) {
    JsonNode event = Json.tree(RunEvents.of(run, 0).value());

    OutputUnit found = validate(event.path("dataschema").asText(), event.path("data"));

    assertThat(found.getValid()).as("%s: %s", event, found.getErrors()).isTrue();
    assertThat(event.path("type").asText())
        .isEqualTo(
            "dev.kindling."
                + event.path("dataschema").asText().substring("urn:kindling:schema:".length()));
  }

  @Test
  void everyStateShouldBeAmongThoseTried() {
    Set<String> tried = new HashSet<>();
    everyState()
        .forEach(
            run ->
                tried.add(
                    Json.tree(RunEvents.of(run, 0).value())
                        .path("type")
                        .asText()
                        .replaceAll("^dev\\.kindling\\.run\\.|\\.v1$", "")));

    assertThat(tried).containsExactlyInAnyOrderElementsOf(RUN_STATES);
  }

  @Test
  void strayEventShouldFitItsSchema() {
    JsonNode event =
        Json.tree(RunEvents.strayKilled("driver-1", "worker-1", 0, TestRuns.START).value());

    assertThat(validate(event.path("dataschema").asText(), event.path("data")).getValid()).isTrue();
  }

  @Test
  void schemaShouldRefuseWhatIsNoneOfItsEvents() {
    JsonNode running = Json.tree(RunEvents.of(everyState().get(3), 0).value()).path("data");
    ObjectNode noJob = running.deepCopy();
    noJob.remove("job");
    ObjectNode token = running.deepCopy();
    token.put("token", "x");

    assertThat(validate("urn:kindling:schema:run.succeeded.v1", running).getValid()).isFalse();
    assertThat(validate("urn:kindling:schema:run.running.v1", noJob).getValid()).isFalse();
    assertThat(validate("urn:kindling:schema:run.running.v1", token).getValid()).isFalse();
  }

  private static OutputUnit validate(String schema, JsonNode data) {
    return schemas.validator(schema).validate(new JsonObject(data.toString()));
  }
}
