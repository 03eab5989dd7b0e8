package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.ScheduleStop;
import dev.kindling.model.schedule.Timing;
import dev.kindling.model.schedule.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a schedule has beside its definition. It is 10:00 on a Saturday. */
class SchedulesApiTest {
  private static final String NIGHTLY =
      """
      {"job": "wc", "cron": "30 2 * * *", "timeZone": "Europe/Berlin",
       "parameters": {"input": "file:///a"}, "whenRunning": "skip"}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void previewShouldShowInstantsInBothTimesWhenScheduleIsSaved() {
    // given
    api.put("/api/v1/schedules/nightly", NIGHTLY);

    // when
    Reply reply = api.get("/api/v1/schedules/nightly/preview?count=2&after=2026-03-28T12:00:00Z");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().get("instants"))
        .isEqualTo(
            Json.read(
                """
                [{"instant": "2026-03-29T01:00:00Z", "local": "2026-03-29T03:00:00+02:00",
                  "remark": "The clock is put forward from 02:00 to 03:00; times in between do not exist."},
                 {"instant": "2026-03-30T00:30:00Z", "local": "2026-03-30T02:30:00+02:00"}]
                """,
                JsonNode.class));
    assertThat(reply.at("/timeZone")).isEqualTo("Europe/Berlin");
    assertThat(reply.at("/warnings/0/message"))
        .startsWith("On 2027-03-28 the times from 02:00 to 03:00 do not exist");
    assertThat(api.get("/api/v1/schedules/none/preview").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/schedules/nightly/preview?count=0&after=x").body().get("errors"))
        .hasSize(2);
  }

  @Test
  void previewShouldTellWhatIsExcludedWhenScheduleIsNotSaved() {
    // given
    api.put(
        "/api/v1/calendars/de",
        "{\"dates\": [{\"from\": \"2026-12-25\", \"why\": \"Weihnachten\"}]}");

    // when
    Reply reply =
        api.post(
            "/api/v1/schedule-previews?after=2026-12-24T12:00:00Z&count=2",
            "{\"job\": \"wc\", \"cron\": \"@daily\", \"exclude\": {\"calendars\": [\"de\"]}}");

    // then
    assertThat(reply.at("/instants/0/excluded")).isEqualTo("calendar de, 2026-12-25 (Weihnachten)");
    assertThat(reply.body().at("/instants/1").has("excluded")).isFalse();
  }

  @Test
  void previewShouldFollowTheNameWhenValuesAreSpread() {
    String spec = "{\"job\": \"wc\", \"cron\": \"H H * * *\"}";
    String first = api.post("/api/v1/schedule-previews?name=a", spec).at("/instants/0/instant");
    String other = api.post("/api/v1/schedule-previews?name=b", spec).at("/instants/0/instant");
    api.put("/api/v1/schedules/a", spec);
    assertThat(api.get("/api/v1/schedules/a/preview").at("/instants/0/instant"))
        .isEqualTo(first)
        .isNotEqualTo(other);
  }

  @Test
  void putShouldSaveAndWarnWhenAScheduleMaySurprise() {
    // when
    Reply saved = api.put("/api/v1/schedules/monthly", NIGHTLY.replace("30 2 * * *", "0 4 31 * *"));
    Reply clear = api.put("/api/v1/schedules/monthly", NIGHTLY.replace("30 2 * * *", "0 4 L * *"));

    // then
    assertThat(saved.status()).isEqualTo(201);
    assertThat(saved.at("/warnings/0/field")).isEqualTo("cron");
    assertThat(saved.at("/warnings/0/message")).startsWith("It is never due in February, April");
    assertThat(clear.body().has("warnings")).isFalse();
  }

  private void decided(
      Instant until, Timing timing, ScheduleStop stop, InstantDecision... decisions) {
    api.scheduleStates.apply(
        "nightly",
        Json.bytes(
            new ScheduleState(
                until,
                3_600,
                timing,
                1,
                1,
                0,
                List.of(),
                stop,
                ScheduleState.ledger(null, List.of(decisions)))));
  }

  @Test
  void decisionsShouldBeTheLedgerWithTheLatestFirst() {
    // given
    api.put("/api/v1/schedules/nightly", NIGHTLY);
    ScheduleDefinition definition =
        Json.read(api.get("/api/v1/schedules/nightly").body().toString(), ScheduleDefinition.class);
    Instant first = Instant.parse("2026-11-22T01:30:00Z");
    Instant second = Instant.parse("2026-11-23T01:30:00Z");
    decided(
        second,
        Timing.of(definition.spec()),
        new ScheduleStop(second, "It stopped by itself."),
        InstantDecision.fired(first, first),
        InstantDecision.skipped(second, second, Verdict.STOPPED, "It stopped by itself."));
    String runId = RunIds.ofSchedule("nightly", first);
    api.runs.apply(runId, Runs.run(runId, "etl", 1, RunState.FAILED));

    // when
    Reply reply = api.get("/api/v1/schedules/nightly/decisions");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/items/0/verdict")).isEqualTo("stopped");
    assertThat(reply.body().at("/items/0").has("runId")).isFalse();
    assertThat(reply.at("/items/1/runId")).isEqualTo(runId);
    assertThat(reply.at("/items/1/end")).isEqualTo("FAILED");
    assertThat(reply.at("/stopped/reason")).isEqualTo("It stopped by itself.");
    assertThat(reply.at("/next/instant")).isEqualTo("2026-11-24T01:30:00Z");
    assertThat(reply.at("/fires")).isEqualTo("1");
  }

  /** Runs leave the table; a search that does not answer must not keep the ledger from anybody. */
  @Test
  void decisionsShouldTellOfArchivedRunsAndGoWithoutThoseThatNobodyTellsOf() {
    // given
    api.put("/api/v1/schedules/nightly", NIGHTLY);
    Instant first = Instant.parse("2026-11-22T01:30:00Z");
    Instant second = Instant.parse("2026-11-23T01:30:00Z");
    decided(
        second,
        null,
        null,
        InstantDecision.fired(first, first),
        InstantDecision.fired(second, second));
    String archived = RunIds.ofSchedule("nightly", first);
    api.archive =
        id ->
            id.equals(archived)
                ? Future.succeededFuture(Optional.of(Runs.run(id, "etl", 1, RunState.SUCCEEDED)))
                : Promise.<Optional<Run>>promise().future();

    // when
    Reply reply = api.get("/api/v1/schedules/nightly/decisions");

    // then
    assertThat(reply.at("/items/1/end")).isEqualTo("SUCCEEDED");
    assertThat(reply.body().at("/items/0").has("end")).isFalse();
  }

  @Test
  void decisionsShouldBeEmptyWhenNothingWasDueYet() {
    api.put("/api/v1/schedules/nightly", NIGHTLY);
    Reply reply = api.get("/api/v1/schedules/nightly/decisions");
    assertThat(reply.body().get("items")).isEmpty();
    assertThat(reply.at("/next/instant")).isEqualTo("2026-11-22T01:30:00Z");
  }

  @Test
  void pauseAndResumeShouldEachBeARevision() {
    // given
    api.put("/api/v1/schedules/nightly", NIGHTLY);

    // when
    Reply paused = api.post("/api/v1/schedules/nightly/pause", "{\"note\": \"Migration\"}");
    Reply resumed = api.post("/api/v1/schedules/nightly/resume", null);
    Reply again = api.post("/api/v1/schedules/nightly/resume", null, "If-Match", "\"1\"");

    // then
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.at("/spec/paused")).isEqualTo("true");
    assertThat(paused.at("/spec/note")).isEqualTo("Migration");
    assertThat(paused.headers()).containsEntry("etag", "\"2\"");
    assertThat(resumed.at("/spec/paused")).isEqualTo("false");
    assertThat(resumed.body().at("/spec").has("note")).isFalse();
    assertThat(resumed.headers()).containsEntry("etag", "\"3\"");
    assertThat(again.status()).isEqualTo(412);
    assertThat(api.post("/api/v1/schedules/none/resume", null).status()).isEqualTo(404);
    assertThat(api.post("/api/v1/schedules/nightly/pause", "{\"why\": 1}").status()).isEqualTo(400);
  }

  @Test
  void resumeShouldBeARevisionWhenTheScheduleWasNotPausedByAnybody() {
    api.put("/api/v1/schedules/nightly", NIGHTLY);
    assertThat(api.post("/api/v1/schedules/nightly/resume", null).headers())
        .containsEntry("etag", "\"2\"");
  }

  @Test
  void fireShouldAskForTheScheduleRunNow() {
    // given
    api.put("/api/v1/schedules/nightly", NIGHTLY);

    // when
    Reply fired = api.post("/api/v1/schedules/nightly/fire", null, "Idempotency-Key", "k");
    Reply again = api.post("/api/v1/schedules/nightly/fire", null, "Idempotency-Key", "k");

    // then
    assertThat(fired.status()).isEqualTo(202);
    assertThat(again.at("/id")).isEqualTo(fired.at("/id"));
    assertThat(api.sent).hasSize(1);
    RunRequest.Requested request = (RunRequest.Requested) api.sent.remove().request();
    assertThat(request.origin().kind()).isEqualTo(Origin.Kind.SCHEDULE);
    assertThat(request.origin().name()).isEqualTo("nightly");
    assertThat(request.origin().by()).isEqualTo("anonymous");
    assertThat(request.parameters().get("top").asInt()).isEqualTo(10);
    assertThat(request.terms().whenRunning()).isEqualTo(OnConflict.SKIP);
  }

  @Test
  void fireShouldSayWhatIsMissingWhenThereIsNoJob() {
    api.put("/api/v1/schedules/nightly", NIGHTLY.replace("\"wc\"", "\"gone\""));
    Reply refused = api.post("/api/v1/schedules/nightly/fire", null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail")).contains("The job gone is not defined");
  }

  @Test
  void deleteShouldBeRefusedWhenAScheduleNamesTheCalendar() {
    // given
    api.put("/api/v1/calendars/de", "{}");
    api.put(
        "/api/v1/schedules/nightly",
        NIGHTLY.replace("\"job\"", "\"exclude\": {\"calendars\": [\"de\"]}, \"job\""));

    // when
    Reply refused = api.delete("/api/v1/calendars/de");
    api.delete("/api/v1/schedules/nightly");
    Reply deleted = api.delete("/api/v1/calendars/de");

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail"))
        .isEqualTo("The calendar de is needed by schedule nightly: change that first.");
    assertThat(deleted.status()).isEqualTo(204);
  }

  @Test
  void putShouldNameTheFieldWhenATimeIsNone() {
    Reply refused =
        api.put(
            "/api/v1/schedules/a",
            """
            {"job": "wc", "cron": "@daily", "start": "tomorrow", "jitter": "5m",
             "exclude": {"dates": [{"from": "24.12."}], "weekly": [{"from": "25:00"}]}}
            """);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().get("errors").findValuesAsText("field"))
        .contains("start", "jitter", "exclude/dates/0/from", "exclude/weekly/0/from");
  }

  @Test
  void putShouldTakeAFileOfCalendarEvents() {
    // given
    String file =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//EN
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20261225
        SUMMARY:Christmas
        END:VEVENT
        END:VCALENDAR
        """;

    // when
    Reply created = api.put("/api/v1/calendars/de", file, "Content-Type", "text/calendar");
    Reply notHere = api.put("/api/v1/pools/de", file, "Content-Type", "text/calendar");

    // then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/spec/dates/0/from")).isEqualTo("2026-12-25");
    assertThat(created.at("/spec/dates/0/why")).isEqualTo("Christmas");
    assertThat(notHere.status()).isEqualTo(415);
  }
}
