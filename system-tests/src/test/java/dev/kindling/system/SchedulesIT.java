package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a schedule does and tells, on real parts. Each test deletes its schedule at its end. */
@ExtendWith(WholeSystem.class)
class SchedulesIT {
  private static final String SCHEDULES = "/api/v1/schedules/";

  private static void define(
      WholeSystem.Running system, ProbeRuns probes, String name, Consumer<ObjectNode> change) {
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.put("job", name);
    spec.put("cron", "*/2 * * * * *");
    ObjectNode parameters = spec.putObject("parameters");
    parameters.put("dir", probes.folder().toString());
    parameters.put("lines", 1);
    change.accept(spec);
    system.api().put(SCHEDULES + name, spec).expect(201);
  }

  private static JsonNode ledger(WholeSystem.Running system, String name) {
    return system.api().get(SCHEDULES + name + "/decisions").expect(200).body();
  }

  private static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false).toList();
  }

  private static void awaitVerdict(WholeSystem.Running system, String name, String verdict) {
    Deadline.await(
        "an instant of " + name + " is decided as " + verdict,
        ProbeRuns.END,
        () ->
            items(ledger(system, name)).stream()
                .anyMatch(item -> item.path("verdict").asText().equals(verdict)));
  }

  private static void delete(WholeSystem.Running system, String name) {
    system.api().delete(SCHEDULES + name).expect(204);
  }

  @Test
  void runsShouldComeOneAtATimeWhenTheScheduleSaysSkip(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("overlapping", 1);

    // when
    define(
        system,
        probes,
        "overlapping",
        spec -> {
          spec.put("whenRunning", "skip");
          ((ObjectNode) spec.path("parameters")).put("seconds", 600);
        });

    // then
    JsonNode[] runs = new JsonNode[1];
    Deadline.await(
        "one run is under way and one is skipped",
        ProbeRuns.END,
        () -> {
          runs[0] = system.api().get("/api/v1/runs?job=overlapping").expect(200).body();
          return items(runs[0]).stream()
              .anyMatch(run -> run.path("state").asText().equals("SKIPPED"));
        });
    delete(system, "overlapping");
    List<JsonNode> live =
        items(system.api().get("/api/v1/runs?job=overlapping").expect(200).body()).stream()
            .filter(run -> !run.path("state").asText().equals("SKIPPED"))
            .toList();
    assertThat(live).hasSize(1);
    String id = live.get(0).path("id").asText();
    assertThat(
            system.api().runOf(items(runs[0]).get(0).path("id").asText()).path("reason").asText())
        .isEqualTo("Run " + id + ", which is before it, has not ended (whenRunning is skip).");
    system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null).expect(202);
    probes.is(id, "CANCELLED");
  }

  @Test
  void pauseShouldBeSeenInTheLedgerAndResumeGoOn(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("pausing", 1);
    define(
        system,
        probes,
        "pausing",
        spec -> spec.put("paused", true).put("note", "written while nobody looks"));
    awaitVerdict(system, "pausing", "paused");
    JsonNode paused = items(ledger(system, "pausing")).get(0);

    // when
    JsonNode resumed =
        system.api().post(SCHEDULES + "pausing/resume", null, null).expect(200).body();
    awaitVerdict(system, "pausing", "fired");
    system
        .api()
        .post(SCHEDULES + "pausing/pause", Map.of("note", "that will do"), null)
        .expect(200);

    // then
    assertThat(paused.path("reason").asText())
        .isEqualTo("The schedule was paused: written while nobody looks");
    assertThat(resumed.path("revision").asInt()).isEqualTo(2);
    JsonNode fired =
        items(ledger(system, "pausing")).stream()
            .filter(item -> item.path("verdict").asText().equals("fired"))
            .findFirst()
            .orElseThrow();
    JsonNode run = probes.succeeds(fired.path("runId").asText());
    assertThat(run.path("origin").path("detail").asText())
        .isEqualTo(fired.path("instant").asText());
    delete(system, "pausing");
  }

  @Test
  void scheduleShouldStopByItselfWhenItsRunsFail(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("failing-schedule", 1);

    // when
    define(
        system,
        probes,
        "failing-schedule",
        spec -> {
          spec.put("whenRunning", "skip");
          spec.putObject("stopAfter").put("failures", 1);
          ((ObjectNode) spec.path("parameters")).put("fail", "no table of ${fire:yyyy-MM}");
        });
    awaitVerdict(system, "failing-schedule", "stopped");

    // then
    JsonNode ledger = ledger(system, "failing-schedule");
    assertThat(ledger.path("stopped").path("reason").asText())
        .startsWith("It stopped by itself: its last run failed, ");
    JsonNode failed =
        items(ledger).stream()
            .filter(item -> item.path("end").asText().equals("FAILED"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no end is known in " + ledger));
    assertThat(
            system
                .api()
                .runOf(failed.path("runId").asText())
                .at("/attempts/0/outcome/message")
                .asText())
        .as("the logical time is in the parameters")
        .isEqualTo("no table of " + failed.path("instant").asText().substring(0, 7));
    assertThat(
            system
                .api()
                .post(SCHEDULES + "failing-schedule/resume", null, null)
                .expect(200)
                .body()
                .path("revision")
                .asInt())
        .isEqualTo(2);
    Deadline.await(
        "the schedule is not stopped any more",
        ProbeRuns.SOON,
        () -> !ledger(system, "failing-schedule").has("stopped"));
    delete(system, "failing-schedule");
  }

  @Test
  void fireShouldStartARunNowOnceForEachKey(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("yearly", 1);
    define(system, probes, "yearly", spec -> spec.put("cron", "@yearly"));

    // when
    String id =
        system
            .api()
            .post(SCHEDULES + "yearly/fire", null, "key-1")
            .expect(202)
            .body()
            .path("id")
            .asText();
    JsonNode again = system.api().post(SCHEDULES + "yearly/fire", null, "key-1").expect(202).body();

    // then
    assertThat(again.path("id").asText()).isEqualTo(id);
    JsonNode run = probes.succeeds(id);
    assertThat(run.path("origin").path("name").asText()).isEqualTo("yearly");
    assertThat(items(system.api().get("/api/v1/runs?job=yearly").expect(200).body())).hasSize(1);
    delete(system, "yearly");
  }

  @Test
  void calendarShouldKeepAScheduleFromFiringUntilItIsChanged(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("excluded", 1);
    system
        .api()
        .put("/api/v1/calendars/always", Map.of("weekly", List.of(Map.of("why", "closed"))))
        .expect(201);
    define(
        system,
        probes,
        "excluded",
        spec -> spec.putObject("exclude").putArray("calendars").add("always"));
    awaitVerdict(system, "excluded", "excluded");
    JsonNode excluded = items(ledger(system, "excluded")).get(0);

    // when
    system.api().put("/api/v1/calendars/always", Map.of()).expect(200);
    awaitVerdict(system, "excluded", "fired");

    // then
    assertThat(excluded.path("reason").asText())
        .isEqualTo("It is excluded: calendar always, * 00:00 to 00:00 (closed).");
    assertThat(system.api().delete("/api/v1/calendars/always").status()).isEqualTo(409);
    delete(system, "excluded");
    system.api().delete("/api/v1/calendars/always").expect(204);
  }

  @Test
  void backfillShouldRunEachPastInstantOnceAndKnowAfterwardsWhatSucceeded(
      WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("daily", 1);
    define(system, probes, "daily", spec -> spec.put("cron", "30 2 * * *"));
    Map<String, Object> order =
        Map.of(
            "name", "four-days",
            "from", "2026-01-01T00:00:00Z",
            "to", "2026-01-04T23:00:00Z",
            "concurrency", 2);
    String backfills = SCHEDULES + "daily/backfills";

    // when
    JsonNode dryRun = system.api().post(backfills + "?dryRun=true", order, null).expect(200).body();
    system.api().post(backfills, order, null).expect(202);
    JsonNode[] last = new JsonNode[1];
    Deadline.await(
        "the backfill is done",
        ProbeRuns.END,
        () -> {
          last[0] = system.api().get("/api/v1/backfills/four-days").expect(200).body();
          assertThat(last[0].path("live").size()).isLessThanOrEqualTo(2);
          return last[0].path("phase").asText().equals("done");
        });

    // then
    assertThat(dryRun.path("count").asInt()).isEqualTo(4);
    assertThat(last[0].path("succeeded").asInt()).as(last[0].toString()).isEqualTo(4);
    List<JsonNode> runs = items(system.api().get("/api/v1/runs?job=daily").expect(200).body());
    assertThat(runs)
        .extracting(run -> run.path("origin").path("detail").asText())
        .containsExactlyInAnyOrder(
            "2026-01-01T02:30:00Z",
            "2026-01-02T02:30:00Z",
            "2026-01-03T02:30:00Z",
            "2026-01-04T02:30:00Z");
    assertThat(
            system
                .api()
                .post(backfills + "?dryRun=true", order, null)
                .expect(200)
                .body()
                .path("succeeded")
                .asInt())
        .isEqualTo(4);
    delete(system, "daily");
    system.api().delete("/api/v1/backfills/four-days").expect(204);
  }
}
