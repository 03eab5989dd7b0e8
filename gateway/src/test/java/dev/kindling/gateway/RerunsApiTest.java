package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RerunsApiTest {
  private static final String JOB =
      """
      {"spark": {"mainClass": "a.B", "appResource": "file:///a.jar"}}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", JOB);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private void has(String id, String job, long second, RunState state) {
    api.runs.apply(id, Runs.run(id, job, second, state));
  }

  @Test
  void rerunShouldBeANewRunOfTheJobAsItIsNowThatNamesTheFirst() {
    // given
    has("r1", "wc", 1, RunState.FAILED);
    api.put("/api/v1/jobs/wc", JOB.replace("a.jar", "b.jar"));

    // when
    Reply rerun = api.post("/api/v1/runs/r1/rerun", null);

    // then
    assertThat(rerun.status()).isEqualTo(202);
    assertThat(rerun.at("/id")).isNotEqualTo("r1");
    assertThat(rerun.at("/origin/rerunOf")).isEqualTo("r1");
    assertThat(rerun.at("/jobRevision")).isEqualTo("2");
    assertThat(rerun.headers()).containsEntry("location", "/api/v1/runs/" + rerun.at("/id"));
    assertThat(((RunRequest.Requested) api.sent.remove().request()).runId())
        .isEqualTo(rerun.at("/id"));
  }

  @Test
  void rerunShouldBeTheSameRunForTheSameKey() {
    has("r1", "wc", 1, RunState.FAILED);

    String first = api.post("/api/v1/runs/r1/rerun", null, "Idempotency-Key", "k").at("/id");
    String second = api.post("/api/v1/runs/r1/rerun", null, "Idempotency-Key", "k").at("/id");

    assertThat(second).isEqualTo(first);
    assertThat(api.sent).hasSize(1);
  }

  @Test
  void rerunShouldBeRefusedWhileTheRunLivesOrWhenItsJobIsGone() {
    has("r1", "wc", 1, RunState.RUNNING);
    has("r2", "gone", 1, RunState.FAILED);

    assertThat(api.post("/api/v1/runs/r1/rerun", null).status()).isEqualTo(409);
    assertThat(api.post("/api/v1/runs/r2/rerun", null).at("/detail")).contains("gone");
    assertThat(api.post("/api/v1/runs/r3/rerun", null).status()).isEqualTo(404);
    assertThat(api.sent).isEmpty();
  }

  @Test
  void rerunAllShouldRunAgainWhatEndedWithoutSuccess() {
    has("ok", "wc", 1, RunState.SUCCEEDED);
    has("failed", "wc", 2, RunState.FAILED);
    has("lost", "wc", 3, RunState.LOST);
    has("running", "wc", 4, RunState.RUNNING);
    has("cancelled", "wc", 5, RunState.CANCELLED);

    Reply reruns = api.post("/api/v1/reruns?job=wc", null);

    assertThat(reruns.status()).isEqualTo(202);
    assertThat(runs(reruns)).containsExactly("lost", "failed");
    assertThat(api.sent).hasSize(2);
  }

  @Test
  void rerunAllShouldKeepToTimesStatesAndTheLimit() {
    for (int i = 0; i < 5; i++) {
      has("r" + i, "wc", i, RunState.FAILED);
    }
    has("c", "wc", 2, RunState.CANCELLED);

    assertThat(
            runs(
                api.post("/api/v1/reruns?from=2026-11-21T10:00:01Z&to=2026-11-21T10:00:03Z", null)))
        .containsExactly("r2", "r1");
    assertThat(runs(api.post("/api/v1/reruns?state=CANCELLED", null))).containsExactly("c");
    Reply cut = api.post("/api/v1/reruns?limit=2", null);
    assertThat(runs(cut)).hasSize(2);
    assertThat(cut.at("/more")).isEqualTo("true");
  }

  @Test
  void rerunAllShouldOnlySayWhatItWouldDoInADryRun() {
    has("r1", "wc", 1, RunState.FAILED);

    Reply dry = api.post("/api/v1/reruns?dryRun=true", null);

    assertThat(dry.status()).isEqualTo(200);
    assertThat(runs(dry)).containsExactly("r1");
    assertThat(api.sent).isEmpty();
  }

  @Test
  void rerunAllShouldNameWhatCannotBeRunAgainAndGoOn() {
    has("r1", "wc", 1, RunState.FAILED);
    has("r2", "gone", 2, RunState.FAILED);

    Reply reruns = api.post("/api/v1/reruns", null);

    assertThat(reruns.at("/items/0/refused")).contains("gone");
    assertThat(reruns.at("/items/1/rerun")).isNotEmpty();
  }

  @Test
  void rerunAllShouldNameEveryBadParameter() {
    Reply refused = api.post("/api/v1/reruns?state=RUNNING&from=yesterday&dryRun=yes", null);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("state", "from", "dryRun");
  }

  private static java.util.List<String> runs(Reply reruns) {
    return StreamSupport.stream(reruns.body().path("items").spliterator(), false)
        .map(item -> item.path("run").asText())
        .toList();
  }
}
