package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.model.backfill.BackfillPhase;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillsApiTest {
  private static final String JANUARY =
      "{\"name\": \"january\", \"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-31T23:00:00Z\"}";

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
    api.put(
        "/api/v1/schedules/nightly",
        """
        {"job": "wc", "cron": "30 2 * * *", "parameters": {"input": "${fire:date}"},
         "exclude": {"dates": [{"from": "2026-01-06"}]}}
        """);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private List<String> instants(Reply dryRun) {
    List<String> instants = new ArrayList<>();
    dryRun.body().get("instants").forEach(instant -> instants.add(instant.asText()));
    return instants;
  }

  private void state(BackfillPhase phase, int next, long revision) {
    api.backfillStates.apply(
        "january",
        Json.bytes(
            new BackfillState(
                ApiFixture.NOW,
                revision,
                phase,
                null,
                next,
                List.of(),
                next,
                0,
                0,
                0,
                ApiFixture.NOW)));
  }

  @Test
  void dryRunShouldTellWhatWouldBeDoneAndDoNothing() {
    // given
    api.succeeded = Future.succeededFuture(Set.of("2026-01-02T02:30:00Z", "not an instant"));

    // when
    Reply reply = api.post("/api/v1/schedules/nightly/backfills?dryRun=true", JANUARY);

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/count")).isEqualTo("29");
    assertThat(reply.at("/excluded")).isEqualTo("1");
    assertThat(reply.at("/succeeded")).isEqualTo("1");
    assertThat(instants(reply))
        .startsWith("2026-01-01T02:30:00Z", "2026-01-03T02:30:00Z")
        .doesNotContain("2026-01-06T02:30:00Z")
        .endsWith("2026-01-31T02:30:00Z");
    assertThat(api.get("/api/v1/backfills").body().get("items")).isEmpty();
  }

  @Test
  void dryRunShouldListWhatSucceededTooWhenEverythingIsToBeRunAgain() {
    api.succeeded = Future.failedFuture("the archive is not even asked");
    assertThat(
            api.post(
                    "/api/v1/schedules/nightly/backfills?dryRun=true",
                    JANUARY.replace("{\"name\"", "{\"again\": true, \"name\""))
                .at("/count"))
        .isEqualTo("30");
  }

  @Test
  void createShouldWriteTheListOfInstantsOnce() {
    // when
    Reply created = api.post("/api/v1/schedules/nightly/backfills", JANUARY);
    Reply again = api.post("/api/v1/schedules/nightly/backfills", JANUARY);

    // then
    assertThat(created.status()).isEqualTo(202);
    assertThat(created.headers()).containsEntry("location", "/api/v1/backfills/january");
    assertThat(created.at("/phase")).isEqualTo("running");
    assertThat(created.at("/total")).isEqualTo("30");
    assertThat(created.at("/priority")).isEqualTo("-100");
    assertThat(again.status()).isEqualTo(412);
    assertThat(api.get("/api/v1/backfills").body().get("items")).hasSize(1);
  }

  @Test
  void createShouldMakeANameAndEndAtNowWhenNeitherIsGiven() {
    Reply created =
        api.post(
            "/api/v1/schedules/nightly/backfills",
            "{\"from\": \"2026-11-20T00:00:00Z\", \"to\": \"2027-01-01T00:00:00Z\"}");
    assertThat(created.at("/name")).isEqualTo("nightly-20261121-100000000");
    assertThat(created.at("/last")).isEqualTo("2026-11-21T02:30:00Z");
  }

  @Test
  void createShouldSayWhyWhenThereIsNothingToDo() {
    api.succeeded = Future.succeededFuture(Set.of("2026-01-02T02:30:00Z"));
    Reply refused =
        api.post(
            "/api/v1/schedules/nightly/backfills",
            "{\"from\": \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-02T12:00:00Z\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail")).contains("1 have succeeded or are under way", "again=true");
  }

  @Test
  void createShouldNameEveryBadField() {
    Reply refused =
        api.post(
            "/api/v1/schedules/nightly/backfills",
            """
            {"name": "A", "from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z",
             "concurrency": 0, "priority": 2000, "stopAfterFailures": 0, "until": "x"}
            """);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "until", "name", "to", "concurrency", "priority", "stopAfterFailures");
  }

  @Test
  void createShouldBeBoundedWhenTheRangeIsTooWide() {
    api.put("/api/v1/schedules/often", "{\"job\": \"wc\", \"cron\": \"* * * * *\"}");
    Reply refused = api.post("/api/v1/schedules/often/backfills", JANUARY);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/errors/0/message")).contains("more than 5000 instants");
  }

  @Test
  void changesShouldEachBeARevisionUntilItIsCancelled() {
    // given
    api.post("/api/v1/schedules/nightly/backfills", JANUARY);

    // when
    Reply paused = api.post("/api/v1/backfills/january/pause", null);
    Reply resumed = api.post("/api/v1/backfills/january/resume", null);
    Reply cancelled = api.post("/api/v1/backfills/january/cancel", null);
    Reply late = api.post("/api/v1/backfills/january/resume", null);

    // then
    assertThat(paused.at("/phase")).isEqualTo("paused");
    assertThat(resumed.at("/phase")).isEqualTo("running");
    assertThat(cancelled.at("/phase")).isEqualTo("cancelled");
    assertThat(cancelled.at("/revision")).isEqualTo("4");
    assertThat(late.status()).isEqualTo(409);
  }

  @Test
  void getShouldTellHowFarItHasCome() {
    // given
    api.post("/api/v1/schedules/nightly/backfills", JANUARY);
    state(BackfillPhase.STOPPED, 7, 1);

    // when
    Reply reply = api.get("/api/v1/backfills/january");

    // then
    assertThat(reply.at("/phase")).isEqualTo("stopped");
    assertThat(reply.at("/asked")).isEqualTo("7");
    assertThat(api.get("/api/v1/backfills/none").status()).isEqualTo(404);
  }

  @Test
  void deleteShouldWaitUntilItIsOver() {
    // given
    api.post("/api/v1/schedules/nightly/backfills", JANUARY);

    // when
    int early = api.delete("/api/v1/backfills/january").status();
    state(BackfillPhase.DONE, 30, 1);
    int late = api.delete("/api/v1/backfills/january").status();

    // then
    assertThat(early).isEqualTo(409);
    assertThat(late).isEqualTo(204);
  }
}
