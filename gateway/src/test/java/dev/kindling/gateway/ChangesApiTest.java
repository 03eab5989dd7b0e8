package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches, trials, lists, whole sets, and what a deletion would break. */
class ChangesApiTest {
  private static final String SPARK =
      "\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:///a.jar\"}";
  private static final String SET =
      """
      pools:
        small: {slots: 2}
      jobs:
        etl:
          labels: {team: a}
          spark: {mainClass: a.B, appResource: 'file:///a.jar'}
          limits: {pool: small}
      schedules:
        nightly: {job: etl, cron: '30 2 * * *'}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = Guarded.open();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void patchShouldChangeWhatItNames() {
    // given
    put("/api/v1/jobs/etl", "{\"owner\": \"ada\", \"labels\": {\"a\": \"1\"}, " + SPARK + "}");

    // when
    Reply patched =
        patch(
            "/api/v1/jobs/etl",
            "{\"owner\": null, \"labels\": {\"b\": \"2\"}, \"spark\": {\"args\": [\"x\"]}}");

    // then
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.headers()).containsEntry("etag", "\"2\"");
    JsonNode spec = patched.body().path("spec");
    assertThat(spec.has("owner")).isFalse();
    assertThat(spec.path("labels").size()).isEqualTo(2);
    assertThat(spec.at("/spark/mainClass").asText()).isEqualTo("a.B");
    assertThat(spec.at("/spark/args/0").asText()).isEqualTo("x");
  }

  @Test
  void patchShouldBeCheckedAsAWhole() {
    // given
    put("/api/v1/jobs/etl", "{" + SPARK + "}");

    // then
    assertThat(patch("/api/v1/jobs/etl", "{\"spark\": null}").status()).isEqualTo(400);
    assertThat(patch("/api/v1/jobs/etl", "{\"ownr\": \"x\"}").at("/errors/0/message"))
        .contains("did you mean owner?");
    assertThat(patch("/api/v1/jobs/none", "{}").status()).isEqualTo(404);
    assertThat(patch("/api/v1/jobs/etl", "{}", "If-Match", "\"7\"").status()).isEqualTo(412);
  }

  @Test
  void patchShouldNotLeadOutOfTheCallersScope() {
    // given
    put("/api/v1/jobs/mine", "{\"labels\": {\"team\": \"a\"}, " + SPARK + "}");
    put("/api/v1/jobs/other", "{\"labels\": {\"team\": \"b\"}, " + SPARK + "}");
    put("/api/v1/schedules/mine", "{\"job\": \"mine\", \"cron\": \"@daily\"}");
    String[] admin = Guarded.by(Guarded.key(api, "a", "admin", "{\"team\": \"a\"}"));

    // then
    assertThat(send("PATCH", "/api/v1/jobs/mine", "{\"owner\": \"x\"}", admin).status())
        .isEqualTo(200);
    assertThat(send("PATCH", "/api/v1/jobs/mine", "{\"labels\": null}", admin).status())
        .isEqualTo(403);
    assertThat(
            send("PATCH", "/api/v1/jobs/mine", "{\"labels\": {\"team\": \"b\"}}", admin).status())
        .isEqualTo(403);
    assertThat(send("PATCH", "/api/v1/jobs/other", "{\"owner\": \"x\"}", admin).status())
        .isEqualTo(404);
    assertThat(send("PATCH", "/api/v1/schedules/mine", "{\"job\": \"other\"}", admin).status())
        .isEqualTo(403);
    assertThat(send("PATCH", "/api/v1/schedules/mine", "{\"paused\": true}", admin).status())
        .isEqualTo(200);
  }

  @Test
  void dryRunShouldSayWhatWouldBeAndChangeNothing() {
    // when
    Reply made = put("/api/v1/jobs/etl?dryRun=true", "{" + SPARK + "}");
    Reply bad = put("/api/v1/jobs/etl?dryRun=true", "{}");
    put("/api/v1/jobs/etl", "{" + SPARK + "}");
    Reply stale =
        send(
            "PUT",
            "/api/v1/jobs/etl?dryRun=true",
            "{" + SPARK + "}",
            "Authorization",
            "Bearer " + Guarded.ROOT,
            "If-Match",
            "\"9\"");
    Reply gone = send("DELETE", "/api/v1/jobs/etl?dryRun=true", null, Guarded.by(Guarded.ROOT));

    // then
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers()).containsEntry("kindling-dry-run", "true");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(gone.status()).isEqualTo(200);
    assertThat(get("/api/v1/jobs/etl").at("/revision")).isEqualTo("1");
  }

  @Test
  void deletionShouldSayWhatStandsInTheWay() {
    // given
    put("/api/v1/jobs/etl", "{" + SPARK + "}");
    put("/api/v1/schedules/nightly", "{\"job\": \"etl\", \"cron\": \"@daily\"}");
    put("/api/v1/triggers/on-file", "{\"job\": \"etl\", \"topic\": \"t\"}");
    api.runs.apply("r1", Runs.run("r1", "etl", 1, RunState.RUNNING));
    api.runs.apply("r2", Runs.run("r2", "etl", 2, RunState.FAILED));

    // when
    Reply refused = send("DELETE", "/api/v1/jobs/etl", null, Guarded.by(Guarded.ROOT));

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail"))
        .contains("schedule nightly, trigger on-file, run r1")
        .doesNotContain("r2");
  }

  @Test
  void listsShouldBePagedAndFiltered() {
    // given
    for (String name : List.of("a1", "b1", "b2", "b3")) {
      String team = name.substring(0, 1);
      put("/api/v1/jobs/" + name, "{\"labels\": {\"team\": \"%s\"}, %s}".formatted(team, SPARK));
    }

    // when
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("/api/v1/jobs?label=team=b&limit=2" + next).body();
      names.addAll(page.path("items").findValuesAsText("name"));
      // What comes meanwhile before the page changes nothing of the ones behind it.
      put("/api/v1/jobs/b0", "{\"labels\": {\"team\": \"b\"}, " + SPARK + "}");
      next = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    } while (next != null);

    // then
    assertThat(names).containsExactly("b1", "b2", "b3");
    assertThat(get("/api/v1/jobs?text=A1").body().path("items")).hasSize(1);
    assertThat(get("/api/v1/jobs?label=team").status()).isEqualTo(400);
  }

  @Test
  void listsShouldBeSortedBothWaysAndPagedInEither() {
    // given
    for (String name : List.of("a", "b", "c")) {
      put("/api/v1/pools/" + name, "{\"slots\": 1}");
      api.runs.apply(name, Runs.run(name, "etl", name.charAt(0), RunState.SUCCEEDED));
    }

    // then
    assertThat(pages("/api/v1/pools?limit=2&sort=-name", "name")).containsExactly("c", "b", "a");
    assertThat(pages("/api/v1/pools?limit=2&sort=name", "name")).containsExactly("a", "b", "c");
    assertThat(pages("/api/v1/runs?limit=2&sort=requestedAt", "id")).containsExactly("a", "b", "c");
    assertThat(pages("/api/v1/runs?limit=2", "id")).containsExactly("c", "b", "a");
    assertThat(
            send("GET", "/api/v1/pools?sort=slots", null, Guarded.by(Guarded.ROOT))
                .at("/errors/0/message"))
        .isEqualTo("must be one of name, -name.");
  }

  /** All pages after one another. */
  private List<String> pages(String first, String field) {
    List<String> all = new ArrayList<>();
    String next = "";
    do {
      Reply page = send("GET", first + next, null, Guarded.by(Guarded.ROOT));
      page.body().path("items").forEach(item -> all.add(item.path(field).asText()));
      next = page.body().has("next") ? "&cursor=" + page.at("/next") : "";
    } while (!next.isEmpty());
    return all;
  }

  @Test
  void runsShouldBeFoundByWhatIsKnownOfThem() {
    // given
    api.runs.apply("r1", Runs.run("r1", "etl", 1, RunState.RUNNING));
    api.runs.apply("r2", Runs.run("r2", "etl", 600, RunState.FAILED));

    // then
    assertThat(ids(get("/api/v1/runs?to=2026-11-21T10:05:00Z"))).containsExactly("r1");
    assertThat(ids(get("/api/v1/runs?from=2026-11-21T10:05:00Z"))).containsExactly("r2");
    assertThat(ids(get("/api/v1/runs?text=R2"))).containsExactly("r2");
    assertThat(ids(get("/api/v1/runs?label=team=a"))).isEmpty();
    assertThat(ids(get("/api/v1/runs?origin=nightly"))).isEmpty();
  }

  @Test
  void runsOfAQueryShouldBeCancelledAtOnce() {
    // given
    api.runs.apply("r1", Runs.run("r1", "etl", 1, RunState.RUNNING));
    api.runs.apply("r2", Runs.run("r2", "etl", 2, RunState.QUEUED));
    api.runs.apply("r3", Runs.run("r3", "etl", 3, RunState.FAILED));
    api.runs.apply("r4", Runs.run("r4", "other", 4, RunState.RUNNING));

    // when
    Reply dry = post("/api/v1/cancellations?job=etl&dryRun=true", null);
    int before = api.sent.size();
    Reply done = post("/api/v1/cancellations?job=etl", "{\"reason\": \"broken source\"}");

    // then
    assertThat(before).isZero();
    assertThat(dry.status()).isEqualTo(200);
    assertThat(done.status()).isEqualTo(202);
    assertThat(done.body()).isEqualTo(dry.body());
    assertThat(api.sent)
        .extracting(sent -> sent.request().runId())
        .containsExactlyInAnyOrder("r1", "r2");
    assertThat(api.sent)
        .allMatch(sent -> ((RunRequest.Cancel) sent.request()).reason().equals("broken source"));
  }

  @Test
  void setShouldBePlannedThenAppliedThenLeftAlone() {
    // when
    Reply plan = yaml("/api/v1/definitions?dryRun=true", SET);
    int before = get("/api/v1/jobs").body().path("items").size();
    Reply applied = yaml("/api/v1/definitions", SET);
    Reply again = yaml("/api/v1/definitions", SET.replace("slots: 2", "slots: 3"));

    // then
    assertThat(before).isZero();
    assertThat(steps(plan))
        .containsExactly("create pools/small", "create jobs/etl", "create schedules/nightly");
    assertThat(plan.body().path("applied").asBoolean()).isFalse();
    assertThat(steps(applied)).isEqualTo(steps(plan));
    assertThat(get("/api/v1/schedules/nightly").at("/spec/cron")).isEqualTo("30 2 * * *");
    assertThat(steps(again))
        .containsExactly(
            "replace pools/small", "unchanged jobs/etl", "unchanged schedules/nightly");
    assertThat(get("/api/v1/jobs/etl").at("/revision")).isEqualTo("1");
  }

  @Test
  void pruneShouldDeleteWhatTheSetDoesNotNameOfItsKinds() {
    // given
    yaml("/api/v1/definitions", SET);
    put("/api/v1/jobs/old", "{" + SPARK + "}");
    put("/api/v1/schedules/old", "{\"job\": \"old\", \"cron\": \"@daily\"}");
    put("/api/v1/triggers/kept", "{\"job\": \"etl\", \"topic\": \"t\"}");

    // when
    Reply pruned = yaml("/api/v1/definitions?prune=true", SET);

    // then the schedule goes before the job that it names; triggers are not in the set
    assertThat(steps(pruned))
        .endsWith("unchanged schedules/nightly", "delete schedules/old", "delete jobs/old");
    assertThat(get("/api/v1/triggers/kept").status()).isEqualTo(200);
    assertThat(get("/api/v1/jobs/old").status()).isEqualTo(404);
  }

  @Test
  void pruneShouldDoNothingWhenSomethingElseNeedsWhatWouldGo() {
    // given
    put("/api/v1/jobs/old", "{" + SPARK + "}");
    put("/api/v1/triggers/kept", "{\"job\": \"old\", \"topic\": \"t\"}");

    // when
    Reply refused = yaml("/api/v1/definitions?prune=true", SET);

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail")).contains("jobs/old", "trigger kept");
    assertThat(get("/api/v1/jobs/etl").status()).isEqualTo(404);
  }

  @Test
  void setWithAnythingWrongShouldBeRefusedWhole() {
    // when
    Reply bad =
        yaml(
            "/api/v1/definitions",
            """
            jobss: {}
            pools:
              small: {slots: -1}
              Bad: {slots: 1}
            jobs:
              etl: {spark: {mainClass: a.B, appResource: 'file:///a.jar'}}
            """);
    Reply broken = yaml("/api/v1/definitions", "jobs: {a: 1, a: 2}");

    // then
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("jobss", "pools/small/slots", "pools/Bad");
    assertThat(bad.body().toString()).contains("did you mean jobs?");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(get("/api/v1/jobs").body().path("items")).isEmpty();
  }

  @Test
  void setOfATeamShouldStayWithinItsScope() {
    // given
    put("/api/v1/jobs/foreign", "{\"labels\": {\"team\": \"b\"}, " + SPARK + "}");
    String key = Guarded.key(api, "a", "admin", "{\"team\": \"a\"}");
    String own = SET.substring(SET.indexOf("jobs:"));

    // when
    Reply pools = yaml("/api/v1/definitions", SET, Guarded.by(key));
    Reply foreign =
        yaml("/api/v1/definitions", own.replace("job: etl", "job: foreign"), Guarded.by(key));
    Reply fine = yaml("/api/v1/definitions?prune=true", own, Guarded.by(key));

    // then
    assertThat(pools.status()).isEqualTo(403);
    assertThat(pools.at("/detail")).contains("pools/small");
    assertThat(foreign.at("/detail")).contains("schedules/nightly");
    assertThat(steps(fine)).containsExactly("create jobs/etl", "create schedules/nightly");
    assertThat(get("/api/v1/jobs/foreign").status()).as("others' are not pruned").isEqualTo(200);
  }

  @Test
  void yamlShouldHaveTheTypesOfJsonAndNoAliases() {
    // when
    Reply plain =
        yaml(
            "/api/v1/definitions",
            """
            calendars:
              de: {dates: [{from: 2026-12-24}], weekly: [{days: sat, from: 22:00, to: 06:00}]}
            jobs:
              etl:
                spark: {mainClass: a.B, appResource: 'file:///a.jar'}
                retry: {maxAttempts: 3, on: [LOST]}
            """);
    String bomb = "a: &x {slots: 1}\nb: *x\n";

    // then
    assertThat(plain.status()).as(plain.text()).isEqualTo(200);
    assertThat(get("/api/v1/jobs/etl").at("/spec/retry/on/0")).isEqualTo("LOST");
    assertThat(get("/api/v1/calendars/de").at("/spec/dates/0/from")).isEqualTo("2026-12-24");
    assertThat(yaml("/api/v1/definitions", bomb).status()).isEqualTo(400);
    assertThat(yaml("/api/v1/definitions", "a: &x {b: *x}").status()).isEqualTo(400);
  }

  @Test
  void rerunShouldNotStartAJobThatIsAnothersNow() {
    // given a job that went from team a to team b, and a run of before
    put("/api/v1/jobs/moved", "{\"labels\": {\"team\": \"b\"}, " + SPARK + "}");
    JobDefinition before =
        new JobDefinition(
            "moved",
            1,
            new JobSpec(null, null, Map.of("team", "a"), null, null, null, null, null, null),
            Runs.BEGIN,
            "x");
    api.runs.apply("r1", Runs.run("r1", before, 1, RunState.FAILED));
    String key = Guarded.key(api, "a", "operator", "{\"team\": \"a\"}");

    // when, then
    assertThat(send("POST", "/api/v1/runs/r1/rerun", null, Guarded.by(key)).status())
        .isEqualTo(409);
    assertThat(api.sent).isEmpty();
  }

  @Test
  void keysOfOthersRunsShouldTellNothing() {
    // given a run of a job that is gone, asked for with a key
    put("/api/v1/jobs/gone", "{\"labels\": {\"team\": \"b\"}, " + SPARK + "}");
    Reply asked =
        send(
            "POST",
            "/api/v1/jobs/gone/runs",
            "{}",
            "Authorization",
            "Bearer " + Guarded.ROOT,
            "Idempotency-Key",
            "k");
    api.runs.apply(asked.at("/id"), null);
    String id = asked.at("/id");
    JobDefinition job =
        new JobDefinition(
            "gone",
            1,
            new JobSpec(null, null, Map.of("team", "b"), null, null, null, null, null, null),
            Runs.BEGIN,
            "x");
    api.runs.apply(id, Runs.run(id, job, 1, RunState.FAILED));
    send("DELETE", "/api/v1/jobs/gone", null, Guarded.by(Guarded.ROOT));
    String key = Guarded.key(api, "a", "operator", "{\"team\": \"a\"}");

    // when
    Reply spied =
        send(
            "POST",
            "/api/v1/jobs/gone/runs",
            "{}",
            "Authorization",
            "Bearer " + key,
            "Idempotency-Key",
            "k");

    // then
    assertThat(spied.status()).isEqualTo(404);
    assertThat(spied.text()).doesNotContain(id);
  }

  private static List<String> steps(Reply reply) {
    List<String> steps = new ArrayList<>();
    reply
        .body()
        .path("steps")
        .forEach(
            step ->
                steps.add(
                    step.path("action").asText()
                        + " "
                        + step.path("kind").asText()
                        + "/"
                        + step.path("name").asText()));
    return steps;
  }

  private static List<String> ids(Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("items").forEach(run -> ids.add(run.path("id").asText()));
    return ids;
  }

  private Reply yaml(String path, String set, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/yaml"));
    all.addAll(List.of(headers.length == 0 ? Guarded.by(Guarded.ROOT) : headers));
    return send("PUT", path, set, all.toArray(String[]::new));
  }

  private Reply get(String path) {
    return send("GET", path, null, Guarded.by(Guarded.ROOT));
  }

  private Reply put(String path, String body) {
    return send("PUT", path, body, Guarded.by(Guarded.ROOT));
  }

  private Reply post(String path, String body) {
    return send("POST", path, body, Guarded.by(Guarded.ROOT));
  }

  private Reply patch(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/merge-patch+json"));
    all.addAll(List.of(Guarded.by(Guarded.ROOT)));
    all.addAll(List.of(headers));
    return send("PATCH", path, body, all.toArray(String[]::new));
  }

  private Reply send(String method, String path, String body, String... headers) {
    return api.send(api.request(method, path, body, headers));
  }
}
