package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.livy.LivyHandlers;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import dev.kindling.model.trigger.DeadLetter;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract, called by nobody, by each role, by callers of one team about
 * what is theirs and about what is another team's. Whatever belongs to the other team bears a mark
 * that no answer to the first may have in it.
 */
class AuthorizationMatrixTest {
  private static final String MARK = "only-for-team-b";

  /** Bodies that would do, where an operation wants one. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "putJob",
              "{\"labels\": {\"team\": \"TEAM\"}, \"spark\": {\"mainClass\": \"a.B\","
                  + " \"appResource\": \"file:///a.jar\"}}"),
          Map.entry("putSchedule", "{\"job\": \"THING\", \"cron\": \"@daily\"}"),
          Map.entry("previewUnsavedSchedule", "{\"job\": \"THING\", \"cron\": \"@daily\"}"),
          Map.entry("putTrigger", "{\"job\": \"THING\", \"topic\": \"t\"}"),
          Map.entry(
              "testUnsavedTrigger",
              "{\"trigger\": {\"job\": \"THING\", \"topic\": \"t\"}, \"event\": {\"value\": {}}}"),
          Map.entry("testTrigger", "{\"event\": {\"value\": {}}}"),
          Map.entry(
              "createBackfill",
              "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-03T00:00:00Z\"}"),
          Map.entry("createBatch", "{\"file\": \"file:///a.jar\", \"className\": \"a.B\"}"),
          Map.entry("putPool", "{\"slots\": 1}"),
          Map.entry("putKafkaCluster", "{\"bootstrap\": \"a:1\"}"),
          Map.entry("createApiKey", "{\"name\": \"new\", \"role\": \"viewer\"}"));

  private ApiFixture api;
  private final Map<Role, String> everywhere = new HashMap<>();
  private final Map<Role, String> teamA = new HashMap<>();
  private final Map<String, String> artifacts = new HashMap<>();
  private final List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    api = Guarded.open();
    for (Role role : Role.values()) {
      everywhere.put(role, Guarded.key(api, role.word(), role.word(), null));
      teamA.put(role, Guarded.key(api, role.word() + "-a", role.word(), "{\"team\": \"a\"}"));
    }
    thing("own", "a", "", 1);
    thing("foreign", "b", MARK, 2);
    api.recent = topic -> List.copyOf(letters);
    String[] root = Guarded.by(Guarded.ROOT);
    assertThat(api.put("/api/v1/pools/own", "{\"slots\": 1}", root).status()).isEqualTo(201);
    assertThat(api.put("/api/v1/calendars/own", "{}", root).status()).isEqualTo(201);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  /** One of each kind, all with the same name, of a team. */
  private void thing(String name, String team, String mark, int number) {
    String[] root = Guarded.by(Guarded.ROOT);
    Reply uploaded =
        api.post(
            "/api/v1/artifacts?file=" + name + mark + ".jar",
            "content of " + name,
            name.equals("own") ? Guarded.by(teamA.get(Role.ADMIN)) : root);
    assertThat(uploaded.status()).isEqualTo(201);
    artifacts.put(name, uploaded.at("/digest"));
    String job =
        "{\"description\": \"%s\", \"labels\": {\"team\": \"%s\"}, \"spark\": {\"mainClass\":"
                .formatted(mark, team)
            + " \"a.B\", \"appResource\": \"%s\"}}".formatted(uploaded.at("/reference"));
    assertThat(api.put("/api/v1/jobs/" + name, job, root).status()).isEqualTo(201);
    String schedule = "{\"job\": \"%s\", \"cron\": \"@daily\", \"note\": \"%s\"}";
    assertThat(api.put("/api/v1/schedules/" + name, schedule.formatted(name, mark), root).status())
        .isEqualTo(201);
    String trigger = "{\"job\": \"%s\", \"topic\": \"t\", \"note\": \"%s\"}";
    assertThat(api.put("/api/v1/triggers/" + name, trigger.formatted(name, mark), root).status())
        .isEqualTo(201);
    String hold = "{\"reason\": \"%s\"}";
    assertThat(api.put("/api/v1/holds/job." + name, hold.formatted(mark), root).status())
        .isEqualTo(201);
    String backfill =
        "{\"name\": \"%s\", \"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-03T00:00:00Z\"}"
            .formatted(name);
    assertThat(api.post("/api/v1/schedules/" + name + "/backfills", backfill, root).status())
        .isEqualTo(202);
    JobDefinition definition =
        new JobDefinition(
            name,
            1,
            new JobSpec(mark, null, Map.of("team", team), null, null, null, null, null, null),
            Runs.BEGIN,
            mark);
    api.runs.apply(name, Runs.run(name, definition, number, RunState.FAILED));
    letter(name, mark, number);
  }

