package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefinitionsApiTest {
  static final String JOB =
      """
      {"spark": {"mainClass": "dev.kindling.jobs.WordCount", "appResource": "file:///jobs.jar",
                 "args": ["${param:input}", "${param:top}"]},
       "parameters": {"type": "object", "required": ["input"], "additionalProperties": false,
                      "properties": {"input": {"type": "string"},
                                     "top": {"type": "integer", "minimum": 1, "default": 10}}},
       "limits": {"timeout": "PT30M"}}
      """;

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
  void putShouldCreateThenReplaceThenLeaveAlone() {
    // when
    Reply created = api.put("/api/v1/jobs/wc", JOB);
    Reply same = api.put("/api/v1/jobs/wc", JOB);
    Reply replaced = api.put("/api/v1/jobs/wc", JOB.replace("PT30M", "PT1H"));

    // then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.headers()).containsEntry("etag", "\"1\"");
    assertThat(created.headers()).containsEntry("location", "/api/v1/jobs/wc");
    assertThat(created.at("/spec/limits/timeout")).isEqualTo("PT30M");
    assertThat(created.at("/updatedAt")).isEqualTo(ApiFixture.NOW.toString());
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.headers()).containsEntry("etag", "\"1\"");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.headers()).containsEntry("etag", "\"2\"");
    assertThat(api.get("/api/v1/jobs/wc").body()).isEqualTo(replaced.body());
  }

  @Test
  void putShouldHonourPreconditions() {
    // given
    api.put("/api/v1/jobs/wc", JOB);
    String next = JOB.replace("PT30M", "PT1H");

    // when, then
    assertThat(api.put("/api/v1/jobs/wc", next, "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(api.put("/api/v1/jobs/wc", next, "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(api.put("/api/v1/jobs/no", next, "If-Match", "*").status()).isEqualTo(412);
    assertThat(api.put("/api/v1/jobs/wc", next, "If-Match", "1").status()).isEqualTo(400);
    assertThat(api.put("/api/v1/jobs/wc", next, "If-Match", "\"1\"").status()).isEqualTo(200);
    assertThat(api.put("/api/v1/jobs/wd", next, "If-None-Match", "*").status()).isEqualTo(201);
  }

  @Test
  void putShouldNameEveryBadField() {
    // when
    Reply refused =
        api.put(
            "/api/v1/jobs/wc",
            """
            {"sparkk": {}, "spark": {"mainClass": "9", "appResource": "file:///a b.jar",
              "properties": {"spark.executor.memory": "{{HOME}}"}},
             "parameters": {"type": "object", "properties": {"a": {"type": "strin"}}},
             "limits": {"timeot": "PT1M", "maxConcurrentRuns": 0}}
            """);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(fields(refused))
        .contains(
            "sparkk",
            "limits/timeot",
            "spark/mainClass",
            "spark/appResource",
            "spark/properties/spark.executor.memory",
            "limits/maxConcurrentRuns",
            "parameters/properties/a/type");
  }

  @Test
  void putShouldRefuseAWrongName() {
    assertThat(fields(api.put("/api/v1/jobs/Word-Count", JOB))).containsExactly("name");
    assertThat(fields(api.put("/api/v1/jobs/" + "a".repeat(101), JOB))).containsExactly("name");
    assertThat(fields(api.put("/api/v1/jobs/a%2Fb", JOB))).containsExactly("name");
  }

  @Test
  void getAndDeleteShouldAnswer404WhenThereIsNone() {
    assertThat(api.get("/api/v1/jobs/wc").status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/jobs/wc").status()).isEqualTo(404);
  }

  @Test
  void deleteShouldHonourIfMatchAndForget() {
    // given
    api.put("/api/v1/jobs/wc", JOB);

    // when, then
    assertThat(api.delete("/api/v1/jobs/wc", "If-Match", "\"2\"").status()).isEqualTo(412);
    assertThat(api.delete("/api/v1/jobs/wc", "If-Match", "\"1\"").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/jobs/wc").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/jobs").body().path("items")).isEmpty();
  }

  @Test
  void listShouldShowAllByName() {
    // given
    api.put("/api/v1/jobs/b", JOB);
    api.put("/api/v1/jobs/a", JOB);

    // when
    Reply all = api.get("/api/v1/jobs");

    // then
    assertThat(all.at("/items/0/name")).isEqualTo("a");
    assertThat(all.at("/items/1/name")).isEqualTo("b");
    assertThat(api.get("/api/v1/jobs?limt=1").status()).isEqualTo(400);
  }

  @Test
  void putShouldAnswer202WhenTheViewLags() {
    // given
    api.put("/api/v1/jobs/a", JOB);
    api.jobs.hold();

    // when
    Reply later = api.put("/api/v1/jobs/b", JOB);

    // then
    assertThat(later.status()).isEqualTo(202);
    assertThat(later.headers()).containsEntry("location", "/api/v1/jobs/b");
    assertThat(api.get("/api/v1/jobs/b").status()).isEqualTo(404);
    api.jobs.release();
    assertThat(api.get("/api/v1/jobs/b").status()).isEqualTo(200);
  }

  @Test
  void putShouldAnswer503WhenKafkaIsAway() {
    // given
    api.log.claimsToFail.set(Integer.MAX_VALUE);

    // when
    Reply refused = api.put("/api/v1/jobs/wc", JOB);

    // then
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsEntry("retry-after", "5");
    assertThat(api.get("/api/v1/jobs").status()).isEqualTo(200);
  }

  @Test
  void schedulesShouldLiveTheirWholeLife() {
    // given
    String schedule =
        """
        {"job": "wc", "cron": "30 2 * * mon-fri", "timeZone": "Europe/Berlin",
         "parameters": {"input": "file:a"}}
        """;

    // when, then
    assertThat(api.put("/api/v1/schedules/nightly", schedule).status()).isEqualTo(201);
    assertThat(api.get("/api/v1/schedules/nightly").at("/spec/cron")).isEqualTo("30 2 * * mon-fri");
    assertThat(api.get("/api/v1/schedules").at("/items/0/name")).isEqualTo("nightly");
    assertThat(
            fields(
                api.put(
                    "/api/v1/schedules/bad",
                    """
                    {"cron": "61 * * * *", "timeZone": "Mars", "pausd": true}
                    """)))
        .containsExactlyInAnyOrder("pausd", "job", "cron", "timeZone");
    assertThat(api.delete("/api/v1/schedules/nightly").status()).isEqualTo(204);
  }

  @Test
  void triggersShouldLiveTheirWholeLife() {
    // given
    String trigger =
        """
        {"job": "wc", "topic": "uploads", "filter": "data.kind == 'text'",
         "parameters": {"input": "data.url", "top": "5"}}
        """;

    // when, then
    assertThat(api.put("/api/v1/triggers/on-upload", trigger).status()).isEqualTo(201);
    assertThat(api.get("/api/v1/triggers/on-upload").at("/spec/parameters/input"))
        .isEqualTo("data.url");
    assertThat(api.get("/api/v1/triggers").at("/items/0/name")).isEqualTo("on-upload");
    assertThat(
            fields(
                api.put(
                    "/api/v1/triggers/bad",
                    """
                    {"job": "wc", "topic": "kindling.runs", "filter": "'text'",
                     "parameters": {"a": "data.", "b": 5, "c/d": "nobody"}}
                    """)))
        .containsExactlyInAnyOrder(
            "filter", "parameters/a", "parameters/b", "parameters/c~1d", "topic");
    assertThat(api.delete("/api/v1/triggers/on-upload").status()).isEqualTo(204);
  }

  static List<String> fields(Reply reply) {
    List<String> fields = new ArrayList<>();
    for (JsonNode error : reply.body().path("errors")) {
      fields.add(error.path("field").asText());
    }
    return fields;
  }
}
