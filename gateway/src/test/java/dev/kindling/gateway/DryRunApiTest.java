package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.access.AuditEntry;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code dryRun=true}: every write can be tried, and a trial changes nothing. */
class DryRunApiTest {
  private static final String JOB =
      "{\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:///a.jar\"}}";
  private static final String EVENT =
      "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\"}";

  /** They change nothing of ours, or speak somebody else's protocol. */
  private static final Set<String> WITHOUT =
      Set.of(
          "previewUnsavedSchedule",
          "testTrigger",
          "testUnsavedTrigger",
          "checkKafkaCluster",
          "deliverWebhook",
          "createBatch",
          "deleteBatch");

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void everyWriteShouldHaveATrial() {
    // given
    JsonNode contract = Json.tree(Contract.load().published());

    // then
    List<String> without = new ArrayList<>();
    for (JsonNode path : contract.path("paths")) {
      for (String method : List.of("put", "post", "patch", "delete")) {
        JsonNode operation = path.path(method);
        String parameters = operation.path("parameters").toString();
        if (operation.isObject()
            && !parameters.contains("/DryRun")
            && !parameters.contains("\"dryRun\"")) {
          without.add(operation.path("operationId").asText());
        }
      }
    }
    assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT);
  }

  @Test
  void startShouldBeCheckedAndNotAskedFor() {
    // given
    api.put("/api/v1/jobs/etl", JOB);

    // when
    Reply would = api.post("/api/v1/jobs/etl/runs?dryRun=true&wait=true", null);
    Reply bad = api.post("/api/v1/jobs/none/runs?dryRun=true", null);

    // then
    assertTrial(would, 202);
    assertThat(would.at("/state")).isEqualTo("REQUESTED");
    assertThat(bad.status()).isEqualTo(404);
    assertThat(api.sent).isEmpty();
    assertThat(api.audit).extracting(AuditEntry::operation).containsExactly("putJob", "startRun");
    assertThat(api.audit).last().extracting(AuditEntry::status).isEqualTo(404);
    assertThat(api.get("/api/v1/runs/" + would.at("/id")).status()).isEqualTo(404);
  }

  @Test
  void cancelAndRerunShouldNotBeAskedFor() {
    // given
    api.put("/api/v1/jobs/etl", JOB);
    api.runs.apply("r1", Runs.run("r1", "etl", 1, RunState.RUNNING));
    api.runs.apply("r2", Runs.run("r2", "etl", 2, RunState.FAILED));

    // then
    assertTrial(api.post("/api/v1/runs/r1/cancel?dryRun=true", null), 202);
    assertThat(api.post("/api/v1/runs/r2/cancel?dryRun=true", null).status()).isEqualTo(409);
    assertTrial(api.post("/api/v1/runs/r2/rerun?dryRun=true", null), 202);
    assertThat(api.post("/api/v1/runs/r1/rerun?dryRun=true", null).status()).isEqualTo(409);
    assertThat(api.sent).isEmpty();
  }

  @Test
  void schedulesAndTriggersShouldStayAsTheyAre() {
    // given
    api.put("/api/v1/jobs/etl", JOB);
    api.put("/api/v1/schedules/daily", "{\"job\": \"etl\", \"cron\": \"@daily\"}");
    api.put("/api/v1/triggers/up", "{\"job\": \"etl\", \"topic\": \"uploads\"}");

    // then
    Reply paused = api.post("/api/v1/schedules/daily/pause?dryRun=true", "{\"note\": \"x\"}");
    assertTrial(paused, 200);
    assertThat(paused.body().at("/spec/paused").asBoolean()).isTrue();
    assertTrial(api.post("/api/v1/schedules/daily/resume?dryRun=true", null), 200);
    assertTrial(api.post("/api/v1/schedules/daily/fire?dryRun=true", null), 202);
    assertTrial(api.post("/api/v1/triggers/up/pause?dryRun=true", null), 200);
    assertTrial(api.post("/api/v1/triggers/up/resume?dryRun=true", null), 200);
    assertTrial(api.post("/api/v1/triggers/up/discard-waiting?dryRun=true", null), 200);
    assertTrial(api.delete("/api/v1/triggers/up?dryRun=true"), 200);
    assertThat(api.get("/api/v1/schedules/daily").at("/revision")).isEqualTo("1");
    assertThat(api.get("/api/v1/triggers/up").at("/revision")).isEqualTo("1");
    assertThat(api.sent).isEmpty();
  }

  @Test
  void backfillShouldGoOn() {
    // given
    api.put("/api/v1/jobs/etl", JOB);
    api.put("/api/v1/schedules/daily", "{\"job\": \"etl\", \"cron\": \"@daily\"}");
    String range = "{\"from\": \"2026-11-01T00:00:00Z\", \"to\": \"2026-11-03T00:00:00Z\"}";
    String backfill =
        "/api/v1/backfills/" + api.post("/api/v1/schedules/daily/backfills", range).at("/name");

    // then
    assertTrial(api.post(backfill + "/pause?dryRun=true", null), 200);
    assertTrial(api.post(backfill + "/resume?dryRun=true", null), 200);
    assertTrial(api.post(backfill + "/cancel?dryRun=true", null), 200);
    assertThat(api.delete(backfill + "?dryRun=true").status()).isEqualTo(409);
    assertThat(api.get(backfill).at("/revision")).isEqualTo("1");
  }

  @Test
  void keysShouldNotBeMadeNorShown() {
    // when
    String order = "{\"name\": \"ci\", \"role\": \"viewer\"}";
    Reply would = api.post("/api/v1/api-keys?dryRun=true", order);

    // then
    assertTrial(would, 201);
    assertThat(would.body().has("key")).isFalse();
    assertThat(api.get("/api/v1/api-keys/ci").status()).isEqualTo(404);

    // when
    api.post("/api/v1/api-keys", order);

    // then
    Reply rotated = api.post("/api/v1/api-keys/ci/rotate?dryRun=true", null);
    assertTrial(rotated, 200);
    assertThat(rotated.body().has("key")).isFalse();
    assertTrial(api.delete("/api/v1/api-keys/ci?dryRun=true"), 200);
    assertThat(api.get("/api/v1/api-keys/ci").at("/revision")).isEqualTo("1");
  }

  @Test
  void filesAndEventsShouldNotBeKept() {
    // when
    Reply file =
        api.post(
            "/api/v1/artifacts?file=a.jar&dryRun=true",
            "content",
            "Content-Type",
            "application/java-archive");
    Reply event =
        api.post(
            "/api/v1/events?dryRun=true", EVENT, "Content-Type", "application/cloudevents+json");

    // then
    assertTrial(file, 201);
    assertThat(file.at("/reference")).startsWith("artifact:").endsWith("/a.jar");
    assertThat(api.get("/api/v1/artifacts").body().path("items")).isEmpty();
    assertTrial(event, 202);
    assertThat(api.written).isEmpty();

    // when
    String kept =
        api.post(
                "/api/v1/artifacts?file=a.jar",
                "content",
                "Content-Type",
                "application/java-archive")
            .headers()
            .get("location");

    // then
    assertTrial(api.delete(kept + "?dryRun=true"), 200);
    assertThat(api.get(kept).status()).isEqualTo(200);
  }

  @Test
  void deadLetterShouldStayOpen() {
    // given
    api.put("/api/v1/jobs/etl", JOB);
    api.put("/api/v1/triggers/up", "{\"job\": \"etl\", \"topic\": \"uploads\"}");
    DeadLetters.letter(api, "up", "{\"kind\": \"text\"}", List.of());

    // when
    Reply would = api.post("/api/v1/dead-letters/0-1/replay?dryRun=true", null);

    // then
    assertTrial(would, 200);
    assertThat(would.body().at("/end/runs")).hasSize(1);
    assertTrial(api.post("/api/v1/dead-letters/0-1/discard?dryRun=true", null), 200);
    assertThat(api.get("/api/v1/dead-letters/0-1").at("/state")).isEqualTo("open");
    assertThat(api.sent).isEmpty();
  }

  private static void assertTrial(Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.headers()).containsEntry("kindling-dry-run", "true");
  }
}