  /** A run that is a batch for Livy's clients. */
  private void batch(String number, String team, String mark) {
    SparkSpec spark =
        new SparkSpec("a.B", "file:///a.jar", List.of(), Map.of("spark.app.name", mark), Map.of());
    JobSpec spec =
        new JobSpec(mark, null, Map.of("team", team), spark, null, null, null, null, null);
    String id = LivyHandlers.runOf(number);
    api.runs.apply(
        id,
        Runs.run(
            id, new JobDefinition("livy.batch", 1, spec, Runs.BEGIN, mark), 9, RunState.RUNNING));
  }

  private void letter(String trigger, String mark, int offset) {
    DeadLetter letter =
        new DeadLetter(
            "trigger/" + trigger,
            trigger,
            "It lacks " + mark + ".",
            null,
            "t",
            0,
            offset,
            ApiFixture.NOW,
            null,
            Map.of(),
            null,
            false,
            List.of(),
            ApiFixture.NOW);
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            "kindling.dead-letters", 0, offset, letter.source(), Json.bytes(letter));
    letters.add(record);
    api.letters.apply(record);
  }

  @TestFactory
  Stream<DynamicTest> everyOperationShouldObeyRoleAndScope() {
    batch("7", "a", "");
    batch("8", "b", MARK);
    // All on one fixture: what reads comes first, what deletes last, and the jobs at the very end.
    List<String> order = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    return api.contract().operations().stream()
        .sorted(
            Comparator.comparing(
                one ->
                    one.getOperationId().equals("deleteJob")
                        ? order.size()
                        : order.indexOf(one.getHttpMethod().name())))
        .map(one -> DynamicTest.dynamicTest(one.getOperationId(), () -> check(one)));
  }

  private void check(io.vertx.openapi.contract.Operation operation) {
    JsonObject access = operation.getOpenAPIModel().getJsonObject("x-kindling-access");
    List<String> over = access.getJsonArray("over").stream().map(String.class::cast).toList();
    String needed = access.getString("role");
    String id = operation.getOperationId();
    if (needed.equals("anyone")) {
      // A webhook's deliveries, and Spark, are let in by a signature, and here is none.
      int expected =
          switch (id) {
            case "deliverWebhook" -> 401;
            case "fetchArtifact" -> 403;
            default -> 200;
          };
      assertThat(ask(operation, "own", null).status()).as("nobody").isEqualTo(expected);
      return;
    }
    Role role = Role.of(needed).orElseThrow();

    assertThat(ask(operation, "own", null).status()).as("nobody").isEqualTo(401);
    assertThat(ask(operation, "own", "kdl_own_" + "0".repeat(64)).status()).isEqualTo(401);
    for (Role has : Role.values()) {
      if (!has.covers(role)) {
        assertThat(ask(operation, "own", everywhere.get(has)).status()).as(has + "").isEqualTo(403);
        assertThat(ask(operation, "own", teamA.get(has)).status()).as(has + " a").isEqualTo(403);
      }
    }
    Reply foreign = ask(operation, "foreign", teamA.get(role));
    assertThat(foreign.body().toString()).as("the other team's").doesNotContain(MARK);
    boolean hidden = !over.isEmpty() && !over.equals(List.of("each"));
    if (hidden) {
      assertThat(foreign.status()).as("the other team's").isIn(403, 404);
    } else {
      assertThat(foreign.status()).as("a list, or nobody's").isNotIn(401, 403);
    }
    Reply own = ask(operation, "own", teamA.get(role));
    if (over.contains("platform")) {
      assertThat(own.status()).as("of the platform").isEqualTo(403);
    } else {
      assertThat(own.status()).as("their own").isNotIn(401, 403, 404, 500);
    }
    close(operation);
    Reply all = ask(operation, id.startsWith("delete") ? "foreign" : "own", everywhere.get(role));
    assertThat(all.status()).as("everything").isNotIn(401, 403, 500);
  }

  /** What the own call has used up is made again. */
  private void close(io.vertx.openapi.contract.Operation operation) {
    if (operation.getOperationId().equals("createApiKey")) {
      api.delete("/api/v1/api-keys/new", Guarded.by(Guarded.ROOT));
    }
  }

  private Reply ask(io.vertx.openapi.contract.Operation operation, String thing, String key) {
    String id = operation.getOperationId();
    String name = id.endsWith("Hold") ? "job." + thing : thing;
    if (id.contains("Artifact")) {
      name = artifacts.get(thing);
    }
    String ident = id.contains("DeadLetter") ? (thing.equals("own") ? "0-1" : "0-2") : thing;
    String path =
        operation
            .getOpenAPIPath()
            .replace("{name}", name)
            .replace("{id}", ident)
            .replace("{batch}", thing.equals("own") ? "7" : "8")
            .replace("{digest}", name)
            .replace("{expires}", "9")
            .replace("{signature}", "0")
            .replace("{file}", "a.jar");
    String body = BODIES.get(id);
    if (body == null && operation.getRequestBody() != null) {
      body = "{}";
    }
    if (body != null) {
      body = body.replace("THING", thing).replace("TEAM", thing.equals("own") ? "a" : "b");
    }
    return api.send(
        api.request(
            operation.getHttpMethod().name(),
            path,
            body,
            key == null ? new String[0] : Guarded.by(key)));
  }

  @Test
  void callersOfATeamShouldNotGiveAwayOrTakeWhatIsAnothers() {
    // given
    String[] admin = Guarded.by(teamA.get(Role.ADMIN));
    String spark = "\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:///a.jar\"}";

    // when
    Reply given =
        api.put("/api/v1/jobs/own", "{\"labels\": {\"team\": \"b\"}, " + spark + "}", admin);
    Reply taken =
        api.put("/api/v1/jobs/foreign", "{\"labels\": {\"team\": \"a\"}, " + spark + "}", admin);
    Reply scheduled =
        api.put("/api/v1/schedules/own", "{\"job\": \"foreign\", \"cron\": \"@hourly\"}", admin);
    Reply nobodys =
        api.put("/api/v1/schedules/s2", "{\"job\": \"none\", \"cron\": \"@hourly\"}", admin);

    // then
    assertThat(given.status()).isEqualTo(403);
    assertThat(given.at("/detail")).isEqualTo("Your jobs must have the labels team=a.");
    assertThat(taken.status()).isEqualTo(403);
    assertThat(taken.at("/detail")).contains("outside your scope");
    assertThat(scheduled.status()).isEqualTo(403);
    assertThat(nobodys.status()).isEqualTo(403);
    assertThat(api.get("/api/v1/jobs/foreign", Guarded.by(Guarded.ROOT)).at("/revision"))
        .isEqualTo("1");
  }

  @Test
  void listsShouldShowWhatIsInScope() {
    for (String path :
        List.of(
            "jobs",
            "schedules",
            "triggers",
            "backfills",
            "holds",
            "runs",
            "dead-letters",
            "artifacts")) {
      // when
      Reply mine = api.get("/api/v1/" + path, Guarded.by(teamA.get(Role.VIEWER)));
      Reply all = api.get("/api/v1/" + path, Guarded.by(everywhere.get(Role.VIEWER)));

      // then
      assertThat(mine.body().path("items")).as(path).hasSize(1);
      assertThat(all.body().path("items")).as(path).hasSize(2);
    }
  }
}
